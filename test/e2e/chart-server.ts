import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import {
  createServer as plainServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as tlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { createCertificate, type KeyPair } from "../../src/plugin/x509/certificate";

/** A chart repository, and a registry of OCI, on loopback. */
export interface ChartServer {
  readonly url: string;
  /** `host:port`. */
  readonly host: string;
  /** Certificate of the authority, PEM; nothing where it speaks HTTP. */
  readonly ca: string;
  /** Paths that were asked for, in their order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface ChartServerOptions {
  /** @default false */
  readonly tls?: boolean;
  /** The account that everybody must name. @default - none */
  readonly account?: { readonly username: string; readonly password: string };
  /** @default - one that is free */
  readonly port?: number;
}

/** Serves a folder of archives with their index; those under `/v2/` by the protocol of registries. */
export async function serveCharts(
  folder: string,
  { tls = false, account, port = 0 }: ChartServerOptions = {},
): Promise<ChartServer> {
  const asked: string[] = [];
  const answer: RequestListener = (request, response) => {
    asked.push(request.url ?? "");
    if (!isWelcome(request, account)) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="charts"' }).end();
    } else if (request.url?.startsWith("/v2/") === true) answerRegistry(folder, request, response);
    else answerFile(folder, request, response);
  };
  const pairs = tls ? certificates() : undefined;
  const server =
    pairs === undefined
      ? plainServer(answer)
      : tlsServer({ key: pairs.server.key, cert: pairs.server.certificate }, answer);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: `${tls ? "https" : "http"}://${host}`,
    host,
    ca: pairs?.ca.certificate ?? "",
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function certificates(): { readonly ca: KeyPair; readonly server: KeyPair } {
  const ca = createCertificate({ commonName: "charts", isAuthority: true });
  return { ca, server: createCertificate({ commonName: "charts", usages: ["server"], hosts: ["127.0.0.1"] }, ca) };
}

function isWelcome({ headers }: IncomingMessage, account: ChartServerOptions["account"]): boolean {
  if (account === undefined) return true;
  const expected = Buffer.from(`${account.username}:${account.password}`).toString("base64");
  return headers.authorization === `Basic ${expected}`;
}

function answerFile(folder: string, { url = "" }: IncomingMessage, response: ServerResponse): void {
  const path = join(folder, basename(url));
  if (existsSync(path)) response.end(readFileSync(path));
  else response.writeHead(404).end();
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const CONFIG = "application/vnd.cncf.helm.config.v1+json";
const LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

/** Each archive is a repository with one tag, as Helm pushes it. @see https://helm.sh/docs/topics/registries/ */
function answerRegistry(folder: string, { url = "" }: IncomingMessage, response: ServerResponse): void {
  const [, kind, reference = ""] = /\/(manifests|blobs)\/([^/]+)$/.exec(url) ?? [];
  const images = archives(folder).map(imageOf);
  const name = url.replace(/^\/v2\//, "").replace(/\/(manifests|blobs|tags)\/.*$/, "");
  if (url === "/v2/") response.end("{}");
  else if (url.endsWith("/tags/list")) {
    const tags = images.filter((image) => name.endsWith(image.name)).map(({ version }) => version);
    response.end(JSON.stringify({ name, tags }));
  } else if (kind === "manifests") {
    const found = images.find(
      (image) => name.endsWith(image.name) && [image.version, image.manifest.digest].includes(reference),
    );
    send(response, found?.manifest.bytes, MANIFEST);
  } else {
    const blob = images.flatMap(({ blobs }) => blobs).find(({ digest }) => digest === reference);
    send(response, blob?.bytes, "application/octet-stream");
  }
}

function send(response: ServerResponse, bytes: Buffer | undefined, type: string): void {
  if (bytes === undefined) response.writeHead(404).end();
  else {
    const headers = { "content-type": type, "content-length": bytes.length, "docker-content-digest": digestOf(bytes) };
    response.writeHead(200, headers).end(bytes);
  }
}

function archives(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".tgz"))
    .map((name) => join(folder, name));
}

function imageOf(path: string) {
  const [, name = "", version = ""] = /^(.*?)-(\d.*)\.tgz$/.exec(basename(path)) ?? [];
  const config = blobOf(Buffer.from(JSON.stringify({ name, version, apiVersion: "v2" })));
  const layer = blobOf(readFileSync(path));
  const entry = (mediaType: string, { digest, bytes }: Blob) => ({ mediaType, digest, size: bytes.length });
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: entry(CONFIG, config),
    layers: [entry(LAYER, layer)],
  };
  return { name, version, manifest: blobOf(Buffer.from(JSON.stringify(manifest))), blobs: [config, layer] };
}

interface Blob {
  readonly bytes: Buffer;
  readonly digest: string;
}

function blobOf(bytes: Buffer): Blob {
  return { bytes, digest: digestOf(bytes) };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

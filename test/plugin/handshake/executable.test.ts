import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { access, mkdtemp, rm } from "node:fs/promises";
import { connect as connectHttp2 } from "node:http2";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { bundleExecutable } from "../executable";
import { GrpcClient } from "../grpc-client";
import { applyRequest, configureRequest, schemaOf } from "../requests";
import { createServerCertificate } from "../../../src/plugin/handshake/mutual-tls";
import { frame } from "../../../src/plugin/transport/framing";
import { fromDynamicValue } from "../../../src/plugin/wire/convert";

const COOKIE = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2" };
const terraform = createServerCertificate();

interface Launched {
  readonly child: ChildProcess;
  readonly fields: readonly string[];
  readonly socket: string;
  readonly stderr: () => string;
  readonly ended: Promise<number | null>;
}

let folder: string;
let program: string;
const launched: Launched[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "toy-executable-"));
  program = await bundleExecutable(join(__dirname, "..", "toy-main.ts"), folder, "terraform-provider-toy");
});

afterEach(() => {
  for (const { child } of launched.splice(0)) child.kill("SIGTERM");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function start(env: NodeJS.ProcessEnv): Omit<Launched, "fields" | "socket"> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts: Buffer[] = [];
  child.stderr.on("data", (part: Buffer) => parts.push(part));
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, stderr: () => Buffer.concat(parts).toString(), ended };
}

async function launch(env: NodeJS.ProcessEnv = {}): Promise<Launched> {
  const started = start({ ...COOKIE, PLUGIN_CLIENT_CERT: terraform.certificate, ...env });
  const [line] = (await once(createInterface({ input: started.child.stdout! }), "line")) as [string];
  const fields = line.split("|");
  const provider = { ...started, fields, socket: fields[3] ?? "" };
  launched.push(provider);
  return provider;
}

function serverCertificate({ fields }: Launched): string {
  const padded = Buffer.from(fields[5] ?? "", "base64").toString("base64");
  return `-----BEGIN CERTIFICATE-----\n${padded}\n-----END CERTIFICATE-----\n`;
}

function dial(provider: Launched, client?: { certificate: string; key: string }): TLSSocket {
  return connectTls({
    path: provider.socket,
    servername: "localhost",
    ca: serverCertificate(provider),
    cert: client?.certificate,
    key: client?.key,
    ALPNProtocols: ["h2"],
  });
}

async function connected(provider: Launched): Promise<GrpcClient> {
  const socket = dial(provider, terraform);
  await once(socket, "secureConnect");
  expect(socket.authorized).toBe(true);
  return new GrpcClient(connectHttp2("https://localhost", { createConnection: () => socket }));
}

describe("a provider started by hand", () => {
  it("says what it is and ends with 1", async () => {
    const { ended, stderr } = start({});
    expect(await ended).toBe(1);
    expect(stderr()).toContain("This program is a provider for Terraform and OpenTofu");
  });
});

describe("a launched provider", () => {
  it("announces itself in one line, and nothing that it prints comes before it", async () => {
    const provider = await launch();
    expect(provider.fields.slice(0, 3)).toEqual(["1", "6", "unix"]);
    expect(provider.fields[4]).toBe("grpc");
    expect(provider.fields[5]).toMatch(/^[A-Za-z0-9+/]+$/);
    expect(provider.fields).toHaveLength(6);
  });

  it("answers a client that shows the certificate from its environment", async () => {
    const client = await connected(await launch());
    expect(await client.bytes("GetMetadata", new Uint8Array(0))).toMatchObject({ status: 0 });
    client.close();
  });

  it.each<[string, { certificate: string; key: string } | undefined]>([
    ["without a certificate", undefined],
    ["with another certificate of the same name", createServerCertificate()],
  ])("refuses a client %s, and lives on", async (_, credentials) => {
    const provider = await launch();
    const socket = dial(provider, credentials);
    const failed = await new Promise((resolve) => {
      socket.on("error", resolve);
      socket.on("close", () => {
        resolve("closed");
      });
      socket.on("data", () => {
        resolve("answered");
      });
    });
    expect(failed).not.toBe("answered");
    const client = await connected(provider);
    expect(await client.bytes("GetMetadata", new Uint8Array(0))).toMatchObject({ status: 0 });
    client.close();
  });

  it("speaks without TLS where it is asked to", async () => {
    const provider = await launch({ PLUGIN_CLIENT_CERT: "" });
    expect(provider.fields[5]).toBe("");
    const client = GrpcClient.onSocket(provider.socket);
    expect(await client.bytes("GetMetadata", new Uint8Array(0))).toMatchObject({ status: 0 });
    client.close();
  });

  it("ends when it is told to, and leaves no socket behind", async () => {
    const provider = await launch();
    const client = await connected(provider);
    expect(await client.raw("/plugin.GRPCController/Shutdown", frame(new Uint8Array(0)))).toMatchObject({ status: 0 });
    expect(await provider.ended).toBe(0);
    await expect(access(dirname(provider.socket))).rejects.toThrow("ENOENT");
    client.close();
  });

  it("ends when the last connection closes, so that no orphan stays", async () => {
    const provider = await launch();
    const [first, second] = [await connected(provider), await connected(provider)];
    first.close();
    expect(await second.bytes("GetMetadata", new Uint8Array(0))).toMatchObject({ status: 0 });
    second.close();
    expect(await provider.ended).toBe(0);
  });

  it("does not die of Ctrl-C, which reaches Terraform as well", async () => {
    const provider = await launch();
    const client = await connected(provider);
    provider.child.kill("SIGINT");
    // Whoever answers several calls one after the other has looked at the signals that came before.
    for (let call = 0; call < 3; call += 1) {
      expect(await client.bytes("GetMetadata", new Uint8Array(0))).toMatchObject({ status: 0 });
    }
    client.close();
  });

  it("lets go of what it writes at SIGTERM, and answers it", async () => {
    const provider = await launch();
    const client = await connected(provider);
    await client.call("ConfigureProvider", configureRequest(folder));
    const request = applyRequest("toy_failing", { fail: "slow" });
    const answer = client.call("ApplyResourceChange", request);
    while (!existsSync(join(folder, "started.json"))) await new Promise((resolve) => setTimeout(resolve, 20));
    provider.child.kill("SIGTERM");
    const { newState } = await answer;
    expect(fromDynamicValue(schemaOf("toy_failing"), newState)).toMatchObject({ id: "interrupted" });
    client.close();
    expect(await provider.ended).toBe(0);
  });

  it("ends at SIGTERM where nobody is connected, or where it comes again", async () => {
    const alone = await launch();
    alone.child.kill("SIGTERM");
    expect(await alone.ended).toBe(143);
    const provider = await launch();
    const client = await connected(provider);
    for (let sent = 0; sent < 2; sent++) {
      expect(await client.bytes("GetMetadata", new Uint8Array(0))).toMatchObject({ status: 0 });
      provider.child.kill("SIGTERM");
    }
    expect(await provider.ended).toBe(143);
    client.close();
  });

  it("shows its stack where it crashes, and ends where a call never does", async () => {
    const provider = await launch({ TOY_PATIENCE_MS: "500" });
    const client = await connected(provider);
    await client.call("ConfigureProvider", configureRequest(folder));
    void client.call("ApplyResourceChange", applyRequest("toy_failing", { fail: "crash" })).catch(() => undefined);
    expect(await provider.ended).toBe(2);
    expect(provider.stderr()).toMatch(/^panic: Error: the toy fell apart\n {4}at /m);
    client.close();
  });

  it("ends what is under way when a forgotten promise fails, begins nothing after that, and ends with 2", async () => {
    const provider = await launch();
    const client = await connected(provider);
    const directory = join(folder, "forgotten");
    await client.call("ConfigureProvider", configureRequest(directory));
    const kinds = ["forget", ...Array.from({ length: 9 }, () => "wait")];
    const answers = await Promise.all(
      kinds.map((fail) => client.call("ApplyResourceChange", applyRequest("toy_failing", { fail }))),
    );
    for (const { newState, diagnostics } of answers) {
      expect(fromDynamicValue(schemaOf("toy_failing"), newState)).toMatchObject({ id: expect.any(String) as string });
      const warning = diagnostics.find(({ severity }) => severity === 2);
      expect(warning?.summary).toBe("The provider failed beside this operation");
      expect(warning?.detail).toContain("the toy forgot a promise");
    }
    const next = await client.call("ApplyResourceChange", applyRequest("toy_failing", {}));
    expect(next.diagnostics).toMatchObject([
      { severity: 1, summary: "The provider failed before, and begins nothing new" },
    ]);
    expect(provider.stderr()).toMatch(/^panic: Error: the toy forgot a promise\n {4}at /m);
    client.close();
    expect(await provider.ended).toBe(2);
  });

  it("answers a call that calls process.exit with where it did, and lives on", async () => {
    const provider = await launch();
    const client = await connected(provider);
    await client.call("ConfigureProvider", configureRequest(folder));
    const { diagnostics } = await client.call("ApplyResourceChange", applyRequest("toy_failing", { fail: "exit" }));
    expect(diagnostics).toMatchObject([
      { severity: 1, summary: "The provider failed: the provider called process.exit(3)" },
    ]);
    expect(diagnostics[0]?.detail).toMatch(/at exit|terraform-provider-toy:\d+/);
    expect(await client.bytes("GetMetadata", new Uint8Array(0))).toMatchObject({ status: 0 });
    client.close();
    expect(await provider.ended).toBe(0);
  });

  it("writes its log as hclog JSON on stderr", async () => {
    const provider = await launch();
    const client = await connected(provider);
    await client.call("ConfigureProvider", configureRequest(folder));
    client.close();
    await provider.ended;
    const line = provider.stderr().split("\n").find((text) => text.includes("the toy is")) ?? ""; // prettier-ignore
    expect(JSON.parse(line)).toMatchObject({
      "@level": "info",
      "@message": "the toy is served",
      "@module": "provider",
    });
    // hclog takes a line for plain text where the fraction has any other number of digits.
    expect(line).toMatch(/"@timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"/);
  });
});

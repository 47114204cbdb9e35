import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { printable, quotedLines } from "../model/printable";
import { messageOf, systemCode } from "../support/errors";
import { ConnectionError } from "./connection-error";

/** A command that prints a token, as kubeconfigs and the Terraform provider describe it. */
export interface ExecPlugin {
  readonly apiVersion: string;
  /** Path, or name of a command on the PATH. */
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  /** Printed if the command does not exist. */
  readonly installHint?: string;
  /** The cluster, if it is passed to the plugin. */
  readonly cluster?: object;
}

/** How long before its expiry a token is fetched again, in milliseconds. */
const RENEW_BEFORE_MS = 10_000;

/**
 * Fetches a bearer token from a credential plugin and keeps it until shortly before it expires, or until it is refused.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export function execToken(plugin: ExecPlugin): (refused?: string) => Promise<string> {
  let current: Promise<ExecCredential> | undefined;
  return async (refused) => {
    let credential = await current?.catch(() => undefined);
    const isRefused = refused !== undefined && credential?.status?.token === refused;
    if (credential === undefined || isRefused || isOver(credential)) {
      current = runPlugin(plugin);
      credential = await current;
    }
    return tokenOf(credential, plugin);
  };
}

/** A certificate beside the token is refused too: the server would take us for whom it names. */
function tokenOf({ status }: ExecCredential, { command }: ExecPlugin): string {
  const { token, clientCertificateData: certificate } = status ?? {};
  if (token !== undefined && token !== "" && certificate === undefined) return token;
  const found = certificate === undefined ? "returned no token" : "returned a client certificate";
  throw new ConnectionError(
    `the credential plugin ${command} ${found} (client certificates of plugins are not supported)`,
    "credential-plugin",
  );
}

function isOver({ status }: ExecCredential): boolean {
  const end = status?.expirationTimestamp;
  return end !== undefined && Date.parse(end) - RENEW_BEFORE_MS < Date.now();
}

async function runPlugin(plugin: ExecPlugin): Promise<ExecCredential> {
  const { apiVersion, command, args, cluster, installHint } = plugin;
  const spec = { interactive: false, ...(cluster === undefined ? {} : { cluster }) };
  const extra = Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value]));
  const info = JSON.stringify({ apiVersion, kind: "ExecCredential", spec });
  let printed: string;
  try {
    const env = { ...process.env, ...extra, KUBERNETES_EXEC_INFO: info };
    printed = await outputOf(command, args ?? [], env);
  } catch (cause) {
    const isMissing = systemCode(cause) === "ENOENT";
    const reason = isMissing ? "there is no such command" : messageOf(cause).trim();
    const hint = isMissing && installHint !== undefined ? quotedLines(installHint) : [];
    throw new ConnectionError([`the credential plugin ${command} failed: ${reason}`, ...hint], "credential-plugin", {
      cause,
    });
  }
  return parseCredential(printed, plugin);
}

/** The error of `JSON.parse` would quote what was printed: a credential. */
function parseCredential(text: string, { command }: ExecPlugin): ExecCredential {
  try {
    return JSON.parse(text) as ExecCredential;
  } catch {
    throw new ConnectionError(`the credential plugin ${command} failed: its output is not JSON`, "credential-plugin");
  }
}

/**
 * The plugin's standard error is for the user, e.g. the code of a sign-in in a browser. Each line is marked as the
 * plugin's, and made printable.
 */
function outputOf(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(command, [...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const told = new StringDecoder("utf8");
  const quote = quoter("credential plugin: ");
  let last = "\n";
  const tell = (piece: string) => {
    if (piece === "") return;
    last = piece.slice(-1);
    process.stderr.write(quote(piece));
  };
  child.stderr.on("data", (chunk: Buffer) => {
    tell(told.write(chunk));
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      // What comes next is ours, and starts a line.
      if (last !== "\n") tell("\n");
      if (code === 0) resolve(Buffer.concat(chunks).toString("utf8"));
      else reject(new Error(`it ended with ${signal ?? `exit code ${String(code)}`}`));
    });
  });
}

/** Marks the beginning of each line of a text that comes in pieces. */
export function quoter(mark: string): (piece: string) => string {
  let isBegun = false;
  return (piece) => {
    if (piece === "") return "";
    const marked = printable(piece).replaceAll(/\n(?!$)/g, `\n${mark}`);
    const start = isBegun ? "" : mark;
    isBegun = !piece.endsWith("\n");
    return `${start}${marked}`;
  };
}

interface ExecCredential {
  readonly status?: {
    readonly token?: string;
    readonly expirationTimestamp?: string;
    readonly clientCertificateData?: string;
  };
}

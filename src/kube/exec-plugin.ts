import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { printable, quotedLines } from "../model/printable";
import { messageOf, systemCode } from "../support/errors";
import { objectIn, textIn, type JsonRecord } from "../model/json";
import type { Credential, CredentialSource } from "./connection";
import { ConnectionError } from "./connection-error";

/** A command that prints a credential, as kubeconfigs and the Terraform provider describe it. */
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
  /** Whether it may read the answers of a user from standard input, `Always` if it must. @default "IfAvailable" */
  readonly interactiveMode?: InteractiveMode;
  /** Whether somebody can answer at this process's standard input. @default false */
  readonly hasTerminal?: boolean;
}

export type InteractiveMode = "Never" | "IfAvailable" | "Always";

/** Versions of the form that plugins answer in. */
export const EXEC_VERSIONS = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

/** How long before its expiry a credential is fetched again, in milliseconds. */
const RENEW_BEFORE_MS = 10_000;

/** What a plugin said, until when. */
interface Answer extends Credential {
  /** @default - as long as this process lives */
  readonly end?: number;
}

/**
 * Fetches credentials from a plugin and keeps them until shortly before they expire, or until they are refused.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export function execCredentials(plugin: ExecPlugin): CredentialSource {
  let current: Promise<Answer> | undefined;
  return {
    async get(refused) {
      const known = await current?.catch(() => undefined);
      const isGood = known !== undefined && (refused === undefined || known !== refused);
      if (isGood && (known.end ?? Infinity) - RENEW_BEFORE_MS >= Date.now()) return known;
      current = runPlugin(plugin);
      return current;
    },
  };
}

async function runPlugin(plugin: ExecPlugin): Promise<Answer> {
  const { apiVersion, command, args, cluster, installHint, interactiveMode, hasTerminal = false } = plugin;
  const interactive = hasTerminal && interactiveMode !== "Never";
  if (interactiveMode === "Always" && !interactive) throw failure(plugin, "it has to ask, and there is no terminal");
  const spec = { interactive, ...(cluster === undefined ? {} : { cluster }) };
  const extra = Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value]));
  const info = JSON.stringify({ apiVersion, kind: "ExecCredential", spec });
  let printed: string;
  try {
    const env = { ...process.env, ...extra, KUBERNETES_EXEC_INFO: info };
    printed = await outputOf([command, ...(args ?? [])], env, interactive);
  } catch (cause) {
    const isMissing = systemCode(cause) === "ENOENT";
    const reason = isMissing ? "there is no such command" : messageOf(cause).trim();
    throw failure(plugin, reason, isMissing && installHint !== undefined ? quotedLines(installHint) : [], cause);
  }
  return answerIn(printed, plugin);
}

function failure({ command }: ExecPlugin, reason: string, hint: readonly string[] = [], cause?: unknown) {
  const message = [`the credential plugin ${command} failed: ${reason}`, ...hint];
  return new ConnectionError(message, "credential-plugin", { cause });
}

/** Foreign text; no message quotes it, for it may hold a credential. */
function answerIn(text: string, plugin: ExecPlugin): Answer {
  const { apiVersion, kind, status } = parsed(text, plugin);
  if (kind !== "ExecCredential") throw failure(plugin, "it printed no ExecCredential");
  if (apiVersion !== plugin.apiVersion) {
    throw failure(plugin, `it answers as ${textIn(apiVersion)}, and was asked as ${plugin.apiVersion}`);
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = objectIn(status);
  const [bearer, certificate, key] = [token, clientCertificateData, clientKeyData].map(textIn);
  if (bearer === "" && certificate === "" && key === "")
    throw failure(plugin, "it printed neither a token nor a certificate");
  if ((certificate === "") !== (key === ""))
    throw failure(plugin, "it printed half of a client certificate and its key");
  const end = textIn(expirationTimestamp);
  if (end !== "" && Number.isNaN(Date.parse(end))) throw failure(plugin, "its expirationTimestamp is not a time");
  return {
    ...(bearer === "" ? {} : { token: bearer }),
    ...(certificate === "" ? {} : { clientCertificate: certificate, clientKey: key }),
    ...(end === "" ? {} : { end: Date.parse(end) }),
  };
}

/** The error of `JSON.parse` would quote what was printed. */
function parsed(text: string, plugin: ExecPlugin): JsonRecord {
  try {
    return objectIn(JSON.parse(text));
  } catch {
    throw failure(plugin, "its output is not JSON");
  }
}

/**
 * The plugin's standard error is for the user, e.g. the code of a sign-in in a browser. Each line is marked as the
 * plugin's, and made printable.
 */
function outputOf(words: readonly string[], env: NodeJS.ProcessEnv, interactive: boolean): Promise<string> {
  const [command = "", ...args] = words;
  const child = spawn(command, args, { env, stdio: [interactive ? "inherit" : "ignore", "pipe", "pipe"] });
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

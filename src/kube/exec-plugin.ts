import { spawn } from "node:child_process";
import { printable, quotedLines } from "../model/printable";
import { messageOf, systemCode } from "../support/errors";
import { objectIn, textIn, type JsonRecord } from "../model/json";
import { BEARER_FAULT, isBearer } from "./bearer";
import type { Credential, CredentialSource } from "./connection";
import { ConnectionError } from "./connection-error";
import { PluginWords } from "./plugin-words";

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
  const said = new PluginWords(Object.values(extra));
  try {
    const env = { ...process.env, ...extra, KUBERNETES_EXEC_INFO: info };
    return answerIn(await outputOf([command, ...(args ?? [])], { env, interactive, said }), plugin);
  } catch (cause) {
    const isMissing = systemCode(cause) === "ENOENT";
    const reason = isMissing ? "there is no such command" : messageOf(cause).trim();
    const hint = isMissing && installHint !== undefined ? quotedLines(installHint) : [];
    throw failure(plugin, reason, { hint, cause, said: said.lines });
  }
}

interface Failure {
  /** @default - none */
  readonly hint?: readonly string[];
  readonly cause?: unknown;
  /** @default - nothing */
  readonly said?: readonly string[];
}

function failure({ command }: ExecPlugin, reason: string, { hint = [], cause, said = [] }: Failure = {}) {
  const message = [`the credential plugin ${command} failed: ${reason}`, ...hint];
  return new ConnectionError(message, "credential-plugin", { cause, said });
}

/** Foreign text; no message quotes it, for it may hold a credential. */
function answerIn(text: string, plugin: ExecPlugin): Answer {
  const { apiVersion, kind, status } = parsed(text);
  if (kind !== "ExecCredential") throw new Error("it printed no ExecCredential");
  if (apiVersion !== plugin.apiVersion) {
    throw new Error(`it answers as ${textIn(apiVersion)}, and was asked as ${plugin.apiVersion}`);
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = objectIn(status);
  const [bearer, certificate, key] = [token, clientCertificateData, clientKeyData].map(textIn);
  if (bearer === "" && certificate === "" && key === "")
    throw new Error("it printed neither a token nor a certificate");
  if (textIn(token) !== "" && !isBearer(textIn(token))) throw new Error(`its token cannot be sent: ${BEARER_FAULT}`);
  if ((certificate === "") !== (key === "")) throw new Error("it printed half of a client certificate and its key");
  const end = textIn(expirationTimestamp);
  if (end !== "" && Number.isNaN(Date.parse(end))) throw new Error("its expirationTimestamp is not a time");
  return {
    ...(bearer === "" ? {} : { token: bearer }),
    ...(certificate === "" ? {} : { clientCertificate: certificate, clientKey: key }),
    ...(end === "" ? {} : { end: Date.parse(end) }),
  };
}

/** The error of `JSON.parse` would quote what was printed. */
function parsed(text: string): JsonRecord {
  try {
    return objectIn(JSON.parse(text));
  } catch {
    throw new Error("its output is not JSON");
  }
}

/** What a plugin is started with. */
interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly interactive: boolean;
  /** Takes in its standard error. */
  readonly said: PluginWords;
}

/**
 * The plugin's standard error is for the user, e.g. the code of a sign-in in a browser. Each line is marked as the
 * plugin's, and made printable.
 */
function outputOf(words: readonly string[], { env, interactive, said }: Surroundings): Promise<string> {
  const [command = "", ...args] = words;
  const child = spawn(command, args, { env, stdio: [interactive ? "inherit" : "ignore", "pipe", "pipe"] });
  const quote = quoter("credential plugin: ");
  let last = "\n";
  const tell = (piece: string) => {
    if (piece === "") return;
    last = piece.slice(-1);
    process.stderr.write(quote(piece));
  };
  child.stderr.on("data", (chunk: Buffer) => {
    tell(said.take(chunk));
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

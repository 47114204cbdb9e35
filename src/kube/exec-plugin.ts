import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A command that prints a token, as kubeconfigs and the Terraform provider describe it. */
export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
}

const run = promisify(execFile);

/** Time before its end at which a token is fetched anew, in milliseconds. */
const RENEW_BEFORE_MS = 10_000;

/**
 * Fetches a bearer token from a credential plugin and keeps it until shortly before it expires.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export function execToken(plugin: ExecPlugin): () => Promise<string> {
  let current: Promise<ExecCredential> | undefined;
  return async () => {
    let credential = await current?.catch(() => undefined);
    if (credential === undefined || isOver(credential)) {
      current = runPlugin(plugin);
      credential = await current;
    }
    return tokenOf(credential, plugin);
  };
}

function tokenOf({ status }: ExecCredential, { command }: ExecPlugin): string {
  if (status?.token !== undefined) return status.token;
  throw new Error(`the credential plugin ${command} gave no token (client certificates of plugins are not supported)`);
}

function isOver({ status }: ExecCredential): boolean {
  const end = status?.expirationTimestamp;
  return end !== undefined && Date.parse(end) - RENEW_BEFORE_MS < Date.now();
}

async function runPlugin(plugin: ExecPlugin): Promise<ExecCredential> {
  const info = { apiVersion: plugin.apiVersion, kind: "ExecCredential", spec: { interactive: false } };
  const extra = Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value]));
  const env = { ...process.env, ...extra, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  try {
    const { stdout } = await run(plugin.command, [...(plugin.args ?? [])], { env });
    return JSON.parse(stdout) as ExecCredential;
  } catch (cause) {
    const reason = String(cause)
      .replace(/^\w*Error: /, "")
      .trim();
    throw new Error(`the credential plugin ${plugin.command} failed: ${reason}`, { cause });
  }
}

interface ExecCredential {
  readonly status?: { readonly token?: string; readonly expirationTimestamp?: string };
}

import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { sandboxHome } from "../support/home";
import { MAX_NODES } from "./nodes/node-object";
import { streamProgress, type Progress } from "../support/progress";
import { SandboxError } from "../support/errors";

/** How a sandbox is started. */
export interface SandboxOptions {
  /**
   * Name, unique among the sandboxes of this user: 1–40 of `a-z`, `0-9` and `-`, a letter first.
   * @default - a fresh one, e.g. `sandbox-3f9a1c`
   */
  readonly name?: string;
  /** Fake nodes, 1–64, each with room for 1000 pods. @default 2 */
  readonly nodes?: number;
  /** Port of the API server on 127.0.0.1, 1–65535. @default - a free one */
  readonly port?: number;
  /**
   * Features of Kubernetes to switch on that its version has and leaves off, e.g. `PodCertificateRequest`.
   * @default - none
   * @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
   */
  readonly featureGates?: readonly string[];
  /**
   * File of an `AuthenticationConfiguration`: the issuers whose tokens sign in, beside the sandbox's own, and as whom.
   * The API server must reach them.
   * @default - none
   * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration
   */
  readonly authenticationConfig?: string;
  /** Seconds to wait until it can be used, binaries not counted. @default 90 */
  readonly timeoutSeconds?: number;
  /** Told of long work, e.g. building binaries. @default - lines on standard error */
  readonly progress?: Progress;
  /** Folder that holds one folder for each sandbox. @default - `HIKUBE_SANDBOX_HOME`, else the user's state folder */
  readonly home?: string;
}

/** Options with every default filled in. */
export interface CompleteOptions {
  readonly name: string;
  readonly nodes: number;
  readonly port: number | undefined;
  readonly featureGates: readonly string[];
  readonly authenticationConfig: string | undefined;
  readonly timeoutMs: number;
  readonly progress: Progress;
  readonly home: string;
}

/** Fills in the defaults. @throws SandboxError `bad-option` that names what is allowed */
export function completeOptions(options: SandboxOptions): CompleteOptions {
  const { name = randomName(), nodes = 2, port, featureGates = [], timeoutSeconds = 90 } = options;
  const { authenticationConfig } = options;
  checkName(name);
  checkWhole("nodes", nodes, MAX_NODES);
  if (port !== undefined) checkWhole("port", port, 65535);
  checkWhole("timeoutSeconds", timeoutSeconds, 3600);
  featureGates.forEach(checkFeatureGate);
  return {
    name,
    nodes,
    port,
    featureGates,
    authenticationConfig: authenticationConfig === undefined ? undefined : resolve(authenticationConfig),
    timeoutMs: timeoutSeconds * 1000,
    progress: options.progress ?? streamProgress(),
    home: resolve(options.home ?? sandboxHome()),
  };
}

/** Names become folder names. @throws SandboxError `bad-option` */
export function checkName(name: string): void {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) refuse("name", name, "1 to 40 of a-z, 0-9 and -, starting with a letter");
}

/** It becomes part of a flag. */
function checkFeatureGate(name: string): void {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) refuse("featureGates", name, "names such as PodCertificateRequest");
}

function checkWhole(option: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 1 || value > max) {
    refuse(option, String(value), `a whole number from 1 to ${String(max)}`);
  }
}

function refuse(option: string, given: string, allowed: string): never {
  throw new SandboxError("bad-option", `sandbox ${option}: received "${given}"; expected ${allowed}`);
}

function randomName(): string {
  return `sandbox-${randomBytes(3).toString("hex")}`;
}

import { join } from "node:path";
import type { ControlPlaneBinary } from "../../toolchain/catalogue";
import { pkiPaths, type PkiPaths } from "../pki/paths";

/** Ports on 127.0.0.1 that one control plane listens on. */
export interface Ports {
  readonly apiServer: number;
  readonly etcd: number;
  readonly etcdPeer: number;
}

/** Name of one of the four processes. */
export type ComponentName = ControlPlaneBinary;

/** What the flags of a control plane are made from. */
export interface Plan {
  /** Folder of the sandbox. */
  readonly directory: string;
  readonly ports: Ports;
  readonly pki: PkiPaths;
  /** Features of Kubernetes to switch on. */
  readonly featureGates: readonly string[];
  /** File of an `AuthenticationConfiguration`. @default - none */
  readonly authenticationConfig?: string;
}

export function planOf(
  directory: string,
  ports: Ports,
  { featureGates = [], authenticationConfig }: Partial<Pick<Plan, "featureGates" | "authenticationConfig">> = {},
): Plan {
  return { directory, ports, pki: pkiPaths(directory), featureGates, authenticationConfig };
}

/** The range that pods get their addresses from; each node has a /24 of it. */
export const POD_CIDR = "10.244.0.0/16";

/** The range that Services get their addresses from. */
export const SERVICE_CIDR = "10.96.0.0/16";

/**
 * Where pods would reach the API server: an address for documentation, because the endpoint of the
 * `kubernetes` Service cannot be a loopback address.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5737
 */
export const ADVERTISED_ADDRESS = "192.0.2.1";

/** Issuer of ServiceAccount tokens. */
export const SERVICE_ACCOUNT_ISSUER = "https://kubernetes.default.svc.cluster.local";

/** Address of the API server as clients on this machine reach it. */
export function serverAddress(ports: Ports): string {
  return `https://127.0.0.1:${String(ports.apiServer)}`;
}

/** Kubeconfig that a component signs in with. */
export function componentKubeconfig(directory: string, name: ComponentName): string {
  return join(directory, "pki", `${name}.kubeconfig`);
}

/** Command-line flags from names and values: `--name=value`. */
export function toFlags(values: Readonly<Record<string, string | number | boolean>>): readonly string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${String(value)}`);
}

import type { Cluster } from "../cluster";
import type { ClusterFacts, ServiceAccountFacts } from "../../model/cluster/cluster-facts";
import { SandboxError } from "../../support/errors";
import { isCidr } from "../../model/kubernetes/cidr";
import type { FoundFacts } from "../../model/cluster/stale-facts";
import type { Warning } from "../../model/warning";
import { dnsFacts } from "./dns";
import { endpointFacts, ownAddress } from "./endpoints";
import { nodeRanges, podRanges, serviceRanges, tunnelEnds, type Ranges } from "./networks";
import { readerOf, unique, type Reader } from "./reader";
import { tokenLife } from "./tokens";

/** Facts that the user gives, in place of those of the cluster. */
export interface KnownFacts {
  /** @default - looked for in the cluster */
  readonly podCidrs?: readonly string[];
  /** @default - looked for in the cluster */
  readonly serviceCidrs?: readonly string[];
  /** @default - the nodes' addresses */
  readonly nodeCidrs?: readonly string[];
  /** @default - the endpoints of the `kubernetes` Service */
  readonly apiServerCidrs?: readonly string[];
  /** Addresses of DNS that are no pods, beside those that are found. @default - none */
  readonly dnsCidrs?: readonly string[];
  /** Whether the ends of the nodes' tunnels are looked for: they change with every node. @default false */
  readonly nodeTunnels?: boolean;
  /** Whether nothing may stand in for what cannot be read, such as the address by which this user reaches the API server. @default false */
  readonly isExact?: boolean;
  /** Receives warnings: a fact may be incomplete, or something should be changed. @default - nobody */
  readonly onNote?: (note: Warning) => void;
}

/**
 * Reads the facts of a cluster that the rules need; needs no more than read rights.
 *
 * @throws SandboxError `unknown-fact` that names all facts that cannot be found, with their options
 */
export async function inspectCluster(cluster: Cluster, known: KnownFacts = {}): Promise<ClusterFacts> {
  const { facts, missing } = await findFacts(cluster, known);
  if (missing.length > 0) throw unknownFacts(missing);
  return facts as ClusterFacts;
}

/** Facts of a cluster as far as they can be read, and what cannot, each with its option. */
export interface Findings {
  readonly facts: FoundFacts;
  readonly missing: readonly string[];
}

/** As `inspectCluster`, for who can do without a fact. */
export async function findFacts(cluster: Cluster, known: KnownFacts = {}): Promise<Findings> {
  assertRanges(known);
  const reader = readerOf(cluster);
  const missing: string[] = [];
  const need = <T>(value: T | undefined, fact: string): T | undefined => {
    if (value === undefined) missing.push(fact);
    return value;
  };
  const ranges = async (
    given: readonly string[] | undefined,
    find: (reader: Reader) => Promise<Ranges>,
    fact: string,
  ) => (given !== undefined && given.length > 0 ? unique(given) : need(await found(find(reader), known.onNote), fact));
  const tunnels = known.nodeTunnels === true ? await tunnelEnds(reader) : [];
  const facts = {
    formatVersion: 1 as const,
    version: need(await versionOf(reader), "the version: is this a Kubernetes API server?"),
    podCidrs: await ranges(known.podCidrs, podRanges, "the pod CIDRs: pass --pod-cidr"),
    serviceCidrs: await ranges(known.serviceCidrs, serviceRanges, "the Service CIDRs: pass --service-cidr"),
    nodeCidrs: await ranges(known.nodeCidrs, nodeRanges, "the node CIDRs: pass --node-cidr"),
    ...(tunnels.length === 0 ? {} : { nodeTunnelCidrs: tunnels }),
    apiServer: need(await apiServer(reader, known), "the API server's addresses: pass --api-server-cidr"),
    dns: need(
      await dnsFacts(reader, known.dnsCidrs),
      "the cluster's DNS (no Service with a known name and no NodeLocal DNSCache can be read): pass --dns-cidr",
    ),
    serviceAccounts: need(
      await serviceAccountFacts(reader, known.onNote),
      "the token issuer: /openid/v1/jwks must be readable",
    ),
  };
  return { facts, missing };
}

function unknownFacts(missing: readonly string[]): SandboxError {
  return new SandboxError(
    "unknown-fact",
    missing.map((fact) => `cannot find ${fact}`),
  );
}

/** @throws SandboxError that lists every range that is none */
export function assertRanges(known: KnownFacts): void {
  const options = {
    "--pod-cidr": known.podCidrs,
    "--service-cidr": known.serviceCidrs,
    "--node-cidr": known.nodeCidrs,
    "--api-server-cidr": known.apiServerCidrs,
    "--dns-cidr": known.dnsCidrs,
  };
  const faults = Object.entries(options).flatMap(([option, values = []]) =>
    values
      .filter((value) => !isCidr(value))
      .map((value) => `${option}: received "${value}"; expected an address with a mask, e.g. 10.0.0.0/8 or fd00::/8`),
  );
  if (faults.length > 0) throw new SandboxError("bad-option", faults);
}

async function found(looked: Promise<Ranges>, onNote: KnownFacts["onNote"]): Promise<readonly string[] | undefined> {
  const { cidrs, note } = await looked;
  if (cidrs.length === 0) return undefined;
  if (note !== undefined) onNote?.(note);
  return cidrs;
}

async function versionOf(reader: Reader): Promise<string | undefined> {
  return ((await reader.raw("/version")) as { gitVersion?: string } | undefined)?.gitVersion;
}

async function apiServer(reader: Reader, { apiServerCidrs = [], isExact = false }: KnownFacts) {
  const seen = (await endpointFacts(reader)) ?? (isExact ? undefined : ownAddress(reader));
  if (apiServerCidrs.length === 0) return seen;
  return { cidrs: unique(apiServerCidrs), port: seen?.port ?? 443 };
}

/** @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery */
async function serviceAccountFacts(
  reader: Reader,
  onNote: KnownFacts["onNote"],
): Promise<ServiceAccountFacts | undefined> {
  const discovery = (await reader.raw("/.well-known/openid-configuration")) as { issuer?: string } | undefined;
  const set = (await reader.raw("/openid/v1/jwks")) as { keys?: ServiceAccountFacts["keys"] } | undefined;
  if (discovery?.issuer === undefined || set?.keys === undefined) return undefined;
  const { isExtended, note } = await tokenLife(reader);
  if (note !== undefined) onNote?.(note);
  const audiences = await apiAudiences(reader);
  return {
    ...{ issuer: discovery.issuer, keys: set.keys },
    ...(audiences === undefined ? {} : { audiences }),
    ...(isExtended === undefined ? {} : { extendsMountedTokens: isExtended }),
  };
}

/** A token that names no audience is for all of the API server's. Nothing is known where this user may ask for none. */
async function apiAudiences(reader: Reader): Promise<readonly string[] | undefined> {
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 600 } };
  const path = "/api/v1/namespaces/default/serviceaccounts/default/token";
  const { spec } = ((await reader.post(path, request)) ?? {}) as { spec?: { audiences?: readonly string[] } };
  return (spec?.audiences ?? []).length > 0 ? spec?.audiences : undefined;
}

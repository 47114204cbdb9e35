import { objectIn, sameJson } from "../json";
import { bitsOf, containsCidr, parseCidr } from "../kubernetes/cidr";
import { minorOf } from "../kubernetes/version";
import { formatPath, type Path } from "../issue";
import type { Warning } from "../warning";
import type { ClusterFacts, DnsFacts } from "./cluster-facts";
import { dnsPods } from "./dns-facts";

/** A fact that a cluster tells otherwise than its file. */
export interface StaleFact {
  readonly path: Path;
  /** What differs, without a full stop. */
  readonly message: string;
}

/** What of a cluster could be read. */
export type FoundFacts = Partial<ClusterFacts>;

/**
 * What a file of facts says and the cluster no longer does. A range may be wider than what is in use; another patch of
 * the same minor is the same version. Facts that could not be read, or that are written by hand, are not compared.
 */
export function staleFacts(file: ClusterFacts, found: FoundFacts): readonly StaleFact[] {
  const { version, apiServer, dns, serviceAccounts: accounts } = found;
  return [
    ...(version === undefined ? [] : otherMinor(file.version, version)),
    ...(["podCidrs", "serviceCidrs", "nodeCidrs"] as const).flatMap((field) =>
      outside([field], file[field], found[field] ?? []),
    ),
    // Files that say nothing of tunnels are older, or of tenants that let no nodes in.
    ...(file.nodeTunnelCidrs === undefined
      ? []
      : outside(["nodeTunnelCidrs"], file.nodeTunnelCidrs, found.nodeTunnelCidrs ?? [])),
    ...(apiServer === undefined ? [] : apiServerFaults(file.apiServer, apiServer)),
    ...(dns === undefined ? [] : dnsFaults(file.dns, dns)),
    ...(accounts === undefined ? [] : accountFaults(file.serviceAccounts, accounts)),
  ];
}

/** A fact of a file of which the cluster tells nothing. */
export interface UnreadFact {
  /** The field, e.g. `serviceAccounts.audiences`. */
  readonly fact: UnreadableFact;
  /** What it is in the cluster's place, or what it takes to read it. */
  readonly hint: string;
}

const UNREAD_HINTS = {
  version: "is this a Kubernetes API server?",
  podCidrs: "pass --pod-cidr",
  serviceCidrs: "pass --service-cidr",
  nodeCidrs: "pass --node-cidr",
  nodeTunnelCidrs: "no node tells of a tunnel",
  apiServer: "pass --api-server-cidr",
  dns: "pass --dns-cidr",
  "dns.cidrs": "pass those that are right by --dns-cidr",
  serviceAccounts: "/openid/v1/jwks must be readable",
  "serviceAccounts.audiences": "takes the right to request a token of the account default in the namespace default",
  "serviceAccounts.extendsMountedTokens": "no API server runs as a pod that may be read",
} as const;

export type UnreadableFact = keyof typeof UNREAD_HINTS;

/** All facts that a cluster may not tell. */
export const UNREADABLE_FACTS = Object.keys(UNREAD_HINTS) as readonly UnreadableFact[];

/** What a file says, and what could not be compared with the cluster. */
export function unreadFacts(file: ClusterFacts, found: FoundFacts): readonly UnreadFact[] {
  return UNREADABLE_FACTS.filter((fact) => isUnread(fact, file, found)).map((fact) => ({
    fact,
    hint: UNREAD_HINTS[fact],
  }));
}

function isUnread(fact: UnreadableFact, file: ClusterFacts, found: FoundFacts): boolean {
  const [field = "", inner] = fact.split(".");
  const [said, told] = [objectIn(file)[field], objectIn(found)[field]];
  if (said === undefined) return false;
  if (inner === undefined) return told === undefined;
  if (told === undefined || objectIn(said)[inner] === undefined) return false;
  return fact === "dns.cidrs" ? unknownResolvers(file, found).length > 0 : objectIn(told)[inner] === undefined;
}

/** Addresses of DNS that the cluster does not tell of: they may be a cloud's. */
function unknownResolvers(file: ClusterFacts, { dns }: FoundFacts): readonly string[] {
  return outsiders(dns?.cidrs ?? [], file.dns.cidrs ?? []);
}

/** As a warning of commands that have something else to do. */
export function staleWarnings(file: ClusterFacts, found: FoundFacts): readonly Warning[] {
  return staleFacts(file, found).map((stale) => ({ code: "stale-cluster-facts", message: staleText(stale) }));
}

export function staleText({ path, message }: StaleFact): string {
  return `${formatPath(path)}: ${message}`;
}

function otherMinor(before: string, now: string): readonly StaleFact[] {
  return minorOf(before) === minorOf(now) ? [] : [differs(["version"], before, now)];
}

/** Ranges that lie in none of some others. */
function outsiders(others: readonly string[], ranges: readonly string[]): readonly string[] {
  const known = others.map(parseCidr).filter((block) => block !== undefined);
  return ranges.filter((text) => {
    const block = parseCidr(text);
    return block !== undefined && !known.some((outer) => containsCidr(outer, block));
  });
}

/** Ranges in use that no range of the file holds: addresses there count as the internet's. */
function outside(path: Path, file: readonly string[], inUse: readonly string[]): readonly StaleFact[] {
  const strange = outsiders(file, inUse);
  if (strange.length === 0) return [];
  return [
    { path, message: `the cluster uses ${strange.join(", ")}, which is not in ${file.join(", ") || "any range"}` },
  ];
}

function apiServerFaults(file: ClusterFacts["apiServer"], now: ClusterFacts["apiServer"]): readonly StaleFact[] {
  const port = file.port === now.port ? [] : [differs(["apiServer", "port"], file.port, now.port)];
  const path = ["apiServer", "cidrs"];
  const unused = file.cidrs.filter((text) => {
    const block = parseCidr(text);
    return block !== undefined && !now.cidrs.some((one) => holds(block, one));
  });
  const gone = unused.length === 0 ? [] : [{ path, message: `no API server is in ${unused.join(", ")} any more` }];
  const wide = outsiders(now.cidrs, file.cidrs).filter((text) => !unused.includes(text) && isFarWider(text));
  const wider = wide.map((text) => ({
    path,
    message: `${text} holds far more than the API server's addresses (${now.cidrs.join(", ")}), and tenants may be let out to all of it`,
  }));
  return [...outside(path, file.cidrs, now.cidrs), ...gone, ...wider, ...port];
}

/** Servers of one control plane share a subnet of this size; in a larger block there is something else as well. */
function isFarWider(text: string): boolean {
  const block = parseCidr(text);
  return block !== undefined && bitsOf(block.family) - block.prefix > 8;
}

/**
 * Addresses alone are right where nothing reaches the pods: a cache or a cloud's resolver answers in their place. What a
 * cluster tells of neither is no reason to believe it.
 */
function dnsFaults(file: DnsFacts, { cidrs = [], ...pods }: DnsFacts): readonly StaleFact[] {
  const isAddressesOnly = dnsPods(file) === undefined && file.cidrs !== undefined;
  const isAnswered = outsiders(cidrs, file.cidrs ?? []).length === 0;
  const alone = { path: ["dns"], message: "the file names addresses alone, and the cluster's DNS answers in pods" };
  const isAsked = dnsPods(pods) !== undefined && !isAnswered;
  return [
    ...(isAddressesOnly ? (isAsked ? [alone] : []) : others(["dns"], file, pods)),
    ...outside(["dns", "cidrs"], file.cidrs ?? [], cidrs),
  ];
}

function holds(outer: NonNullable<ReturnType<typeof parseCidr>>, text: string): boolean {
  const inner = parseCidr(text);
  return inner !== undefined && containsCidr(outer, inner);
}

function accountFaults(
  { keys: fileKeys, ...file }: ClusterFacts["serviceAccounts"],
  { keys: liveKeys, ...live }: ClusterFacts["serviceAccounts"],
): readonly StaleFact[] {
  const path = ["serviceAccounts", "keys"];
  const [added, gone] = [keysWithout(liveKeys, fileKeys), keysWithout(fileKeys, liveKeys)];
  return [
    ...others(["serviceAccounts"], file, live),
    ...(added.length === 0 ? [] : [{ path, message: `the API server signs with ${titles(added)}, not in the file` }]),
    ...(gone.length === 0 ? [] : [{ path, message: `the API server no longer has ${titles(gone)}` }]),
  ];
}

type Key = ClusterFacts["serviceAccounts"]["keys"][number];

function keysWithout(keys: readonly Key[], others: readonly Key[]): readonly Key[] {
  return keys.filter((key) => !others.some((other) => sameJson(key, other)));
}

function titles(keys: readonly Key[]): string {
  return keys.map(({ kid, kty }) => `key ${kid ?? `without kid (${kty ?? "no kty"})`}`).join(", ");
}

/** The fields of a record that differ. One that the cluster does not tell is not compared. */
function others(path: Path, file: object, now: object): readonly StaleFact[] {
  const before = new Map<string, unknown>(Object.entries(file));
  return Object.entries(now)
    .filter(([field, value]) => !sameJson(before.get(field), value))
    .map(([field, value]) => differs([...path, field], before.get(field), value));
}

function differs(path: Path, file: unknown, now: unknown): StaleFact {
  return { path, message: `the file says ${shown(file)}, the cluster ${shown(now)}` };
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
}

import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { staleFacts, staleText, unreadFacts, UNREADABLE_FACTS, type FoundFacts } from "../../model/cluster/stale-facts";
import { formatPath, SpecError } from "../../model/issue";
import { objectIn } from "../../model/json";
import { withPlace } from "../../tenants-file/file-issue";
import { readClusterFile } from "../../tenants-file/files";
import { counted } from "../text";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { printableJson, printableLine } from "../../model/printable";
import { assertRanges, findFacts, inspectCluster, type KnownFacts } from "../../kube/inspect/inspect-cluster";
import { commaList, defineCommand, EXIT, UsageError, type Io, type Outcome } from "../command";
import { assertWritableFile } from "../output-path";
import { note } from "../printer";
import { withCluster, type ConnectionOptions, CONNECTION_OPTIONS } from "../cluster/connection";

interface InspectOptions extends ConnectionOptions {
  readonly podCidr?: readonly string[];
  readonly serviceCidr?: readonly string[];
  readonly nodeCidr?: readonly string[];
  readonly apiServerCidr?: readonly string[];
  readonly dnsCidr?: readonly string[];
  readonly nodeTunnels?: boolean;
  readonly out?: string;
  readonly check?: string;
  readonly unread?: readonly string[];
}

const RANGE = "may be repeated";

export const clusterInspect = defineCommand<InspectOptions>({
  path: ["cluster", "inspect"],
  summary: "write a cluster's public facts as cluster.json",
  description:
    "Reads what the tenants' rules must know of a cluster (version, address ranges, API server, DNS, keys that " +
    "ServiceAccount tokens are verified with) and prints it as JSON to be kept under version control. It needs read " +
    "access only, and the output contains no secrets.",
  examples: [
    "hikube cluster inspect > cluster.json",
    "hikube cluster inspect --context production --node-cidr 10.0.0.0/16 --out cluster.json",
    "hikube cluster inspect --check cluster.json",
  ],
  exits: {
    [EXIT.findings]: "with --check: the file no longer says what the cluster is, or not all of it could be compared",
  },
  options: [
    ...CONNECTION_OPTIONS,
    { flags: "--pod-cidr <cidr>", description: `range of the pods' addresses; ${RANGE}`, parse: commaList },
    { flags: "--service-cidr <cidr>", description: `range of the Services' addresses; ${RANGE}`, parse: commaList },
    { flags: "--node-cidr <cidr>", description: `range of the nodes' addresses; ${RANGE}`, parse: commaList },
    {
      flags: "--api-server-cidr <cidr>",
      description: `range of the API server's addresses; ${RANGE}`,
      parse: commaList,
    },
    {
      flags: "--dns-cidr <cidr>",
      description: `address of the cluster's DNS that is no pod, e.g. 169.254.169.254/32; ${RANGE}`,
      parse: commaList,
    },
    {
      flags: "--node-tunnels",
      description: "also the ends of the nodes' tunnels, for tenants that let nodes in; they change with every node",
    },
    { flags: "--out <file>", description: "file to write, hand-written fields kept (default: standard output)" },
    { flags: "--check <file>", description: "write nothing: say what of this file the cluster tells otherwise" },
    {
      flags: "--unread <fact>",
      description: `with --check: a fact that its reader may not see, e.g. serviceAccounts.audiences, is no finding; ${RANGE}`,
      parse: commaList,
      choices: UNREADABLE_FACTS,
    },
  ],
  async run({ out, check, unread = [], ...options }, io) {
    if (out !== undefined && check !== undefined) throw new UsageError("--check writes nothing: leave --out away");
    if (check === undefined && unread.length > 0) throw new UsageError("--unread is for --check");
    if (out !== undefined) assertReplaceable(out);
    const committed = check === undefined ? undefined : factsOfFile(check);
    const known = knownFacts(options, io);
    assertRanges(known);
    return withCluster(options, io, async (cluster) => {
      if (committed === undefined) return written(out, await inspectCluster(cluster, known));
      const nodeTunnels = committed.nodeTunnelCidrs !== undefined;
      const { facts } = await findFacts(cluster, { ...known, isExact: true, nodeTunnels });
      return compared(check ?? "", committed, { facts, unread });
    });
  },
});

function knownFacts(options: InspectOptions, io: Io): KnownFacts {
  return {
    podCidrs: options.podCidr,
    serviceCidrs: options.serviceCidr,
    nodeCidrs: options.nodeCidr,
    apiServerCidrs: options.apiServerCidr,
    dnsCidrs: options.dnsCidr,
    nodeTunnels: options.nodeTunnels,
    onNote: ({ code, message }) => {
      note(io, code, message);
    },
  };
}

function written(out: string | undefined, facts: ClusterFacts): Outcome {
  if (out === undefined) return { text: printableJson(facts), json: facts };
  writeFileSync(out, `${printableJson(withHandWritten(out, facts))}\n`);
  return { text: printableLine(`wrote ${out}`), json: { out } };
}

/** What cannot be compared may be anything: it is a finding too, but for what the caller knows cannot be read. */
function compared(file: string, committed: ClusterFacts, { facts, unread }: Comparing): Outcome {
  const stale = staleFacts(committed, facts);
  const missing = unreadFacts(committed, facts);
  const isFinding = stale.length > 0 || missing.some(({ fact }) => !unread.includes(fact));
  const lines = [
    ...stale.map(staleText),
    ...missing.map(({ fact, hint }) => `not compared: ${fact}: ${hint}`),
    `${file}: ${verdictOf(stale.length, missing.length)}`,
  ];
  return {
    text: lines.map(printableLine).join("\n"),
    json: { file, stale: stale.map((one) => ({ path: formatPath(one.path), message: one.message })), missing },
    exitCode: isFinding ? EXIT.findings : EXIT.done,
  };
}

interface Comparing {
  readonly facts: FoundFacts;
  readonly unread: readonly string[];
}

function verdictOf(stale: number, missing: number): string {
  const but = missing === 0 ? "" : `, but for ${counted(missing, "fact")} not compared`;
  return stale > 0
    ? `${counted(stale, "fact")} ${stale === 1 ? "differs" : "differ"}${but}`
    : `as the cluster is${but}`;
}

/** @throws SpecError with the faults of the file */
function factsOfFile(file: string): ClusterFacts {
  const { issues, cluster } = readClusterFile(file);
  if (cluster === undefined || issues.length > 0) throw new SpecError(issues.map(withPlace));
  return cluster;
}

/** @throws UsageError where the file cannot be written, or what it holds would be lost */
function assertReplaceable(path: string): void {
  assertWritableFile("--out", path);
  if (existsSync(path)) factsIn(path);
}

/**
 * The facts as they are written into a file that may be there: what was found in the cluster takes the place of what
 * was found before, and every other field stays, for it was written by hand.
 *
 * @throws UsageError where the file holds something else, which would be lost
 */
export function withHandWritten(path: string, facts: ClusterFacts): Readonly<Record<string, unknown>> {
  if (!existsSync(path)) return { ...facts };
  const kept = Object.entries(factsIn(path)).filter(([field]) => !Object.hasOwn(facts, field));
  return { ...facts, ...Object.fromEntries(kept) };
}

function factsIn(path: string): Readonly<Record<string, unknown>> {
  const before = objectIn(parsed(readFileSync(path, "utf8")));
  if (before.formatVersion === 1) return before;
  throw new UsageError(
    `${path} exists and does not contain the facts of a cluster (an object with formatVersion 1); ` +
      "pass another file to --out, or move this one away; nothing was written",
  );
}

/** What is no JSON is nothing that could be kept. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

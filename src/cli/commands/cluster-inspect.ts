import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { objectIn } from "../../model/json";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { printableJson, printableLine } from "../../model/printable";
import { inspectCluster } from "../../kube/inspect/inspect-cluster";
import { commaList, defineCommand, UsageError } from "../command";
import { assertWritableFile } from "../output-path";
import { note } from "../printer";
import { withCluster, type ConnectionOptions, CONNECTION_OPTIONS } from "../cluster/connection";

interface InspectOptions extends ConnectionOptions {
  readonly podCidr?: readonly string[];
  readonly serviceCidr?: readonly string[];
  readonly nodeCidr?: readonly string[];
  readonly apiServerCidr?: readonly string[];
  readonly out?: string;
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
  ],
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
    { flags: "--out <file>", description: "file to write, hand-written fields kept (default: standard output)" },
  ],
  async run(options, io) {
    if (options.out !== undefined) assertReplaceable(options.out);
    const facts = await withCluster(options, io, (cluster) =>
      inspectCluster(cluster, {
        podCidrs: options.podCidr,
        serviceCidrs: options.serviceCidr,
        nodeCidrs: options.nodeCidr,
        apiServerCidrs: options.apiServerCidr,
        onNote: ({ code, message }) => {
          note(io, code, message);
        },
      }),
    );
    if (options.out === undefined) return { text: printableJson(facts), json: facts };
    writeFileSync(
      options.out,
      `${printableJson(withHandWritten(options.out, facts))}
`,
    );
    return { text: printableLine(`wrote ${options.out}`), json: { out: options.out } };
  },
});

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

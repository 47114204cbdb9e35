import { writeFileSync } from "node:fs";
import { printableJson, printableLine } from "../../model/printable";
import { inspectCluster } from "../../kube/inspect/inspect-cluster";
import { withHandWritten } from "../cluster-file";
import { defineCommand } from "../command";
import { note } from "../printer";
import { withCluster, type ConnectionOptions } from "../lifetime/cluster-option";
import { listOf } from "../option-values";
import { CONNECTION_OPTIONS } from "../project/project";

interface InspectOptions extends ConnectionOptions {
  readonly podCidr?: readonly string[];
  readonly serviceCidr?: readonly string[];
  readonly nodeCidr?: readonly string[];
  readonly apiServerCidr?: readonly string[];
  readonly output?: string;
}

const RANGE = "may be given several times";

export const clusterInspect = defineCommand<InspectOptions>({
  path: ["cluster", "inspect"],
  summary: "write a cluster's public facts as cluster.json",
  description:
    "Reads what the tenants' rules must know of a cluster (version, address ranges, API server, DNS, keys that " +
    "ServiceAccount tokens are verified with) and prints it as JSON to be kept under version control. It needs read " +
    "rights only, and there is no secret in it.",
  examples: [
    "hikube cluster inspect > cluster.json",
    "hikube cluster inspect --context production --node-cidr 10.0.0.0/16 --output cluster.json",
  ],
  options: [
    ...CONNECTION_OPTIONS,
    { flags: "--pod-cidr <cidr>", description: `range of the pods' addresses; ${RANGE}`, parse: listOf },
    { flags: "--service-cidr <cidr>", description: `range of the Services' addresses; ${RANGE}`, parse: listOf },
    { flags: "--node-cidr <cidr>", description: `range of the nodes' addresses; ${RANGE}`, parse: listOf },
    { flags: "--api-server-cidr <cidr>", description: `range of the API server's addresses; ${RANGE}`, parse: listOf },
    { flags: "-o, --output <file>", description: "file to write, hand-written fields kept (default: standard output)" },
  ],
  async run(options, io) {
    const facts = await withCluster(options, io, (cluster) =>
      inspectCluster(cluster, {
        podCidrs: options.podCidr,
        serviceCidrs: options.serviceCidr,
        nodeCidrs: options.nodeCidr,
        apiServerCidrs: options.apiServerCidr,
        onNote: (text) => {
          note(io, text);
        },
      }),
    );
    if (options.output === undefined) return { text: printableJson(facts), json: facts };
    writeFileSync(
      options.output,
      `${printableJson(withHandWritten(options.output, facts))}
`,
    );
    return { text: printableLine(`wrote ${options.output}`), json: { output: options.output } };
  },
});

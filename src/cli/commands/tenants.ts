import { existsSync } from "node:fs";
import type { Cluster } from "../../kube/cluster";
import { isDnsLabel } from "../../model/kubernetes/names";
import { printableLine } from "../../model/printable";
import { tenantNodes } from "../../model/tenant/resolve/tenant";
import { withCluster, type ConnectionOptions, CONNECTION_OPTIONS } from "../cluster/connection";
import { commaList, defineCommand, EXIT, ProjectError, UsageError, type Outcome } from "../command";
import { listedTenants, myTenants, type MyTenant } from "../people/my-tenants";
import { CLUSTER_OPTION, loadTenants, SYNTHESIZED, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";
import { formatTable } from "../text";

interface Options extends ClusterOption, ConnectionOptions {
  readonly namespace?: readonly string[];
}

/** Where it is looked for tenants. */
interface Candidates {
  readonly source: string;
  readonly namespaces: readonly string[];
}

export const tenants = defineCommand<Options>({
  path: ["tenants"],
  summary: "list the tenants that you may enter, and at which level",
  description:
    "Asks the cluster, as you, what you may do in each namespace of a list: of --namespace, of a tenants file or what synth wrote, else of " +
    "all tenants, which only the platform may list. No right in the cluster is needed but the one to ask about oneself, which everybody has.",
  examples: [
    "hikube tenants tenants.yaml",
    "hikube tenants --namespace tenant-shop,tenant-bank",
    "hikube tenants --context production --json",
  ],
  exits: { [EXIT.findings]: "you may enter none of them" },
  argument: TENANTS_ARGUMENT,
  options: [
    CLUSTER_OPTION,
    {
      flags: "-n, --namespace <namespace>",
      description: "a namespace to ask about, in place of a file; may be repeated",
      parse: commaList,
    },
    ...CONNECTION_OPTIONS,
  ],
  async run(options, io, [file]) {
    const named = namedCandidates(file, options);
    return withCluster(options, io, async (cluster) => {
      const candidates = named ?? (await allTenants(cluster));
      return outcomeOf(await myTenants(cluster, candidates.namespaces), candidates);
    });
  },
});

/** @throws UsageError where a file and namespaces are named, or what is named is none */
function namedCandidates(file: string | undefined, { namespace, ...options }: Options): Candidates | undefined {
  if (namespace !== undefined) {
    if (file !== undefined || options.cluster !== undefined)
      throw new UsageError("--namespace takes the place of a file: leave one of them away");
    const wrong = namespace.find((one) => !isDnsLabel(one));
    if (wrong !== undefined) throw new UsageError(`"${wrong}" is not the name of a namespace`);
    return { source: "--namespace", namespaces: [...new Set(namespace)] };
  }
  if (file === undefined && !existsSync(SYNTHESIZED)) return undefined;
  const loaded = loadTenants(file, options);
  return { source: loaded.file, namespaces: tenantNodes(loaded.roots).map(({ tenant }) => tenant.namespace) };
}

/** @throws ProjectError for who may not list namespaces */
async function allTenants(cluster: Cluster): Promise<Candidates> {
  const namespaces = await listedTenants(cluster);
  if (namespaces !== undefined) return { source: cluster.server, namespaces };
  throw new ProjectError(
    "which tenants there are only the platform may list; name a tenants file, or namespaces by --namespace",
    "missing-permission",
  );
}

function outcomeOf(mine: readonly MyTenant[], { source, namespaces }: Candidates): Outcome {
  const json = { source, candidates: namespaces.length, tenants: mine };
  if (mine.length === 0)
    return {
      text: printableLine(`none of the ${namespaces.length} of ${source} is yours`),
      json,
      exitCode: EXIT.findings,
    };
  const rows = mine.map((one) => [one.namespace, one.level, stateOf(one)]);
  return { text: formatTable(["NAMESPACE", "LEVEL", "STATE"], rows).join("\n"), json };
}

function stateOf({ suspended, expiresAt }: MyTenant): string {
  return [...(suspended ? ["suspended"] : []), ...(expiresAt === undefined ? [] : [`until ${expiresAt}`])].join(", ");
}

import type { Cluster } from "../../../src/kube/cluster";
import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";
import { subtreeLabel } from "../../../src/model/tenant/spec/labels";
import { LiveObjects } from "../../../src/provider/objects/live";
import { accountOf } from "../../../src/provider/tenant/account";
import { settlement } from "../../../src/provider/tenant/ledger";
import { takenShares } from "../../../src/provider/tenant/standing";

const TOP = "tenant-top";
const DECLARED = { capacity: { "limits.cpu": "16" }, reserved: {} };

/** A tenant's namespace and quota, as the engine kubernetes makes them. */
function tenant(line: readonly string[], cpu: string, annotations: StringMap = {}): readonly KubeObject[] {
  const name = line.at(-1) ?? "";
  const [parent] = line.slice(-2, -1);
  const labels = {
    ...{ "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": name },
    ...(parent === undefined ? {} : { "hikube.cloud/parent": parent }),
    ...Object.fromEntries(line.map((one) => [subtreeLabel(one), ""])),
  };
  const marks = Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`hikube.cloud/${key}`, value]));
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name, labels, annotations: marks } },
    {
      ...{ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "hikube-tenant", namespace: name } },
      spec: { hard: { "limits.cpu": cpu } },
    },
  ];
}

function clusterOf(objects: readonly KubeObject[]): Cluster {
  const isSelected = ({ metadata }: KubeObject, selector = "") => {
    const [label = "", value] = selector.split("=");
    const held = metadata.labels?.[label];
    return selector === "" || (value === undefined ? held !== undefined : held === value);
  };
  const cluster: Pick<Cluster, "get" | "list"> = {
    get: ({ kind, name, namespace }) =>
      Promise.resolve(
        objects.find((one) => one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace),
      ),
    list: ({ kind }, { labelSelector } = {}) =>
      Promise.resolve(
        objects.filter((one) => one.kind === kind && (kind !== "Namespace" || isSelected(one, labelSelector))),
      ),
  };
  return cluster as Cluster;
}

const hardOf = (shares: ReadonlyMap<string, StringMap>) => settlement(DECLARED, shares).hard["limits.cpu"];

test.each([
  ["as its quota says", tenant([TOP, "a"], "4"), "12"],
  ["with what its own sub-tenants hold", [...tenant([TOP, "a"], "1"), ...tenant([TOP, "a", "b"], "3")], "12"],
  [
    "with what is set aside in it, once",
    [
      ...tenant([TOP, "a"], "1", {
        reserved: JSON.stringify({ engine: "kubernetes", amounts: { "limits.cpu": "3" }, parent: { namespace: "a" } }),
      }),
      ...tenant([TOP, "a", "b"], "2", { drawn: JSON.stringify({ "limits.cpu": "2" }) }),
      ...tenant([TOP, "a", "b", "c"], "1"),
    ],
    "12",
  ],
  [
    "not where it takes of what the parent sets aside",
    tenant([TOP, "a"], "4", { drawn: JSON.stringify({ "limits.cpu": "4" }) }),
    "16",
  ],
  [
    "by its record, once it has one",
    tenant([TOP, "a"], "9", { share: JSON.stringify({ id: "x", capacity: { "limits.cpu": "5" } }) }),
    "11",
  ],
])("a sub-tenant that is not taken over yet counts %s", async (_how, children, left) => {
  const cluster = clusterOf([...tenant([TOP], "9"), ...children]);
  const { shares } = await accountOf(cluster, { parent: TOP, declared: DECLARED });
  expect(hardOf(shares)).toBe(left);
  const read = await takenShares(TOP, new LiveObjects(() => cluster));
  expect(hardOf(new Map([...read].map(([name, { capacity }]) => [name, capacity])))).toBe(left);
});

import type { Cluster } from "../../../src/kube/cluster";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { TenantSpec } from "../../../src/model/tenant/spec/spec";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects } from "../../../src/provider/objects/live";
import { allWrites } from "../../../src/provider/tenant/record";
import type { Member } from "../../../src/provider/tenant/members";
import { Registry } from "../../../src/provider/tenant/registry";
import { tenantResource } from "../../../src/provider/tenant/tenant-resource";
import { valuesOfMember } from "../../../src/provider/tenant/values";
import { CLUSTER } from "../../model/tenants";

const NAME = "tenant-top-shop";
const TOP: TenantSpec = { name: "top", profile: "development", quota: { cpu: "20", memory: "20Gi", storage: "50Gi" } };
const amounts = (cpu: string) => ({ cpu, memory: "4Gi", storage: "10Gi" });
const OURS: Member = { spec: { name: "shop", quota: amounts("8") }, parent: "tenant-top" };

/** A cluster as an apply of these left it, and the digests of the second. */
async function appliedBy(top: Member, shop: Member, record?: string | null) {
  const facts = () => Promise.resolve(CLUSTER);
  const empty = new LiveObjects(() => ({ list: () => Promise.resolve([]) }) as unknown as Cluster);
  const planned = new Registry(empty, facts);
  planned.plan("tenant-top", top);
  planned.plan(NAME, shop);
  const tenants = [(await planned.tenant("tenant-top"))!, (await planned.tenant(NAME))!];
  const made = tenants.map((tenant) => planned.objects.of(tenant));
  const objects = made.flatMap(({ writes }) => allWrites(writes)).map((one) => withRecord(one, record));
  const cluster = {
    list: ({ kind }: { readonly kind: string }, { labelSelector = "" }: { readonly labelSelector?: string } = {}) => {
      const [label = "", value] = labelSelector.split("=");
      const isSelected = (labels: Readonly<Record<string, string>> = {}) => label === "" || labels[label] === value;
      return Promise.resolve(objects.filter((one) => one.kind === kind && isSelected(one.metadata.labels)));
    },
    get: () => Promise.resolve(undefined),
  } as unknown as Cluster;
  const live = new LiveObjects(() => cluster);
  const client = { live, cluster: () => cluster, tenants: new Registry(live, facts) } as unknown as HikubeClient;
  return { client, digests: made[1]!.digests };
}

/** The namespace with another record, or with none. */
function withRecord(object: KubeObject, record: string | null | undefined): KubeObject {
  if (record === undefined || object.kind !== "Namespace" || object.metadata.name !== NAME) return object;
  const { annotations: all = {} } = object.metadata;
  const others = Object.fromEntries(Object.entries(all).filter(([key]) => key !== "hikube.cloud/spec"));
  const annotations = record === null ? others : { ...others, "hikube.cloud/spec": record };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

async function readAfter(other: Member, record?: string | null) {
  const { digests } = await appliedBy({ spec: TOP }, OURS);
  const { client, digests: theirs } = await appliedBy({ spec: TOP }, other, record);
  const state = { ...valuesOfMember(OURS, NAME), force_conflicts: true, objects: digests };
  const read = await tenantResource().read({ client, state, private: {} } as never);
  return { state, theirs, told: (read as { readonly state: unknown }).state };
}

test("a tenant that stands as this state wrote it is read as it was", async () => {
  const { state, told } = await readAfter(OURS);
  expect(told).toEqual(state);
});

test.each<[string, Member, object]>([
  ["took more", { ...OURS, spec: { ...OURS.spec, quota: amounts("12") } }, { quota: { cpu: "12" } }],
  ["set a field", { ...OURS, spec: { ...OURS.spec, protected: true } }, { protected: true }],
  ["took it from its parent", { spec: { ...OURS.spec, namespace: NAME, profile: "development" } }, { parent: null }],
])("a tenant is read as another run made it that %s, so that a plan sets it back", async (_title, other, expected) => {
  const { told, theirs, state } = await readAfter(other);
  expect(told).toMatchObject({ ...expected, name: "shop", namespace: NAME, force_conflicts: true, objects: theirs });
  expect(theirs).not.toEqual(state.objects);
});

test.each<[string, string | null]>([
  ["is gone", null],
  ["is no JSON", "{"],
  ["names no tenant", "{}"],
  ["holds what no spec does", JSON.stringify({ name: "shop", quota: "much" })],
])("a tenant whose record %s is read as the state says it, with its namespace as changed", async (_title, record) => {
  const { state, told } = await readAfter(OURS, record);
  const fault = 'changed: metadata.annotations["hikube.cloud/spec"]';
  expect(told).toEqual({ ...state, objects: { ...state.objects, [`Namespace/${NAME}`]: fault } });
});

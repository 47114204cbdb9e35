import { dynamicOf } from "../../src/plugin/values/dynamic";
import { wayThrough } from "../../src/provider/data/connectivity";
import { hikubeProvider } from "../../src/provider/provider";
import { CLUSTER, tenantSnapshot } from "../connectivity/tenant-snapshot";
import { toldOfBlock, toldOfCall, toldOfData, toldOfImport, toldOfResource, type Told } from "./told";

const VALUES = {
  "an escape sequence": "b\u001b[31mad",
  "another direction of writing": "ba\u202ed",
  "what takes no room": "ba\u200bd",
  "64 KB": "a".repeat(64_000),
  "64 KB with spaces": "a b ".repeat(16_000),
};

const TENANT = {
  ...{ name: "bad", profile: "development", protected: false },
  quota: { cpu: "4", memory: "8Gi", storage: "50Gi" },
};
const MANIFEST = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "default" } };
const text = (value: string) => ["string", value] as const;

/** Everything that a user gives as a text, and that can be refused before a cluster is asked. */
const PLACES: Readonly<Record<string, (value: string) => Told>> = {
  "timeouts of a tenant": (create) => toldOfResource("hikube_tenant", { ...TENANT, timeouts: { create } }),
  "timeouts of a manifest": (update) =>
    toldOfResource("hikube_manifest", { manifest: dynamicOf(MANIFEST), timeouts: { update } }),
  "the facts of a cluster": (cluster_facts) => toldOfBlock({ cluster_facts }),
  "a fact of a cluster": (version) => toldOfBlock({ cluster_facts: JSON.stringify({ formatVersion: 1, version }) }),
  "an unknown fact": (name) => toldOfBlock({ cluster_facts: JSON.stringify({ formatVersion: 1, [name]: 1 }) }),
  "the namespace of a tenant": (namespace) => toldOfResource("hikube_tenant", { ...TENANT, namespace }),
  "the name of an object": (name) =>
    toldOfResource("hikube_manifest", { manifest: dynamicOf({ ...MANIFEST, metadata: { name } }) }),
  "a kind": (kind) => toldOfResource("hikube_manifest", { manifest: dynamicOf({ ...MANIFEST, kind }) }),
  "labels of tenants": (name) => toldOfData("hikube_tenants", { labels: { [`${name} `]: "x" } }),
  "the tenant of a data source": (namespace) => toldOfData("hikube_tenant", { namespace }),
  "the function namespace": (name) => toldOfCall("namespace", text(name)),
  "the function quantity_add": (one) => toldOfCall("quantity_add", text(one)),
  "the function quantity_compare": (one) => toldOfCall("quantity_compare", text("1"), text(one)),
  "the name in the function tenant_objects": (name) =>
    toldOfCall("tenant_objects", ["dynamic", dynamicOf({ ...TENANT, name })], text(JSON.stringify(CLUSTER))),
  "the facts in the function tenant_objects": (facts) =>
    toldOfCall("tenant_objects", ["dynamic", dynamicOf(TENANT)], text(facts)),
  "the id of a tenant": (id) => toldOfImport("hikube_tenant", id),
  "the id of the platform": (id) => toldOfImport("hikube_platform", id),
  "the id of a manifest": (id) => toldOfImport("hikube_manifest", id),
};

const LONGEST = 3_000;

test.each(Object.entries(PLACES))("%s is told in full where it is short, and seen in print", async (_place, tell) => {
  for (const value of Object.values(VALUES)) {
    const told = await tell(value);
    expect(told).not.toBe("");
    expect(told).not.toMatch(/(?!\n)\p{Cc}|[\u200b\u202e]|This is a bug/u);
    expect(told.length).toBeLessThan(LONGEST);
  }
});

test("the ends of a way are told in the same form", () => {
  const live = tenantSnapshot();
  const network = { snapshot: { ...live, pods: [] }, foreign: { objects: [], unread: [] } };
  const { printed = (told: string) => told } = hikubeProvider({});
  for (const from of Object.values(VALUES)) {
    let told = "";
    try {
      wayThrough({ from, to: "internet" }, network, CLUSTER);
    } catch (error) {
      told = printed(String(error));
    }
    expect(told).toMatch(/There is no "/);
    expect(told).not.toMatch(/(?!\n)\p{Cc}|[\u200b\u202e]/u);
    expect(told.length).toBeLessThan(LONGEST);
  }
});

test("a sum that is too large is not told whole", async () => {
  const told = await toldOfCall("quantity_add", text("9".repeat(30)), text(`${"9".repeat(60_000)}e6`));
  expect(told.length).toBeLessThan(LONGEST);
});

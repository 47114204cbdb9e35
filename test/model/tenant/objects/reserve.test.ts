import { knownCluster } from "../../../../src/model/cluster/known-cluster";
import { externalParent, reservingParent } from "../../../../src/model/tenant/external";
import { namespaceAnnotations } from "../../../../src/model/tenant/objects/metadata";
import { tenantObjects } from "../../../../src/model/tenant/objects/objects";
import { reserveOn } from "../../../../src/model/tenant/objects/reserve";
import type { ExternalParent, Tenant } from "../../../../src/model/tenant/resolve/tenant";
import { validateTenants } from "../../../../src/model/tenant/rules/validate";
import { CLUSTER, pathOf, SMALL, tenantOf, tree, type LooseSpec } from "../../tenants";

const KNOWN = knownCluster(CLUSTER);
const TO = (cidr: string) => ({ toCidrs: [cidr], ports: [{ protocol: "TCP", port: 443 }] });

/** A tenant of every field that sub-tenants read, below one that grants a way. */
const [{ tenant: PARENT } = { tenant: tenantOf({ name: "none" }) }] = tree({
  name: "acme",
  network: { internet: "deny", egress: [TO("198.51.100.0/25")], allowedEgress: [TO("198.51.100.0/24")] },
  children: [
    {
      name: "live",
      profile: "production",
      quota: { share: 50, reserved: { cpu: "4", memory: "2Gi", storage: "20Gi" } },
      access: { owners: [{ kind: "Group", name: "platform" }], viewers: [{ kind: "User", name: "ann" }] },
      security: { imageRegistries: ["ghcr.io/acme/"], configSize: "64Ki" },
      cost: { costCenter: "CC-1" },
      expiresAt: "2030-01-01T00:00:00Z",
      suspended: true,
    },
  ],
}).children;

function readBack(tenant: Tenant): ExternalParent {
  const { namespace } = tenantObjects(tenant, []);
  const record = reserveOn(namespace);
  if (record === undefined) throw new Error("nothing is recorded");
  return reservingParent(record, KNOWN);
}

const below = (parent: Tenant | ExternalParent, spec: LooseSpec) => tree({ name: "x", ...spec }, parent).tenant;

test("a sub-tenant below what the namespace says of its tenant is what it would be in the tenant's own repository", () => {
  const quota = { cpu: "2", memory: "1Gi", storage: "10Gi" };
  const [there, here] = [PARENT, readBack(PARENT)].map((parent) => tenantObjects(below(parent, { quota }), []));
  const { annotations: { "hikube.cloud/drawn": drawn, ...annotations } = {}, ...metadata } = here!.namespace.metadata;
  expect({ ...here, namespace: { ...here!.namespace, metadata: { ...metadata, annotations } } }).toEqual(there);
  expect(JSON.parse(drawn ?? "")).toMatchObject({ "limits.cpu": "2", "requests.storage": "10Gi" });
});

test("no more is available than what is set aside: nothing of what is bounded and not named", () => {
  const external = readBack(PARENT);
  const faults = (quota: object) =>
    validateTenants([{ external, children: [tree({ name: "x", quota }, external)] }]).map(pathOf);
  expect(faults({ cpu: "4", memory: "1Gi", storage: "20Gi" })).toEqual([]);
  expect(faults({ cpu: "5", memory: "1Gi", storage: "21Gi", loadBalancers: 1 })).toEqual(
    ["cpu", "storage", "loadBalancers"].map((field) => `tenant-acme-live/x.quota.${field}`),
  );
});

test("what its ancestors grant it hands on, and no more", () => {
  const external = readBack(PARENT);
  const faults = (cidr: string) => {
    const child = { name: "x", quota: { cpu: "1", memory: "1Gi", storage: "1Gi" }, network: { egress: [TO(cidr)] } };
    return validateTenants([{ external, children: [tree(child, external)] }]).map(({ code }) => code);
  };
  expect(faults("198.51.100.128/25")).toEqual([]);
  expect(faults("192.0.2.0/24")).toEqual(["laxer-than-parent"]);
});

test("a namespace says nothing of it where nothing is set aside, or where only Terraform knows how much", () => {
  const recorded = (spec: LooseSpec) =>
    "hikube.cloud/reserved" in namespaceAnnotations(tenantOf({ name: "a", ...spec }));
  expect(recorded({ quota: { reserved: { cpu: "1" } } })).toBe(true);
  expect(recorded({})).toBe(false);
  expect(recorded({ quota: { reserved: { cpu: "${TfToken[TOKEN.1]}" } } })).toBe(false);
  expect(recorded({ quota: { reserved: { cpu: "1" } }, cost: { project: "a-${TfToken[TOKEN.2]}" } })).toBe(false);
});

test("what is set aside has room for a quota of its own", () => {
  const count = (quota: object) => tenantOf({ name: "a", quota }).quota.counts.resourcequotas;
  expect([count({}), count({ reserved: { cpu: "1" } })]).toEqual(["3", "4"]);
});

test("only a tenant below a parent elsewhere says what it takes", () => {
  const parent = externalParent({ namespace: "tenant-live" }, KNOWN);
  const drawn = (tenant: Tenant) => namespaceAnnotations(tenant)["hikube.cloud/drawn"];
  expect(drawn(below(parent, { quota: SMALL }))).toContain('"limits.cpu":"1"');
  expect(drawn(below(tenantOf({ name: "a" }), { quota: SMALL }))).toBeUndefined();
  expect(drawn(tenantOf({ name: "a" }))).toBeUndefined();
});

import { writeFileSync } from "node:fs";
import { missingPlatforms } from "../../../src/cli/recover/missing-platforms";
import { missingTenants } from "../../../src/cli/recover/missing-tenants";
import type { JsonRecord } from "../../../src/model/json";
import { inFolder } from "../call";
import { withAnswers } from "../plan/answering-server";

inFolder({});
const here = withAnswers();

const TERRAFORM = { path: "", flavour: "terraform", env: {} } as const;
const RECORD = { "hikube.cloud/spec": JSON.stringify({ name: "shop" }) };

const HERE = { "/api/v1": { kind: "APIResourceList", resources: [resourceOf("namespaces", "Namespace")] } };

function resourceOf(name: string, kind: string): object {
  return { name, kind, namespaced: false, verbs: ["get"] };
}

/** A stack that declares these resources, whose provider block is this one. */
function stackOf(resource: object, block: JsonRecord) {
  writeFileSync("cdk.tf.json", JSON.stringify({ resource }));
  const hikube = { blocks: [block] };
  const config = { objects: [], ignored: [], providers: [], clusterBlocks: [], hikube };
  return { name: "shop", directory: ".", file: "cdk.tf.json", dependencies: [], config };
}

/** What is missing in an empty state, where the cluster has such a namespace. */
async function missingIn(metadata: object, state = "") {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-shop", ...metadata } };
  here.answers = { ...HERE, "/api/v1/namespaces/tenant-shop": namespace };
  return missingTenants(stackOf({ hikube_tenant: { shop: { name: "shop" } } }, { host: here.url }), state, TERRAFORM);
}

test.each([
  ["lost", {}, false],
  ["released", { "hikube.cloud/released": "2027-01-01T00:00:00Z" }, true],
])("a tenant that is %s is missing in the state", async (_how, marks, isReleased) => {
  expect(await missingIn({ annotations: { ...RECORD, ...marks } })).toMatchObject([
    { object: { address: "hikube_tenant.shop", name: "tenant-shop", tenant: "tenant-shop" }, isReleased },
  ]);
});

test.each([
  ["that is not finished", { annotations: { ...RECORD, "hikube.cloud/unfinished": "true" } }],
  ["that another engine made", { annotations: {} }],
  ["that ends", { annotations: RECORD, deletionTimestamp: "2027-01-01T00:00:00Z" }],
])("a tenant %s is left to its provider", async (_which, metadata) => {
  expect(await missingIn(metadata)).toEqual([]);
});

test("a tenant that the state has, at this address or another, is not missing", async () => {
  const provider = 'provider["registry.terraform.io/hikube/hikube"]';
  const instances = [{ attributes: { namespace: "tenant-shop" } }];
  const old = { mode: "managed", type: "hikube_tenant", name: "old", provider, instances };
  expect(await missingIn({ annotations: RECORD }, JSON.stringify({ resources: [old] }))).toEqual([]);
});

test("a cluster that cannot be asked is an error: nothing was looked at, so nothing is known to be missing or not", async () => {
  const tenant = { hikube_tenant: { shop: { name: "shop" } } };
  const refused = /^stack "shop" is not recovered: the cluster of provider "hikube" cannot be asked: [^]*TF_VAR_/;
  await expect(missingTenants(stackOf(tenant, { host: "${var.host}" }), "", TERRAFORM)).rejects.toThrow(refused);
  const platform = { hikube_platform: { platform: {} } };
  await expect(missingPlatforms(stackOf(platform, { host: "${var.host}" }), "", TERRAFORM)).rejects.toThrow(refused);
  here.answers = HERE;
  await expect(missingTenants(stackOf(tenant, { host: here.url }), "", TERRAFORM)).rejects.toThrow("forbidden");
});

/** Which platforms are missing in a state, where the cluster has that namespace of this field manager. */
async function platformsMissing(manager: string, held: readonly string[] = []) {
  const managedFields = [{ manager, operation: "Apply", fieldsV1: { "f:metadata": { "f:labels": { "f:a": {} } } } }];
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "hikube-system", managedFields } };
  here.answers = { ...HERE, "/api/v1/namespaces/hikube-system": namespace };
  const resources = held.map((name) => ({
    ...{ mode: "managed", type: "hikube_platform", name },
    ...{ provider: 'provider["registry.terraform.io/hikube/hikube"]', instances: [{ attributes: {} }] },
  }));
  const stack = stackOf({ hikube_platform: { platform: {} } }, { host: here.url });
  return missingPlatforms(stack, JSON.stringify({ resources }), TERRAFORM);
}

test("a platform that is lost is missing in the state, as its namespace", async () => {
  expect(await platformsMissing("hikube")).toMatchObject([
    { type: "hikube_platform", address: "hikube_platform.platform", kind: "Namespace", name: "hikube-system" },
  ]);
});

test.each([
  ["that another engine made", "Terraform", []],
  ["that the state has", "hikube", ["platform"]],
  ["that the state has at a former address", "hikube", ["former"]],
])("a platform %s is left to its provider", async (_which, manager, held) => {
  expect(await platformsMissing(manager, held)).toEqual([]);
});

import { writeFileSync } from "node:fs";
import { missingTenants } from "../../../src/cli/recover/missing-tenants";
import { inFolder } from "../call";
import { withAnswers } from "../plan/answering-server";

inFolder({});
const here = withAnswers();

const RECORD = { "hikube.cloud/spec": JSON.stringify({ name: "shop" }) };

/** What is missing in an empty state, where the cluster has such a namespace. */
async function missingIn(metadata: object, state = "") {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-shop", ...metadata } };
  const resources = [{ name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get"] }];
  here.answers = { "/api/v1": { kind: "APIResourceList", resources }, "/api/v1/namespaces/tenant-shop": namespace };
  writeFileSync("cdk.tf.json", JSON.stringify({ resource: { hikube_tenant: { shop: { name: "shop" } } } }));
  const hikube = { blocks: [{ host: here.url }] };
  const config = { objects: [], ignored: [], providers: [], clusterBlocks: [], hikube };
  const stack = { name: "shop", directory: ".", file: "cdk.tf.json", dependencies: [], config };
  const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {} };
  return missingTenants(stack, state, { terraform: { path: "", flavour: "terraform", env: {} }, io });
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

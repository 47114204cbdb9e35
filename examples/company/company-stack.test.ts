import { join } from "node:path";
import { Testing } from "cdktf";
import { ClusterFacts } from "cdktf-hikube";
import { applyStack, type AppliedStack } from "cdktf-hikube/testing";
import { CompanyStack } from "./company-stack";

let company: AppliedStack;
// Until something is there to close: jest runs afterAll also where beforeAll failed.
let close = () => Promise.resolve();

beforeAll(async () => {
  const cluster = ClusterFacts.fromFile(join(__dirname, "cluster.json"));
  company = await applyStack(new CompanyStack(Testing.app(), "company", { cluster, unprotected: true }));
  close = () => company.close();
}, 600_000);
afterAll(() => close());

test("every tenant has a namespace", () => {
  const namespaces = company.resources.flatMap(({ object }) => (object?.kind === "Namespace" ? [object.name] : []));
  expect(namespaces).toEqual(expect.arrayContaining(["tenant-production-shop", "tenant-production-shop-payments"]));
});

test("the shop's team reads its Secrets, and those of nobody else", async () => {
  const shop = company.sandbox.cluster({ user: "ann", groups: ["shop-team", "system:authenticated"] });
  const secrets = { apiVersion: "v1", kind: "Secret" };
  expect(await shop.list(secrets, { namespace: "tenant-production-shop" })).toEqual([]);
  await expect(shop.list(secrets, { namespace: "tenant-development" })).rejects.toMatchObject({ code: 403 });
});

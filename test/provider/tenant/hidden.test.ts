import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { namespaceOf } from "../../../src/model/tenant/spec/tenant-names";
import { NAMESPACE } from "../../../src/provider/objects/live";
import { TENANT_SCHEMA } from "../../../src/provider/tenant/tenant-schema";
import { tenantRun } from "./tenant-run";

const spec = { name: "shop", profile: "production", protected: true };
const held: KubeObject = {
  ...NAMESPACE,
  metadata: {
    name: "tenant-shop",
    labels: { "hikube.cloud/tenant": "tenant-shop" },
    annotations: { "hikube.cloud/spec": JSON.stringify(spec), "hikube.cloud/protected": "true" },
  },
};

const HIDDEN = [
  ["a name from a file", { name: "shop\n" }],
  ["a name beside a namespace", { name: "shop\u200b", namespace: "free" }],
  ["a namespace", { name: "shop", namespace: "tenant-shop\n" }],
] as const;

test.each(HIDDEN)("invisible characters of %s are refused at plan, and write nothing", async (_title, given) => {
  const plan = { profile: "development", namespace: namespaceOf(given, undefined), ...given };
  const run = tenantRun(held);
  const [fault, ...others] = await run.plan("create", { plan: { ...plan, objects: null } });
  expect(others).toEqual([]);
  expect(fault).toMatch(/^error: Invisible characters.*\[invisible-characters\]$/);
  expect((await run.create({ ...plan, objects: {} })).lines).toEqual([expect.stringMatching(/^error: /)]);
  expect(run.writes()).toBe(0);
});

test.each(["parent", "namespace"])("invisible characters of `%s` are shown, with their code", (field) => {
  const { validate } = TENANT_SCHEMA.attributes?.[field] as { readonly validate: (name: string) => string };
  expect(validate("tenant-top\n")).toMatch(/line break at the end.*\[invisible-characters\].*received "tenant-top\\n"/);
  expect(validate("tenant\u202e")).toContain('"tenant\\u202e"');
  expect(validate("")).toMatch(/^It must be .* received ""/);
});

test("a parent that is known late is shown as it is", async () => {
  const plan = { name: "shop", namespace: "free", parent: "tenant-top\n" };
  expect(await tenantRun().plan("create", { plan })).toEqual([
    expect.stringMatching(/^error: There is no tenant tenant-top\\n\./),
  ]);
});

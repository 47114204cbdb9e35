import { toldOfImport } from "./told";

/** Nothing is asked of a cluster. */
const client = {
  cluster: () => {
    throw new Error("a cluster was asked");
  },
};

test.each(["tenant-x/", "TENANT-X", "tenant x", " tenant-x", "../x", "tenant.x", "-x", "a".repeat(64)])(
  "a tenant is not imported by %j, which is no namespace",
  async (id) => {
    const told = await toldOfImport("hikube_tenant", id, client);
    expect(told).toContain("The id to import is no namespace");
    expect(told).toContain("It must be the name of the tenant's namespace, such as `tenant-production-shop`; received");
  },
);

test.each(["hikube-system/", "HIKUBE-SYSTEM", "hikube system", "default"])(
  "the platform is not imported by %j",
  async (id) => {
    const told = await toldOfImport("hikube_platform", id, client);
    expect(told).toContain(`There is no platform ${JSON.stringify(id)}`);
    expect(told).toContain("import it as hikube-system");
  },
);

test.each([
  ["name=x/,namespace=default,kind=ConfigMap,apiVersion=v1", "metadata.name is not a valid name of an object"],
  ["name=X Y,namespace=default,kind=ConfigMap,apiVersion=v1", "metadata.name is not a valid name of an object"],
  ["name=x,namespace=Default,kind=ConfigMap,apiVersion=v1", "metadata.namespace is not a valid namespace"],
  ["name=x,namespace=default,kind=Pod/exec,apiVersion=v1", "kind is not a valid kind"],
  ["name=x,namespace=default,kind=ConfigMap,apiVersion=../v1", "apiVersion is not a valid version of an API"],
  ["name=x,namespace=default,kind=ConfigMap", "apiVersion is missing"],
  ["default/x", '"default/x" is not one of apiVersion, kind, namespace, name'],
])("a manifest is not imported by %j", async (id, words) => {
  expect(await toldOfImport("hikube_manifest", id, client)).toContain(words);
});

test.each(["hikube_tenant", "hikube_platform", "hikube_manifest"])("no %s is imported by nothing", async (type) => {
  expect(await toldOfImport(type, "", client)).toContain("The id to import is empty");
});

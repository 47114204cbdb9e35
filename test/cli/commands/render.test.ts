import { writeFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { hikube, hikubeJson, inFolder, TENANTS_YAML } from "../call";

inFolder({ "tenants.yaml": TENANTS_YAML });

async function documents(...args: readonly string[]): Promise<readonly KubeObject[]> {
  const { code, out } = await hikube("render", "tenants.yaml", ...args);
  expect(code).toBe(0);
  // As Kubernetes reads it.
  return parseAllDocuments(out, { version: "1.1" }).map((document) => document.toJS() as KubeObject);
}

const titles = (objects: readonly KubeObject[]) =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`);

test("YAML and JSON say the same", async () => {
  const { items } = (await hikubeJson("render", "tenants.yaml")) as { items: readonly KubeObject[] };
  expect(await documents()).toEqual(items);
});

test("a namespace comes before what is in it, walls before role bindings, a parent before its children", async () => {
  const all = titles(await documents());
  const at = (title: string) => all.indexOf(title);
  expect(at("Namespace /tenant-alpha")).toBe(0);
  expect(at("Namespace /tenant-alpha-web")).toBeGreaterThan(at("ResourceQuota tenant-alpha/hikube-tenant"));
  expect(new Set(all).size).toBe(all.length);
});

test("a text that YAML 1.1 takes for something else stays a text", async () => {
  const { out } = await hikube("render", "tenants.yaml", "--namespace", "tenant-beta");
  expect(out).toContain('hikube.cloud/owner: "no"');
  expect(out).toContain('hikube.cloud/cost-center: "0123"');
  expect(out).not.toMatch(/[&*][a-z]\d+/);
});

test("one tenant alone", async () => {
  const namespaces = (await documents("--namespace", "tenant-alpha-web")).map(
    ({ metadata }) => metadata.namespace ?? metadata.name,
  );
  expect(new Set(namespaces)).toEqual(new Set(["tenant-alpha-web"]));
});

test("the platform comes first when it is asked for", async () => {
  const all = titles(await documents("--platform"));
  expect(all[0]).toBe("Namespace /hikube-system");
  expect(all).toContain("ClusterRole /hikube:owner");
  expect(all.some((title) => title.startsWith("ValidatingAdmissionPolicyBinding"))).toBe(true);
  expect(titles(await documents()).some((title) => title.startsWith("ClusterRole "))).toBe(false);
});

test("refusals end with the contact of the file, as in a stack that is made of it", async () => {
  writeFileSync("asked.yaml", `contact: "#help"\n${TENANTS_YAML}`);
  expect((await hikube("render", "asked.yaml", "--platform")).out).toContain(". Ask: #help");
  expect((await hikube("synth", "asked.yaml")).code).toBe(0);
  expect((await hikube("render", "--platform")).out).toContain(". Ask: #help");
});

test("a tenant that is not there is bad usage, with the ones that are", async () => {
  expect(await hikube("render", "tenants.yaml", "-n", "none")).toEqual({
    code: 2,
    out: "",
    err: "hikube: no tenant has the namespace none; there are: tenant-alpha, tenant-alpha-web, tenant-beta [unknown-name]\n",
  });
});

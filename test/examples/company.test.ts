import { join } from "node:path";
import { ClusterFacts } from "cdktf-hikube";
import type { App } from "cdktf";
import { CompanyStack } from "../../examples/company/company-stack";
import { newApp, readJson, resourceAt, resourcesOf } from "../constructs/synth";

const cluster = ClusterFacts.fromFile(join(__dirname, "..", "..", "examples", "company", "cluster.json"));

function synthesized(unprotected?: boolean): App {
  const app = newApp();
  new CompanyStack(app, "company", { cluster, unprotected });
  app.synth();
  return app;
}

interface Entry {
  readonly namespace: string;
  readonly children: readonly Entry[];
}

const namespaces = ({ namespace, children }: Entry): readonly string[] => [namespace, ...children.flatMap(namespaces)];

test("the company has four stages, a shop and its payments", () => {
  const document = readJson(join(synthesized().outdir, "hikube.json")) as { tenants: readonly Entry[] };
  expect(document.tenants.flatMap(namespaces)).toEqual([
    "tenant-production",
    "tenant-production-shop",
    "tenant-production-shop-payments",
    "tenant-staging",
    "tenant-development",
    "tenant-sandbox",
  ]);
});

test("production and all below it is protected, until it is taken off", () => {
  const isProtected = (unprotected: boolean) => {
    const resources = resourcesOf(synthesized(unprotected), "company");
    return ["production", "shop", "payments", "staging"].map(
      (tenant) => resourceAt(resources, `kubernetes_namespace_v1.${tenant}_`).lifecycle !== undefined,
    );
  };
  expect(isProtected(false)).toEqual([true, true, true, false]);
  expect(isProtected(true)).toEqual([false, false, false, false]);
});

test("what is synthesized says nothing of the machine, but where cdktf keeps a local state", () => {
  const [first, second] = [synthesized(), synthesized()].map((app) => JSON.stringify(resourcesOf(app, "company")));
  expect(first).toBe(second);
});

// An address that changes destroys and creates what it names: that is a major version.
test("the Terraform addresses are what they were", () => {
  expect(Object.keys(resourcesOf(synthesized(), "company")).sort()).toMatchSnapshot();
});

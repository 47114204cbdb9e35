import { join } from "node:path";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import { HikubeSubTenant, HikubeTenant, TenantProfile } from "cdktf-hikube";
import { newApp, newStack, readJson, resourceAt, synthStack, PLATFORM } from "./synth";

const top = { name: "top", platform: PLATFORM, profile: TenantProfile.STAGING } as const;

/** The import blocks of a synthesized stack. */
function importsOf(fill: (stack: TerraformStack) => void): unknown {
  const app = newApp();
  fill(newStack(app, "stack"));
  app.synth();
  return (readJson(join(app.outdir, "stacks", "stack", "cdk.tf.json")) as { import?: unknown }).import;
}

test("a tenant that is made imports nothing", () => {
  expect(importsOf((stack) => new HikubeTenant(stack, "top", top))).toBeUndefined();
});

test("a tenant that is adopted imports its namespace, if it is there", () => {
  const imports = importsOf((stack) => {
    const parent = new HikubeTenant(stack, "top", { ...top, namespace: "legacy", adopt: true });
    const quota = { cpu: "1", memory: "1Gi", storage: "1Gi" };
    new HikubeSubTenant(stack, "old", { parent, name: "old", namespace: "old-shop", adopt: true, quota });
    new HikubeSubTenant(stack, "new", { parent, name: "new", quota });
  });
  expect(imports).toMatchInlineSnapshot(`
   [
     {
       "for_each": "\${toset(coalesce(data.kubernetes_namespace_v1.top_namespace_existing_3DDB1873.metadata[0].uid, "-") == "-" ? [] : ["it"])}",
       "id": "legacy",
       "to": "kubernetes_namespace_v1.top_namespace_3CA2980A",
     },
     {
       "for_each": "\${toset(coalesce(data.kubernetes_namespace_v1.old_namespace_existing_15DCEB10.metadata[0].uid, "-") == "-" ? [] : ["it"])}",
       "id": "old-shop",
       "to": "kubernetes_namespace_v1.old_namespace_AB4069E1",
     },
   ]
  `);
});

test("a second provider is named, as in the resource", () => {
  const imports = importsOf((stack) => {
    const provider = new KubernetesProvider(stack, "other", { alias: "other" });
    new HikubeTenant(stack, "top", { ...top, adopt: true, provider });
  });
  expect(imports).toEqual([expect.objectContaining({ id: "tenant-top", provider: "kubernetes.other" })]);
});

test("the default account is taken over as it is made, so that it mounts no token, with what pods need of it", () => {
  const resources = synthStack((stack) => new HikubeTenant(stack, "top", { ...top, adopt: true }));
  expect(resourceAt(resources, "kubernetes_default_service_account_v1.")).toMatchObject({
    automount_service_account_token: false,
    lifecycle: { ignore_changes: ["image_pull_secret", "secret", "metadata[0].annotations"] },
  });
});

test("HCL has the import as well", () => {
  const stack = newStack(newApp(), "stack");
  new HikubeTenant(stack, "top", { ...top, adopt: true });
  const { hcl } = stack.toHclTerraform() as { hcl: string };
  expect(hcl.slice(hcl.indexOf("import {")).split("\n}")[0]).toMatchInlineSnapshot(`
   "import {
   for_each = toset(coalesce(data.kubernetes_namespace_v1.top_namespace_existing_3DDB1873.metadata[0].uid, "-") == "-" ? [] : ["it"])
   to = kubernetes_namespace_v1.top_namespace_3CA2980A
   id = "tenant-top""
  `);
});

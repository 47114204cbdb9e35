import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type IResolvable, TerraformStack, TerraformVariable } from "cdktf";
import * as made from "cdktf-hikube/provider";
import { bindings } from "../../scripts/provider/bindings";
import { newApp, readJson, resourcesOf } from "./synth";

const { DataHikubeTenants, EphemeralHikubeKubeconfig, HikubeProvider, Manifest, Platform, Tenant } = made;
const ROOT = join(__dirname, "..", "..");
const files = bindings();

/** What a stack is in JSON, without what cdktf notes of constructs. */
function synthesized(fill: (stack: TerraformStack) => unknown) {
  const app = newApp();
  fill(new TerraformStack(app, "stack"));
  app.synth();
  const text = JSON.stringify(readJson(join(app.outdir, "stacks", "stack", "cdk.tf.json")));
  return JSON.parse(text, (key, value: unknown) => (key === "//" || key === "backend" ? undefined : value)) as object;
}

test.each(Object.entries(files))("%s is what the schema says; else run scripts/provider-bindings.ts", (file, text) => {
  const path = join(ROOT, file);
  expect(existsSync(path) ? readFileSync(path, "utf8") : "").toBe(text);
});

test("no binding is left over", () => {
  const found = readdirSync(join(ROOT, "constructs/provider/bindings")).map(
    (file) => `constructs/provider/bindings/${file}`,
  );
  expect([...found, "constructs/provider/index.ts"].sort()).toEqual(Object.keys(files).sort());
});

test("arguments are written in the names of Terraform, keys of maps as they are", () => {
  const json = synthesized((stack) => {
    const exec = { apiVersion: "v1", command: "aws", args: ["eks"], env: { AWS_PROFILE: "x" } };
    new HikubeProvider(stack, "hikube", { configPath: "~/.kube/config", exec });
    const platform = new Platform(stack, "platform", { readableClasses: false });
    const counts = { "count/jobs.batch": 5 };
    const top = new Tenant(stack, "top", { name: "top", dependsOn: [platform], quota: { cpuLimits: "8", counts } });
    const ports = [{ protocol: "TCP", port: 80, endPort: 90 }];
    const network = { expose: [{ fromNamespace: "ingress-nginx", ports }] };
    new Tenant(stack, "shop", { name: "shop", parent: top.namespace, network, lifecycle: { preventDestroy: true } });
    const manifest = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "x", namespace: top.namespace },
      data: { aB: "1" },
    };
    new Manifest(stack, "map", {
      manifest,
      secretWo: { data: { kEy: "1" } },
      secretWoVersion: 1,
      timeouts: { create: "1m" },
    });
    new DataHikubeTenants(stack, "all", { parent: "", labels: { "a/bC": "d" } });
  });
  expect(json).toEqual({
    terraform: { required_providers: { hikube: { source: "hikube/hikube", version: expect.any(String) as string } } },
    provider: {
      hikube: [
        {
          config_path: "~/.kube/config",
          exec: { api_version: "v1", command: "aws", args: ["eks"], env: { AWS_PROFILE: "x" } },
        },
      ],
    },
    resource: {
      hikube_platform: { platform: { readable_classes: false } },
      hikube_tenant: {
        top: {
          name: "top",
          depends_on: ["hikube_platform.platform"],
          quota: { cpu_limits: "8", counts: { "count/jobs.batch": 5 } },
        },
        shop: {
          name: "shop",
          parent: "${hikube_tenant.top.namespace}",
          network: {
            expose: [{ from_namespace: "ingress-nginx", ports: [{ protocol: "TCP", port: 80, end_port: 90 }] }],
          },
          lifecycle: { prevent_destroy: true },
        },
      },
      hikube_manifest: {
        map: {
          manifest: {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "x", namespace: "${hikube_tenant.top.namespace}" },
            data: { aB: "1" },
          },
          secret_wo: { data: { kEy: "1" } },
          secret_wo_version: 1,
          timeouts: { create: "1m" },
        },
      },
    },
    data: { hikube_tenants: { all: { parent: "", labels: { "a/bC": "d" } } } },
  });
});

test("tokens stand wherever a value may, for whole objects too", () => {
  const app = newApp();
  const stack = new TerraformStack(app, "stack");
  new HikubeProvider(stack, "hikube", {});
  const variable = (name: string) => new TerraformVariable(stack, name, {});
  const whole = (name: string) => variable(name).value as IResolvable;
  const quota = { loadBalancers: variable("n").numberValue, storageClasses: whole("classes") };
  new Tenant(stack, "a", { name: variable("name").stringValue, quota, cost: whole("cost") });
  app.synth();
  expect(resourcesOf(app, "stack")["hikube_tenant.a"]).toMatchObject({
    name: "${var.name}",
    quota: { load_balancers: "${var.n}", storage_classes: "${var.classes}" },
    cost: "${var.cost}",
  });
});

test("an ephemeral kubeconfig signs another provider in", () => {
  const json = synthesized((stack) => {
    const provider = new HikubeProvider(stack, "hikube", {});
    const config = { namespace: "tenant-a", level: "admin", provider };
    const { token, friendlyUniqueId } = new EphemeralHikubeKubeconfig(stack, "deployer", config);
    expect(friendlyUniqueId).toBe("deployer");
    new HikubeProvider(stack, "deployers", { alias: "deployers", token });
  });
  expect(json).toMatchObject({
    ephemeral: { hikube_kubeconfig: { deployer: { namespace: "tenant-a", level: "admin", provider: "hikube" } } },
    provider: { hikube: [{}, { alias: "deployers", token: "${ephemeral.hikube_kubeconfig.deployer.token}" }] },
  });
});

test("a field that the schema does not have is refused, at any depth, each by itself", () => {
  const stack = new TerraformStack(newApp(), "stack");
  const peers = [{ toTenant: "a", ports: [], expect: true }];
  const make = () => new Tenant(stack, "a", { nam: "a", quota: { cpus: "1" }, network: { peers } } as never);
  expect(make).toThrow(
    /stack\/a\.nam: .*stack\/a\.quota\.cpus: .*\n.*stack\/a\.network\.peers\[0\]\.expect: .*"expected"\?/s,
  );
  expect(() => new HikubeProvider(stack, "p", { config_path: "x" } as never)).toThrow(/"configPath"\?/);
  expect(stack.node.children).toEqual([]);
});

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { type App, TerraformStack, TerraformVariable, Token } from "cdktf";
import { Expose, HikubePlatform, HikubeSubTenant, HikubeTenant, Port, TenantProfile } from "cdktf-hikube";
import { CLUSTER, newApp, newStack, readJson, synthError, PLATFORM } from "./synth";

const production = { platform: PLATFORM, profile: TenantProfile.PRODUCTION } as const;

/** The lines of the error that tell of a fault, one a fault. */
function faultsOf(app: App): readonly string[] {
  return synthError(app)
    .split("\n")
    .filter((line) => line.includes("; received "))
    .map((line) => line.trim());
}

function expectNothingWritten(app: App): void {
  expect(readdirSync(join(app.outdir, "stacks"))).toEqual([]);
  expect(existsSync(join(app.outdir, "hikube.json"))).toBe(false);
  expect(existsSync(join(app.outdir, "manifest.json"))).toBe(false);
}

describe("a fault is one line with path, received, expected and hint, and nothing is synthesized", () => {
  const faults: readonly (readonly [string, RegExp, (stack: TerraformStack) => unknown])[] = [
    [
      "a wrong name",
      /^stack\/a\.name: .*received "My_Tenant".*expected: .*hint: /,
      (stack) => new HikubeTenant(stack, "a", { ...production, name: "My_Tenant" }),
    ],
    [
      "a quota that is no quantity",
      /^stack\/a\.quota\.cpu: .*received "lots".*expected: .*hint: /,
      (stack) => new HikubeTenant(stack, "a", { ...production, name: "a", quota: { cpu: "lots" } }),
    ],
    [
      "a child larger than its parent's rest",
      /^stack\/b\.quota\.cpu: .*received .*33.*expected: .*hint: /,
      (stack) => {
        const parent = new HikubeTenant(stack, "a", { ...production, name: "a" });
        new HikubeSubTenant(stack, "b", { parent, name: "b", quota: { cpu: "33", memory: "1Gi", storage: "1Gi" } });
      },
    ],
    [
      "two tenants in one namespace",
      /^stack\/b\.(name|namespace): .*"tenant-a".*"stack\/a".*received .*expected: .*hint: /,
      (stack) => {
        new HikubeTenant(stack, "a", { ...production, name: "a" });
        new HikubeTenant(stack, "b", { ...production, name: "b", namespace: "tenant-a" });
      },
    ],
    [
      "two tenants in one namespace, on facts of which one was reordered",
      /^stack\/b\.name: .*"tenant-a".*"stack\/a"/,
      (stack) => {
        const cluster = Object.fromEntries(Object.entries(CLUSTER).reverse()) as unknown as typeof CLUSTER;
        new HikubeTenant(stack, "a", { ...production, name: "a" });
        new HikubeTenant(stack, "b", { ...production, platform: { cluster }, name: "a" });
      },
    ],
    [
      "a parent of the same app that is described instead of given",
      /^tenant-a\.namespace: two tenants in one namespace.*\[duplicate-namespace\]$/,
      (stack) => {
        new HikubeTenant(stack, "a", { ...production, name: "a" });
        const parent = HikubeTenant.fromTenantAttributes(stack, "parent", { namespace: "tenant-a", ...production });
        new HikubeSubTenant(stack, "b", { parent, name: "b", quota: { cpu: "1", memory: "1Gi", storage: "1Gi" } });
      },
    ],
    [
      "an unknown profile",
      /^stack\/a\.profile: .*received "huge".*expected: .*production.*hint: /,
      (stack) => new HikubeTenant(stack, "a", { ...production, name: "a", profile: "huge" as TenantProfile }),
    ],
    [
      "a value of another type, from plain JavaScript",
      /^stack\/a\.network\.expose: expected a list, got a string; received "web".*expected: .*hint: /,
      (stack) => {
        const network = { expose: "web" } as unknown as { expose: [] };
        new HikubeTenant(stack, "a", { ...production, name: "a", network });
      },
    ],
    [
      "a CIDR without mask",
      /^stack\/a\.network\.expose\[0\]\.fromCidrs\[0\]: .*received "203\.0\.113\.7".*expected: .*hint: /,
      (stack) =>
        new HikubeTenant(stack, "a", {
          ...production,
          name: "a",
          network: { expose: [Expose.fromCidrs(["203.0.113.7"], Port.tcp(443))] },
        }),
    ],
    [
      "a second platform on one cluster",
      /^stack\/b: .*received .*stack\/a.*expected: .*hint: .*\[duplicate-platform\]$/,
      (stack) => {
        new HikubePlatform(stack, "a", { cluster: CLUSTER });
        new HikubePlatform(stack, "b", { cluster: { ...CLUSTER } });
      },
    ],
  ];

  test.each(faults)("%s", (_name, line, fill) => {
    const app = newApp();
    fill(newStack(app, "stack"));
    const found = faultsOf(app);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(line);
    expectNothingWritten(app);
  });
});

test("facts of a cluster that are wrong are a fault as well, told once for all tenants on it", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  for (const name of ["a", "b"]) {
    const cluster = { ...CLUSTER, podCidrs: ["10.244.0.0"] };
    new HikubeTenant(stack, name, { ...production, platform: { cluster }, name, network: { internet: "allow" } });
  }
  expect(faultsOf(app)).toEqual([expect.stringMatching(/cluster\.podCidrs\[0\]: .*received "10\.244\.0\.0".*hint: /)]);
  expectNothingWritten(app);
});

test("all faults of all stacks come at once, each once, and not even a stack without tenants is written", () => {
  const app = newApp();
  newStack(app, "before");
  const one = newStack(app, "one");
  const two = newStack(app, "two");
  const parent = new HikubeTenant(one, "a", { ...production, name: "a", quota: { memory: "much" } });
  new HikubeSubTenant(two, "b", {
    parent,
    name: "B",
    quota: { cpu: "1", memory: "1Gi", storage: "1Gi" },
  });
  new HikubeTenant(two, "c", { ...production, name: "c", namespace: "tenant-a" });
  const paths = faultsOf(app).map((line) => /^(?:\[\w+\] )?([\w/.]+):/.exec(line)?.[1]);
  expect(paths).toEqual(expect.arrayContaining(["one/a.quota.memory", "two/b.name"]));
  expect(paths.filter((path) => path?.startsWith("two/c"))).toHaveLength(1);
  expect(new Set(paths).size).toBe(paths.length);
  expectNothingWritten(app);
});

test("a nested stack does not tell its faults twice", () => {
  const app = newApp();
  const nested = new TerraformStack(newStack(app, "outer"), "nested");
  new HikubeTenant(nested, "a", { ...production, name: "A" });
  expect(faultsOf(app)).toHaveLength(1);
});

test.each(["HikubeTenant", "HikubePlatform"] as const)(
  "a %s outside of every stack is not left out silently",
  (kind) => {
    const make = () =>
      kind === "HikubeTenant"
        ? new HikubeTenant(newApp(), "a", { ...production, name: "a" })
        : new HikubePlatform(newApp(), "a", { cluster: CLUSTER });
    expect(make).toThrow(/^a: .*expected: a TerraformStack.*hint: .*\[outside-of-stack\]$/);
  },
);

describe("without a platform or a parent nothing can be made, and the error says what to give", () => {
  const name = { name: "a" };
  const profile = TenantProfile.STAGING;
  test.each<readonly [string, RegExp, (stack: TerraformStack) => unknown]>([
    [
      "no platform",
      /^stack\/a\.platform: missing field; received nothing; expected: a HikubePlatform.*\[missing-field\]$/,
      (stack) => new HikubeTenant(stack, "a", { ...name, profile } as never),
    ],
    [
      "the facts of the cluster in place of the platform",
      /^stack\/a\.platform: missing field; .*hint: .*new HikubePlatform\(stack, id, \{ cluster \}\)/,
      (stack) => new HikubeTenant(stack, "a", { ...name, profile, cluster: CLUSTER } as never),
    ],
    [
      "the facts of the cluster as the platform",
      /^stack\/a\.platform: not a platform; .*\[wrong-type\]$/,
      (stack) => new HikubeTenant(stack, "a", { ...name, profile, platform: CLUSTER } as never),
    ],
    [
      "a parent declared elsewhere without its platform",
      /^stack\/a\.platform: missing field;/,
      (stack) => HikubeTenant.fromTenantAttributes(stack, "a", { namespace: "tenant-a" } as never),
    ],
    [
      "a file name in place of facts",
      /^cluster: not the facts of a cluster; received a string; .*\[wrong-file\]$/,
      (stack) => new HikubePlatform(stack, "a", { cluster: "cluster.json" } as never),
    ],
    [
      "a platform without facts",
      /^cluster: not the facts of a cluster; received nothing; .*\[wrong-file\]$/,
      (stack) => {
        const platform = HikubePlatform.fromClusterFacts(stack, "platform", {} as never);
        return new HikubeTenant(stack, "a", { ...name, profile, platform });
      },
    ],
    [
      "facts that lack a field",
      /^cluster\.dns: missing field; .*\[missing-field\]$/,
      (stack) => new HikubePlatform(stack, "a", { cluster: { ...CLUSTER, dns: undefined } } as never),
    ],
    [
      "no parent",
      /^stack\/a\.parent: missing field; .*\[missing-field\]$/,
      (stack) => new HikubeSubTenant(stack, "a", name as never),
    ],
    [
      "the name of a parent",
      /^stack\/a\.parent: not a tenant; .*\[wrong-type\]$/,
      (stack) => new HikubeSubTenant(stack, "a", { ...name, parent: "tenant-b" } as never),
    ],
  ])("%s", (_name, message, make) => {
    expect(() => make(newStack(newApp(), "stack"))).toThrow(message);
  });
});

test("a token is not known yet and passes, and the document says what it stands for", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  const cpu = new TerraformVariable(stack, "cpu", { type: "string" });
  const tenant = { ...production, name: "a", quota: { cpu: cpu.stringValue } };
  expect(Token.isUnresolved(tenant.quota.cpu)).toBe(true);
  new HikubeTenant(stack, "a", tenant);
  app.synth();
  const document = readJson(join(app.outdir, "hikube.json")) as { tenants: { quota: unknown }[] };
  expect(document.tenants[0]!.quota).toEqual({ cpu: "${var.cpu}" });
});

test("a stack without its provider is a fault of ours, which proposes to skip nothing", () => {
  const app = newApp();
  new HikubeTenant(new TerraformStack(app, "stack"), "a", { ...production, name: "a" });
  expect(faultsOf(app)).toEqual([
    expect.stringMatching(/^stack: .*kubernetes.*new KubernetesProvider\(.*\[missing-provider\]$/),
  ]);
  expectNothingWritten(app);
});

test("an app that validates nothing is written as it stands", () => {
  const app = newApp();
  Object.assign(app, { skipValidation: true });
  new HikubeTenant(newStack(app, "stack"), "a", { ...production, name: "A" });
  expect(synthError(app)).toBe("");
});

test("an uncaught fault prints itself alone, without a stack of the synthesizer", () => {
  const app = newApp();
  new HikubeTenant(newStack(app, "stack"), "a", { ...production, name: "A" });
  let printed = "";
  try {
    app.synth();
  } catch (error) {
    printed = inspect(error);
  }
  expect(printed.split("\n")).toEqual([
    "The app has a fault:",
    expect.stringMatching(/^stack\/a\.name: .*\]$/),
    "    at App.synth",
  ]);
});

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Fn, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { HikubePlatform, HikubeSubTenant, HikubeTenant, Port, TenantProfile } from "cdktf-hikube";
import {
  CLUSTER,
  newApp,
  newStack,
  readJson,
  resourceAt,
  synthError,
  synthStack,
  type SynthesizedResource,
  PLATFORM,
} from "./synth";

const top = { name: "top", platform: PLATFORM, profile: TenantProfile.STAGING } as const;
const share = { cpu: "1", memory: "1Gi", storage: "1Gi", loadBalancers: 1 };

function hardOf(resources: Readonly<Record<string, SynthesizedResource>>, tenant: string): unknown {
  const { spec } = resourceAt(resources, `kubernetes_resource_quota_v1.${tenant}_resource-quota-tenant_`);
  return (spec as { hard: unknown }).hard;
}

test("shares of sub-tenants are taken out of the parent's quota, at every level and wherever they are declared", () => {
  const resources = synthStack((stack) => {
    const parent = new HikubeTenant(stack, "top", top);
    const sub = new HikubeSubTenant(stack, "sub", { parent, name: "sub", quota: share });
    new HikubeSubTenant(stack, "other", { parent, name: "other", quota: share });
    const quota = { cpu: "250m", memory: "256Mi", storage: "0" };
    new HikubeSubTenant(stack, "leaf", { parent: sub, name: "leaf", quota });
  });
  expect(hardOf(resources, "top")).toMatchObject({
    "requests.cpu": "14",
    "limits.cpu": "14",
    "requests.memory": "62Gi",
    "requests.storage": "1022Gi",
    "services.loadbalancers": "0",
  });
  expect(hardOf(resources, "sub")).toMatchObject({
    "requests.cpu": "750m",
    "requests.memory": "768Mi",
    "requests.storage": "1Gi",
  });
  expect(hardOf(resources, "leaf")).toMatchObject({ "requests.cpu": "250m", "services.loadbalancers": "0" });
});

test("a protected tenant cannot be destroyed, an unprotected one can", () => {
  const lifecycleOf = (isProtected: boolean | undefined) => {
    const props = { ...top, profile: TenantProfile.PRODUCTION, protected: isProtected };
    const resources = synthStack((stack) => new HikubeTenant(stack, "top", props));
    return resourceAt(resources, "kubernetes_namespace_v1.").lifecycle;
  };
  expect(lifecycleOf(undefined)).toEqual({ prevent_destroy: true });
  expect(lifecycleOf(false)).toBeUndefined();
});

test("the namespace is a plain text at synth and its resource is at hand", () => {
  const stack = newStack(newApp(), "stack");
  const parent = new HikubeTenant(stack, "top", top);
  const sub = new HikubeSubTenant(stack, "sub", { parent, name: "sub", quota: share });
  expect([parent.namespace, sub.namespace]).toEqual(["tenant-top", "tenant-top-sub"]);
  const { namespaceResource } = sub;
  expect("metadataInput" in namespaceResource && namespaceResource.metadataInput?.name).toBe("tenant-top-sub");
  expect(sub.isolation.map(({ terraformResourceType }) => terraformResourceType)).toContain(
    "kubernetes_network_policy_v1",
  );
  expect(sub.bindings).toEqual([]);
});

describe("hikube.json", () => {
  test("holds the specs of all stacks as a tree, the same on every machine", () => {
    const texts = [1, 2].map(() => {
      const app = newApp();
      const [first, second] = [newStack(app, "first"), newStack(app, "second")];
      const parent = new HikubeTenant(first, "top", top);
      new HikubeSubTenant(second, "sub", { parent, name: "sub", quota: share });
      app.synth();
      return readFileSync(join(app.outdir, "hikube.json"), "utf8");
    });
    expect(texts[0]).toBe(texts[1]);
    expect(JSON.parse(texts[0]!)).toEqual({
      formatVersion: 1,
      cluster: CLUSTER,
      tenants: [
        {
          name: "top",
          profile: "staging",
          path: "first/top",
          namespace: "tenant-top",
          children: [{ name: "sub", quota: share, path: "second/sub", namespace: "tenant-top-sub", children: [] }],
        },
      ],
    });
  });

  test("has a second file for a second cluster, where a namespace may come again", () => {
    const app = newApp();
    const stack = newStack(app, "stack");
    const cluster = { ...CLUSTER, version: "v1.34.0" };
    new HikubeTenant(stack, "here", top);
    const platform = new HikubePlatform(stack, "platform", { cluster });
    new HikubeTenant(stack, "there", { ...top, platform });
    app.synth();
    expect(readJson(join(app.outdir, "hikube.json"))).toMatchObject({ cluster: CLUSTER, tenants: [{ name: "top" }] });
    expect(readJson(join(app.outdir, "hikube-2.json"))).toMatchObject({ cluster, tenants: [{ path: "stack/there" }] });
  });

  test("is written again by a second synth of the same app", () => {
    const app = newApp();
    const stack = newStack(app, "stack");
    new HikubeTenant(stack, "one", top);
    app.synth();
    new HikubeTenant(stack, "two", { ...top, name: "two" });
    app.synth();
    expect(readJson(join(app.outdir, "hikube.json"))).toMatchObject({ tenants: [{ name: "top" }, { name: "two" }] });
  });
});

describe("a list or map that is only known at apply", () => {
  const variable = (stack: TerraformStack, type: string) => new TerraformVariable(stack, "later", { type });
  const faultsWith = (props: (stack: TerraformStack) => object) => {
    const app = newApp();
    const stack = newStack(app, "stack");
    new HikubeTenant(stack, "top", { ...top, ...props(stack) });
    return synthError(app);
  };
  const ports = [Port.tcp(8080)];

  test.each<readonly [string, (list: string[]) => object]>([
    ["network.expose[0].fromCidrs[0]", (fromCidrs) => ({ network: { expose: [{ fromCidrs, ports }] } })],
    ["network.egress[0].toCidrs[0]", (toCidrs) => ({ network: { egress: [{ toCidrs, ports }] } })],
    [
      "network.egress[0].toCidrs[1]",
      (list) => ({ network: { egress: [{ toCidrs: ["192.0.2.0/24", ...list], ports }] } }),
    ],
    ["security.hostnames[0]", (hostnames) => ({ security: { hostnames } })],
    ["security.imageRegistries[0]", (imageRegistries) => ({ security: { imageRegistries } })],
    ["security.subjectPrefixes[0]", (subjectPrefixes) => ({ security: { subjectPrefixes } })],
  ])("is a fault with its path: %s", (path, props) => {
    const error = faultsWith((stack) => props(variable(stack, "list(string)").listValue));
    expect(error).toContain(`stack/top.${path}: a list or map must be known at synth`);
    expect(error).not.toContain("TfToken");
  });

  test.each<readonly [string, (map: never) => object]>([
    ["quota.storageClasses", (storageClasses) => ({ quota: { storageClasses } })],
    ["quota.counts", (counts) => ({ quota: { counts } })],
    ["cost", (cost) => ({ cost })],
    ["quota", (quota) => ({ quota })],
  ])("is a fault as a map too: %s", (path, props) => {
    // `asMap` leaves the value of its one key undefined where its author names none.
    for (const asMap of [
      (value: unknown) => Token.asStringMap(value),
      (value: unknown) => Token.asMap(value, undefined),
    ]) {
      const error = faultsWith((stack) => props(asMap(variable(stack, "map(string)").value) as never));
      expect(error).toContain(`stack/top.${path}: a list or map must be known at synth`);
      expect(error).not.toContain("TfToken");
      expect(error.match(/; received /g)).toHaveLength(1);
    }
  });

  test("is a fault as an amount of which sub-tenants take their shares", () => {
    const amount = (stack: TerraformStack) => variable(stack, "number").numberValue;
    const declared = (children: readonly string[]) => () => {
      const app = newApp();
      const stack = newStack(app, "stack");
      const quota = { cpu: "4", memory: "4Gi", storage: "4Gi", loadBalancers: amount(stack) };
      const parent = new HikubeTenant(stack, "top", { ...top, quota });
      for (const name of children) new HikubeSubTenant(stack, name, { name, parent, quota: share });
      app.synth();
    };
    expect(declared([])).not.toThrow();
    expect(declared(["below"])).toThrow(/stack\/top\.quota\.loadBalancers: .*\[must-be-known-at-synth\]/);
  });

  test.each<readonly [string, (stack: TerraformStack) => object]>([
    ["access.owners[0]", (stack) => ({ access: { owners: variable(stack, "list(any)").listValue } })],
    ["access.owners", (stack) => ({ access: { owners: variable(stack, "any").value as unknown } })],
    ["security.hostnames", (stack) => ({ security: { hostnames: variable(stack, "list(string)").value as unknown } })],
    [
      "security.hostnames",
      (stack) => ({
        security: { hostnames: Fn.concat([variable(stack, "list(string)").listValue, ["a.example.ch"]]) as unknown },
      }),
    ],
    [
      "network.expose[0].ports[0]",
      (stack) => {
        const numbers = Token.asNumberList(variable(stack, "list(number)").value);
        return { network: { expose: [{ fromNamespace: "ingress-nginx", ports: numbers }] } };
      },
    ],
    ["protected", (stack) => ({ protected: variable(stack, "bool").value as unknown })],
  ])("is a fault in whatever form, where no text or number is expected: %s", (path, props) => {
    const error = faultsWith(props);
    expect(error).toMatch(new RegExp(`stack/top\\.${path.replace(/[[\].]/g, "\\$&")}: .*\\[must-be-known-at-synth\\]`));
    expect(error).not.toMatch(/TfToken|e\+289/);
  });

  test("passes as a single string", () => {
    expect(
      faultsWith((stack) => ({
        network: { egress: [{ toCidrs: [variable(stack, "string").stringValue], ports }] },
      })),
    ).toBe("");
  });
});

test("a synth with faults leaves nothing of an earlier one that says all is well", () => {
  const app = newApp();
  new HikubeTenant(newStack(app, "stack"), "a", {
    name: "a",
    platform: PLATFORM,
    profile: "staging",
    quota: { cpu: "no" },
  });
  const document = join(app.outdir, "hikube.json");
  writeFileSync(document, "{}");
  expect(synthError(app)).toContain("quota.cpu");
  expect(existsSync(document)).toBe(false);
});

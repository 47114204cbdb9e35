import { tenantsDocument } from "../../src/model/tenant/document";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Fn, TerraformVariable, type TerraformStack } from "cdktf";
import { HikubePlatform, HikubeTenant, Subject, TenantFleet } from "cdktf-hikube";
import type { SubjectSpec } from "../../src/model/tenant/spec/spec";
import { emit } from "../../constructs/manifest";
import { readTenants } from "../../src/cli/tenants-source";
import { CLUSTER, newApp, newDirectory, newStack, readJson, resourceAt, synthStack, PLATFORM } from "./synth";

const top = { name: "top", profile: "development", platform: PLATFORM } as const;

/** The names that the owners' binding has after synth. */
function ownersOf(owners: (stack: TerraformStack) => readonly SubjectSpec[]): readonly unknown[] {
  const resources = synthStack(
    (stack) => new HikubeTenant(stack, "top", { ...top, access: { owners: owners(stack) } }),
  );
  const { subject } = resourceAt(resources, "kubernetes_role_binding_v1.top_role-binding-owner");
  return (subject as readonly { readonly name: unknown }[]).map(({ name }) => name).sort();
}

test("a text is escaped once, however many signs stand before its brace", () => {
  const names = ["${a}", "$${a}", "$$${a}", "%{a}", "%%{a}", "$%{a}", "$ {a}", "a$"];
  expect(ownersOf(() => names.map(Subject.group))).toEqual(
    [...["$ {a}", "$$$${a}", "$$${a}", "$${a}", "$%%{a}", "%%%{a}", "%%{a}", "a$"]].sort(),
  );
});

test("tokens of cdktf stay what they are, alone and inside of a text, which is escaped around them", () => {
  const names = ownersOf((stack) => {
    const variable = new TerraformVariable(stack, "team", { type: "string" }).stringValue;
    return [variable, Fn.upper(variable), `\${1}-${variable}-%{if}`, `a$$${variable}`].map(Subject.group);
  });
  expect(names).toEqual(
    ["$${1}-${var.team}-%%{if}", "${upper(var.team)}", "${var.team}", 'a${"$$"}${var.team}'].sort(),
  );
});

test("HCL keeps each text within its quotes", () => {
  const note = '${" , "other" = file("secret") , "more" = "\\';
  const stack = newStack(newApp(), "stack");
  new HikubeTenant(stack, "top", { ...top, cost: { note } });
  const { hcl } = stack.toHclTerraform() as { hcl: string };
  const line = hcl.split("\n").find((one) => one.includes("cost-note"));
  expect(line).toBe('"hikube.cloud/cost-note" = "$${\\" , \\"other\\" = file(\\"secret\\") , \\"more\\" = \\"\\\\"');
});

test("HCL takes no text for code, whatever it starts with and however many lines it has", () => {
  const texts = ['[file("secret")]', '{ a = file("secret") }', '"${file(1)}"', 'a\nEOF\nb = file("secret")'];
  const stack = newStack(newApp(), "stack");
  const policy = { apiVersion: "example.com/v1", kind: "Any", metadata: { name: "any" } };
  emit(stack, "any", { ...policy, spec: { rules: texts.map((text) => ({ text, all: [text] })) } });
  const { hcl } = stack.toHclTerraform() as { hcl: string };
  const lines = hcl.split("\n").filter((line) => line.includes("file("));
  expect(lines).toHaveLength(2 * texts.length);
  for (const line of lines) expect(line).toMatch(/^(text = )?"(\\.|[^"\\])*",?$/);
});

test("what synth writes for the command tells texts and expressions apart", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  const cpu = new TerraformVariable(stack, "cpu", { type: "string" }).stringValue;
  new HikubePlatform(stack, "platform", { cluster: CLUSTER });
  const quota = { cpu, memory: "1Gi", storage: "1Gi" };
  new HikubeTenant(stack, "top", { ...top, quota, cost: { note: "${1+1} of $${x}" } });
  app.synth();
  const file = join(app.outdir, "hikube.json");
  expect(readJson(file)).toMatchObject({
    tenants: [{ quota: { cpu: "${var.cpu}" }, cost: { note: "$${1+1} of $$${x}" } }],
  });
  const { issues, tenants } = readTenants(file);
  expect(issues).toEqual([]);
  expect(tenantsDocument(tenants!.roots, tenants!.cluster).tenants[0]).toMatchObject({
    quota: { cpu: "${var.cpu}" },
    cost: { note: "${1+1} of $${x}" },
  });
});

test("numbers that only Terraform knows are read again by the command", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  const count = (name: string) => new TerraformVariable(stack, name, { type: "number" }).numberValue;
  new HikubePlatform(stack, "platform", { cluster: CLUSTER });
  const network = {
    egress: [{ toCidrs: ["203.0.113.0/24"], ports: [{ port: count("port"), protocol: "TCP" as const }] }],
  };
  const quota = { cpu: "1", memory: "1Gi", storage: "1Gi", loadBalancers: count("balancers") };
  new HikubeTenant(stack, "top", { ...top, quota, network });
  app.synth();
  const file = join(app.outdir, "hikube.json");
  const { issues, tenants } = readTenants(file);
  expect(issues).toEqual([]);
  const again = JSON.stringify(tenantsDocument(tenants!.roots, tenants!.cluster));
  expect(JSON.parse(again)).toMatchObject({
    tenants: [
      { quota: { loadBalancers: "${var.balancers}" }, network: { egress: [{ ports: [{ port: "${var.port}" }] }] } },
    ],
  });
  // A text elsewhere is no number because it looks like one.
  writeFileSync(file, JSON.stringify(readJson(file)).replace('"${var.balancers}"', '"3"'));
  expect(readTenants(file).issues).toMatchObject([
    { code: "wrong-type", path: ["stack/top", "quota", "loadBalancers"] },
  ]);
});

test("a text that is no expression is judged by the command as at synth", () => {
  const app = newApp();
  new HikubeTenant(newStack(app, "stack"), "top", { ...top, cost: { note: "n" } });
  app.synth();
  const file = join(app.outdir, "hikube.json");
  const owners = '"access":{"owners":[{"kind":"Group","name":"system:$${x}"}]}';
  const document = JSON.stringify(readJson(file)).replace('"cost":', () => `${owners},"cost":`);
  writeFileSync(file, document);
  expect(readTenants(file).issues).toMatchObject([{ path: ["stack/top", "access", "owners", 0, "name"] }]);
});

describe("the assignment of a fleet", () => {
  const entry = { stack: "fleet-1", held: ["fleet-1"], protected: [] };

  test.each([
    [
      "forget what Terraform would evaluate",
      { stacks: ["fleet-1"], tenants: { a: { ...entry, moving: ["${file(1)}.b"] } } },
    ],
    ["name a folder outside", { stacks: ["../fleet"], tenants: {} }],
  ])("cannot %s", (_what, content) => {
    const assignment = join(newDirectory(), "assignment.json");
    writeFileSync(assignment, JSON.stringify({ formatVersion: 1, ...content }));
    const make = () =>
      new TenantFleet(newApp(), "fleet", {
        tenants: [],
        platform: PLATFORM,
        assignment,
        configureStack: () => undefined,
      });
    expect(make).toThrow(/invalid assignment/);
  });
});

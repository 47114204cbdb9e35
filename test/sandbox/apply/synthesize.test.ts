import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, S3Backend, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { synthesizeTo } from "../../../src/sandbox/apply/synthesize";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "synthesize-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const outdir = (): string => join(folder, "ours");

function jsonOf(directory: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as Readonly<Record<string, unknown>>;
}

test("a stack is written to the folder that is asked for, and not to the app's own", () => {
  const app = new App({ outdir: join(folder, "theirs") });
  const stack = new TerraformStack(app, "shop");
  new TerraformOutput(stack, "greeting", { value: "hello" });
  expect(synthesizeTo(stack, outdir())).toEqual([{ name: "shop", directory: join(outdir(), "stacks", "shop") }]);
  expect(jsonOf(join(outdir(), "stacks", "shop")).output).toEqual({ greeting: { value: "hello" } });
  expect(existsSync(join(folder, "theirs", "stacks", "shop"))).toBe(false);
});

test("a stack brings those that it refers to, before it, and no others", () => {
  const app = Testing.app();
  const later = new TerraformStack(app, "later");
  const earlier = new TerraformStack(app, "earlier");
  new TerraformStack(app, "other");
  new S3Backend(earlier, { bucket: "b", key: "k" });
  const output = new TerraformOutput(earlier, "greeting", { value: "hello" });
  later.addDependency(earlier);
  expect(output.value).toBe("hello");
  expect(synthesizeTo(later, outdir()).map(({ name }) => name)).toEqual(["earlier", "later"]);
  expect(synthesizeTo(app, outdir()).map(({ name }) => name)).toEqual(["earlier", "later", "other"]);
});

test("HCL is written as HCL", () => {
  process.env.SYNTH_HCL_OUTPUT = "true";
  try {
    const stack = new TerraformStack(new App({ outdir: join(folder, "theirs") }), "shop");
    new TerraformOutput(stack, "greeting", { value: "hello" });
    const [written] = synthesizeTo(stack, outdir());
    expect(readFileSync(join(written?.directory ?? "", "cdk.tf"), "utf8")).toContain('output "greeting" {');
  } finally {
    delete process.env.SYNTH_HCL_OUTPUT;
  }
});

test("faults of the app are told, as its own synth would", () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, "shop");
  app.node.addValidation({ validate: () => ["no greeting"] });
  expect(() => synthesizeTo(stack, outdir())).toThrow("the app has faults:\n  no greeting");
  stack.node.addValidation({ validate: () => ["no shop"] });
  expect(() => synthesizeTo(stack, outdir())).toThrow("no shop");
});

test("an app without stacks is refused", () => {
  expect(() => synthesizeTo(Testing.app(), outdir())).toThrow("the app has no stack");
});

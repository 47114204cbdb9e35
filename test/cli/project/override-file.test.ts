import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeOverrides, withIgnored } from "../../../src/cli/project/override-file";
import type { Stack } from "../../../src/cli/project/stacks";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "override-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function stackOf(resource: object): Stack {
  const file = join(directory, "cdk.tf.json");
  writeFileSync(file, JSON.stringify({ resource }));
  return { name: "s", directory, file, dependencies: [] } as unknown as Stack;
}

function overrides(): unknown {
  return JSON.parse(readFileSync(join(directory, "hikube_override.tf.json"), "utf8"));
}

test("what a resource ignores by itself stays ignored, and one that ignores all is let alone", async () => {
  const stack = stackOf({
    t: {
      a: { lifecycle: { ignore_changes: ["own"], prevent_destroy: true } },
      b: { lifecycle: { ignore_changes: "all" } },
    },
  });
  const ignored = new Map([
    ["t.a", ["x"]],
    ["t.b", ["x"]],
    ["t.c", ["y"]],
  ]);
  const found = await withIgnored(stack, ignored, () => Promise.resolve(overrides()));
  expect(found).toEqual({
    resource: {
      t: { a: { lifecycle: { ignore_changes: ["own", "x"] } }, c: { lifecycle: { ignore_changes: ["y"] } } },
    },
  });
});

test("it is gone afterwards, also after a failure, and so is what a killed run left", async () => {
  const stack = stackOf({});
  await expect(withIgnored(stack, new Map(), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(readdirSync(directory)).toEqual(["cdk.tf.json"]);
  writeFileSync(join(directory, "hikube_override.tf.json"), "{}");
  removeOverrides(stack);
  expect(existsSync(join(directory, "hikube_override.tf.json"))).toBe(false);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { applyStack } from "../../../src/sandbox";
import { assertTarget } from "../../../src/sandbox/apply/given";

const stack = () => new TerraformStack(Testing.app(), "shop");

test("a stack and an app are taken", () => {
  expect(() => {
    assertTarget(stack());
    assertTarget(Testing.app());
  }).not.toThrow();
});

test.each([
  [{}, "an object without a construct's node"],
  [undefined, "undefined"],
  [null, "null"],
  ["shop", "string"],
])("%j is no stack, which is said", async (value, received) => {
  await expect(applyStack(value as never)).rejects.toMatchObject({
    code: "bad-option",
    message: `applyStack: received ${received}; expected: a stack or an app of cdktf`,
  });
});

test("what is no sandbox, and one that has ended, are told from each other", async () => {
  await expect(applyStack(stack(), { sandbox: {} as never })).rejects.toMatchObject({ code: "bad-option" });
  const directory = mkdtempSync(join(tmpdir(), "ended-"));
  rmSync(directory, { recursive: true });
  await expect(applyStack(stack(), { sandbox: { name: "ci", directory } as never })).rejects.toMatchObject({
    code: "not-running",
    message: 'applyStack: the sandbox "ci" that was passed has ended; pass one that runs, or none for a fresh one',
  });
});

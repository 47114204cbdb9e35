import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { expressionOf, withKnownBlocks } from "../../../src/cli/project/known-blocks";
import { parseStackConfig } from "../../../src/cli/project/stack-config";
import type { Stack } from "../../../src/cli/project/stacks";
import { inFolder } from "../call";

inFolder({});

const shown = (expression: string) => `try(nonsensitive(${expression}), ${expression})`;

test.each<readonly [unknown, string | undefined]>([
  ["plain", '"plain"'],
  ['a "quote" and \\ and\nline', '"a \\"quote\\" and \\\\ and\\nline"'],
  ["${var.host}", shown("var.host")],
  ["https://${var.host}:6443", `"https://\${${shown("var.host")}}:6443"`],
  ['${lookup(var.m, "a}b")}', shown('lookup(var.m, "a}b")')],
  ["${{ a = 1 }.a}", shown("{ a = 1 }.a")],
  ["costs $5, 5%, $${literal}", '"costs $5, 5%, $${literal}"'],
  [{ args: ["a", 1, true, null, "${var.b}"] }, `{ "args" = ["a", 1, true, null, ${shown("var.b")}] }`],
  ["%{ if true }x%{ endif }", undefined],
  ["${a\n}", undefined],
  ["${open", undefined],
  ['${"${nested}"}', undefined],
  [{ "${key}": 1 }, undefined],
])("%j of a block is %j to terraform", (value, expression) => {
  expect(expressionOf(value)).toBe(expression);
});

/** A stack of this JSON, and a terraform that answers so and keeps what it was asked. */
function given(json: object, answer: string, env = {}) {
  writeFileSync("terraform", `#!/bin/sh\ncat > asked\necho "$@" >> asked\ncat <<'END'\n${answer}\nEND\n`);
  chmodSync("terraform", 0o700);
  const config = parseStackConfig(JSON.stringify(json));
  const stack: Stack = { name: "a", directory: process.cwd(), file: "cdk.tf.json", dependencies: [], config };
  const path = `${process.cwd()}/terraform`;
  return withKnownBlocks(stack, { path, flavour: "terraform", env: { PATH: process.env.PATH, ...env } });
}

const ofKubernetes = (block: object) => ({ provider: { kubernetes: [block] } });
const BLOCK = { alias: "east", host: "${var.host}" };

test("what terraform knows takes the place of the expressions", async () => {
  const answer = JSON.stringify(JSON.stringify({ alias: "east", host: "https://10.0.0.1" }));
  expect((await given(ofKubernetes(BLOCK), `Warning: of no matter\n${answer}`)).config.providers).toEqual([
    { alias: "east", host: "https://10.0.0.1" },
  ]);
  expect(readFileSync("asked", "utf8")).toBe(
    `jsonencode({ "alias" = "east", "host" = ${shown("var.host")} })\nconsole\n`,
  );
});

test.each([
  ["(known after apply)", {}],
  ["(ephemeral value)", {}],
  ["", {}],
  ['"[]"', {}],
  [JSON.stringify('{"host":"https://10.0.0.9"}'), { TF_CLI_ARGS_plan: "-var host=https://10.0.0.1" }],
])("what it answers by %j under %j stays an expression", async (answer, env) => {
  expect((await given(ofKubernetes(BLOCK), answer, env)).config.providers).toEqual([BLOCK]);
});

test("blocks of the provider hikube are read as well", async () => {
  const answer = JSON.stringify(JSON.stringify({ host: "https://10.0.0.1" }));
  const required = { required_providers: { hikube: { source: "hikube/hikube" } } };
  const json = { terraform: required, provider: { hikube: { host: "${var.host}", alias: "a" } } };
  expect((await given(json, answer)).config.hikube?.blocks).toEqual([{ host: "https://10.0.0.1" }]);
});

test("a block without expressions is asked of nobody", async () => {
  const block = { host: "https://10.0.0.1" };
  expect((await given(ofKubernetes(block), "")).config.providers).toEqual([block]);
  expect(() => readFileSync("asked")).toThrow(/ENOENT/);
});

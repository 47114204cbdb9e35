import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scenario, unknown, type Expected, type Scenario } from "../../src/plugin/testing";
import { Decimal } from "../../src/plugin";
import { toyProvider } from "../plugin/toy-provider";
import { terraformBinaries } from "./binaries";

/** Every kind of value: as it is written in a configuration, two of them, and what comes back. */
const KINDS: readonly (readonly [name: string, first: string, second: string, received: Expected])[] = [
  ["bool", "true", "false", true],
  ["string", '"a"', '""', "a"],
  ["float", "0.1", "1.5e300", 0.1],
  ["int", "-7", "0", -7],
  ["bigint", "18446744073709551617", "1", 18446744073709551617n],
  ["number", "0.12345678901234567890123", "2", new Decimal("0.12345678901234567890123")],
  ["list", '["b", "a", null]', "[]", ["b", "a", null]],
  ["set", '["b", "a"]', "[]", ["a", "b"]],
  ["map", "{ a = 1, b = null }", "{}", { a: 1, b: null }],
  ["object", '{ name = "a", amount = 1 }', "{ name = null, amount = 2 }", { name: "a", amount: 1 }],
  ["object_dynamic", '{ name = "a", anything = [1, "x"] }', '{ name = "a", anything = true }', { anything: [1, "x"] }],
  ["dynamic", '{ a = [1, "x"], b = null }', '"text"', { a: [1, "x"], b: null }],
];

const NESTED: typeof KINDS = [
  ["single_nested", '{ name = "a" }', "{ amount = 1 }", { name: "a", amount: null }],
  ["single_nested_dynamic", '{ anything = [1, "x"] }', "{ anything = true }", { anything: [1, "x"] }],
  ["list_nested", '[{ name = "a" }, { amount = 2 }]', "[]", [{ name: "a" }, { amount: 2 }]],
  ["set_nested", '[{ name = "a" }, { name = "b" }]', "[]", [{ name: "a" }, { name: "b" }]],
  ["map_nested", '{ k = { name = "a" } }', "{}", { k: { name: "a", amount: null } }],
];

const BLOCKS: typeof KINDS = [
  ["single_block", 'single_block { name = "a" }', "single_block { amount = 1 }", { name: "a", amount: null }],
  [
    "single_block_dynamic",
    'single_block_dynamic { anything = [1, "x"] }',
    "single_block_dynamic { anything = true }",
    { anything: [1, "x"] },
  ],
  ["list_block", 'list_block { name = "b" }\n list_block { name = "a" }', "", [{ name: "b" }, { name: "a" }]],
  ["set_block", 'set_block { name = "b" }\n set_block { name = "a" }', "", [{ name: "a" }, { name: "b" }]],
];

const body = (which: 1 | 2): string =>
  [...[...KINDS, ...NESTED].map((kind) => `${kind[0]} = ${kind[which]}`), ...BLOCKS.map((kind) => kind[which])].join(
    "\n",
  );
const ALL = [...KINDS, ...NESTED, ...BLOCKS];
const received = Object.fromEntries(ALL.map(([name, , , value]) => [name, value]));
const outputs = (of: (name: string, value: string) => string): string =>
  KINDS.map(([name, value]) => `output "${name}" { value = ${of(name, value)} }`).join("\n");

describe.each(terraformBinaries())("values of every kind under $name", ({ path }) => {
  let store: string;

  beforeAll(async () => {
    store = await mkdtemp(join(tmpdir(), "toy-store-"));
  });

  afterAll(() => rm(store, { recursive: true, force: true }));

  const toys = (env: Readonly<Record<string, string>> = {}): Scenario =>
    scenario(toyProvider, { terraform: path(), env, common: `provider "toy" { directory = "${store}" }` });
  const call = (name: string, ...args: readonly string[]): string => `provider::toy::${name}(${args.join(", ")})`;

  it("are stored by a resource as they are configured, changed and taken away", async () => {
    const resource = (inside: string): string => `resource "toy_kinds" "k" {\n${inside}\n}`;
    await toys()
      .apply(resource(body(1)), { state: { "toy_kinds.k": received } })
      .apply(resource(body(2)), {
        plan: { "toy_kinds.k": { action: "update" } },
        state: { "toy_kinds.k": { bool: false, string: "", list: [], dynamic: "text", list_block: [], set_block: [] } },
      })
      .apply(resource(""), {
        state: { "toy_kinds.k": { bool: null, map: null, single_nested: null, single_block: null } },
      });
  });

  it("are held by an ephemeral resource as they are configured", async () => {
    const none = ([name]: (typeof ALL)[number]): [string, Expected] => [name, /list_|set_/.test(name) ? [] : null];
    await toys()
      .plan(`ephemeral "toy_kinds" "k" {\n${body(1)}\n}`, { ephemeral: { "toy_kinds.k": received } })
      .plan('ephemeral "toy_kinds" "k" {}', {
        ephemeral: {
          "toy_kinds.k": {
            ...Object.fromEntries([...KINDS, ...NESTED].map(([name]) => [name, null])),
            ...Object.fromEntries(BLOCKS.map(none)),
          },
        },
      });
  });

  it("are given to a function and returned by it", async () => {
    const known = Object.fromEntries(KINDS.map(([name, , , value]) => [name, value]));
    await toys().apply(
      outputs((name, value) => call(`one_${name}`, value)),
      { outputs: known },
    );
  });

  it.each<[string, string, Expected]>([
    ["primitive", '"text"', "text"],
    ["of a collection", "tolist([true, false])", [true, false]],
    ["structural", '{ a = "x", b = 1234.5, c = true }', { a: "x", b: 1234.5, c: true }],
  ])("that are dynamic keep their type through a function: %s", async (_, written, read) => {
    const inside = `{ name = "a", anything = ${written} }`;
    await toys().apply(
      `output "whole" { value = ${call("one_dynamic", written)} }
       output "part" { value = ${call("one_object_dynamic", inside)} }
       output "is_list" { value = can(tolist(${call("one_dynamic", written)})) }`,
      { outputs: { whole: read, part: { name: "a", anything: read }, is_list: Array.isArray(read) } },
    );
  });

  it("leave the result of a function unknown where its argument is", async () => {
    const later = 'resource "terraform_data" "d" { input = "x" }\n';
    const argument = (value: string): string => `terraform_data.d.output == "x" ? ${value} : null`;
    await toys().plan(later + outputs((name, value) => call(`one_${name}`, argument(value))), {
      outputs: Object.fromEntries(KINDS.map(([name]) => [name, unknown])),
    });
  });

  it.each(KINDS)("are refused as an argument where they are null: %s", async (name) => {
    const typed = name === "dynamic" ? "tostring(null)" : "null";
    const some = (value: string): string => `output "o" { value = ${call(`one_${name}`, value)} }`;
    await toys()
      .plan(some("null"), { error: /must not be null/ })
      .plan(some(typed), { error: /must not be null/ });
  });

  it.each(KINDS)("are taken by a function in any number: %s", async (name, first, second, value) => {
    const isDynamic = name === "dynamic";
    const many = isDynamic ? [first, '"x"'] : [first, second];
    await toys().apply(
      `output "none" { value = ${call(`many_${name}`)} }
       output "one" { value = ${call(`many_${name}`, first)} }
       output "same" { value = ${call(`many_${name}`, first, first)} }
       output "many" { value = length(${call(`many_${name}`, ...many)}) }
       output "different" { value = ${call("many_dynamic", "true", '"text"', "1234.5")} }`,
      { outputs: { none: [], one: [value], same: [value, value], many: 2, different: [true, "text", 1234.5] } },
    );
  });

  it("are refused in a variadic argument where one is null, and leave the result unknown where one is", async () => {
    const later = 'resource "terraform_data" "d" { input = "x" }\n';
    const some = (value: string): string => later + `output "o" { value = ${call("many_string", '"a"', value)} }`;
    await toys()
      .plan(some("null"), { error: /must not be null/ })
      .plan(some("tostring(null)"), { error: /must not be null/ })
      .plan(later + `output "o" { value = ${call("many_dynamic", '"a"', "tostring(null)")} }`, {
        error: /must not be null/,
      })
      .apply(some("terraform_data.d.output"), { outputs: { o: ["a", "x"] } });
  });

  it("are refused where an object lacks an attribute, and may be null in one", async () => {
    await toys()
      .plan(`output "o" { value = ${call("one_object", '{ name = "a" }')} }`, {
        error: /attribute "amount" is required/,
      })
      .plan(`output "o" { value = ${call("one_object_dynamic", '{ name = "a" }')} }`, {
        error: /attribute "anything" is required/,
      })
      .apply(`output "o" { value = ${call("one_object", '{ name = "a", amount = null }')} }`, {
        outputs: { o: { name: "a", amount: null } },
      })
      .apply(`output "o" { value = ${call("one_object_dynamic", '{ name = "a", anything = null }')} }`, {
        outputs: { o: { name: "a", anything: null } },
      });
  });

  it("are refused by a function where the number is not of its kind", async () => {
    await toys()
      .plan(`output "o" { value = ${call("one_int", "1.5")} }`, { error: /must be a whole number, but is 1.5/ })
      .plan(`output "o" { value = ${call("one_float", "1e309")} }`, { error: /a number that a float64 can hold/ });
  });

  const text = (inside: string): string => `resource "toy_texts" "t" {\n ${inside}\n}`;

  it.each([
    ["JSON", "json", '"{\\"a\\":1}"', '"{ \\"a\\": 1 }"', '"{"'],
    ["IPv6 addresses", "ipv6", '"2001:db8::1"', '"2001:0DB8:0::1"', '"2001::db8::1"'],
    ["IPv6 networks", "cidr6", '"2001:db8::/32"', '"2001:DB8:0::/32"', '"2001:db8::/129"'],
    ["times", "time", '"2026-01-31T12:00:00Z"', '"2026-01-31T13:00:00+01:00"', '"31.1.2026"'],
  ])("with a meaning change by their meaning alone: %s", async (_, ...[name, first, other, wrong]) => {
    await toys()
      .apply(text(`${name} = ${first}`), { state: { "toy_texts.t": { calls: 1 } } })
      .apply(text(`${name} = ${other}`), {
        plan: { "toy_texts.t": { action: "no-op" } },
        state: { "toy_texts.t": { [name]: (value) => value === JSON.parse(first), calls: 1 } },
      })
      .apply(text(""), { state: { "toy_texts.t": { [name]: null, calls: 2 } } })
      .plan(text(`${name} = ${wrong}`), { error: /It must be/ });
  });

  it.each([
    ["exact JSON", "exact_json", '"{\\"a\\":1}"', '"{ \\"a\\": 1 }"', '"{"'],
    ["IPv4 addresses", "ipv4", '"192.0.2.1"', '"192.0.2.2"', '"192.0.2.256"'],
    ["IPv4 networks", "cidr4", '"192.0.2.0/24"', '"192.0.2.0/25"', '"192.0.2.0/33"'],
    ["durations", "duration", '"1h30m"', '"90m"', '"soon"'],
  ])("with a form are held to it: %s", async (_, ...[name, first, other, wrong]) => {
    await toys()
      .apply(text(`${name} = ${first}`))
      .apply(text(`${name} = ${other}`), { plan: { "toy_texts.t": { action: "update" } } })
      .plan(text(`${name} = ${wrong}`), { error: /It must be/ });
  });

  const once = (inside: string): string => `resource "toy_once" "o" {\n ${inside}\n}`;

  it("may change their type where they are dynamic and computed", async () => {
    await toys()
      .apply(once('secret = "s"'), { state: { "toy_once.o": { answer: [1, "one"] } } })
      .apply(once('label = "x"'), {
        plan: { "toy_once.o": { action: "update", after: { answer: unknown } } },
        state: { "toy_once.o": { answer: "x" } },
      });
  });

  it("that are write-only may be needed once, when a resource is made", async () => {
    await toys()
      .plan(once(""), { error: /A secret is needed/ })
      .apply(once('trigger = "1"\n secret = "s"'), { state: { "toy_once.o": { secret: null } } })
      .apply(once('trigger = "1"'), { plan: { "toy_once.o": { action: "no-op" } } })
      .plan(once('trigger = "2"'), { error: /A secret is needed/ })
      .apply(once('trigger = "2"\n secret = "t"'), { plan: { "toy_once.o": { action: "replace" } } });
  });

  it("may come from variables of the environment", async () => {
    const configuration = 'variable "label" { type = string }\n' + once('secret = "s"\n label = var.label');
    await toys({ TF_VAR_label: "of the shell" }).apply(configuration, {
      state: { "toy_once.o": { label: "of the shell", answer: "of the shell" } },
    });
  });

  it("of an ephemeral resource are not asked for as long as its configuration is unknown", async () => {
    const later = 'resource "toy_item" "a" { name = "x" }\nephemeral "toy_token" "t" { owner = toy_item.a.id }\n';
    const used = 'resource "toy_item" "b" {\n name = "y"\n secret = ephemeral.toy_token.t.value\n}\n';
    await toys()
      .plan(later + used, { plan: { "toy_item.b": { action: "create" } } })
      .apply(later + used, { state: { "toy_item.b": { secret: null } } });
  });
});

import { Decimal, UNKNOWN, type Value } from "../../../src/plugin";
import { absent, unknown, type Expected } from "../../../src/plugin/testing";
import { planFaults, stateFaults, warningFaults } from "../../../src/plugin/testing/checks";
import { changesOf, diagnosticsOf, plannedOutputs, valuesOf } from "../../../src/plugin/testing/cli-json";
import { mismatches } from "../../../src/plugin/testing/expected";

const isEven = (value: Value): boolean => Number(value) % 2 === 0;

describe("an expected value", () => {
  it.each<[Expected, Value | undefined]>([
    ["a", "a"],
    [1, 1],
    [9007199254740993n, 9007199254740993n],
    [new Decimal("0.10"), 0.1],
    [true, true],
    [null, null],
    [null, undefined],
    [absent, undefined],
    [unknown, UNKNOWN],
    [/^b/, "bc"],
    [/b/g, "bc"],
    [isEven, 4],
    [
      ["a", /b/],
      ["a", "b"],
    ],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }],
    [{ a: absent }, { b: 1 }],
  ])("%p accepts %p", (expected, received) => {
    expect(mismatches(expected, received)).toEqual([]);
  });

  it.each<[Expected, Value | undefined, string]>([
    ["a", "b", 'expected "a", received "b"'],
    ["1", 1, 'expected "1", received 1'],
    [9007199254740992, 9007199254740993n, "expected 9007199254740992, received 9007199254740993"],
    [false, undefined, "expected false, received absent"],
    [null, "", 'expected null, received ""'],
    [absent, null, "expected absent, received null"],
    [unknown, null, "expected unknown, received null"],
    ["a", UNKNOWN, 'expected "a", received unknown'],
    [/^b/, "a", 'expected text that matches /^b/, received "a"'],
    [/1/, 1, "expected text that matches /1/, received 1"],
    [isEven, 3, "expected what isEven accepts, received 3"],
    [["a"], ["a", "b"], 'expected ["a"], received ["a", "b"]'],
    [["a"], "a", 'expected ["a"], received "a"'],
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, "a[0].b: expected 1, received 2"],
    [{ a: 1 }, null, "expected { a: 1 }, received null"],
    [{ toString: null }, { toString: "x" }, 'toString: expected null, received "x"'],
  ])("%p refuses %p", (expected, received, sentence) => {
    expect(mismatches(expected, received)).toEqual([sentence]);
  });
});

const PLAN = JSON.stringify({
  resource_changes: [
    {
      address: "t.a",
      previous_address: "t.old",
      change: {
        actions: ["delete", "create"],
        before: { name: "a", id: "1" },
        after: { name: "b", list: [{ x: 1 }] },
        after_unknown: { id: true, list: [{ y: true }] },
        replace_paths: [["name"], ["list", 0, "x"]],
      },
    },
    { address: "t.i", change: { actions: ["no-op"], before: {}, after: {}, importing: { id: "1" } } },
    { address: "t.n", change: { actions: ["no-op"], before: {}, after: {} } },
    { address: "t.d", change: { actions: ["delete"], before: {}, after: null, after_unknown: {} } },
  ],
});

describe("the check of a plan", () => {
  const changes = changesOf(PLAN);

  it("accepts what is in it", () => {
    const after = { name: "b", id: unknown, list: [{ x: 1, y: unknown }] };
    const checks = {
      "t.a": { action: "replace", after, replacedBy: ["list[0].x", "name"], movedFrom: "t.old" },
      "t.i": { action: "import" },
      "t.n": absent,
      "t.d": { action: "delete", after: null },
      "t.else": absent,
    } as const;
    expect(planFaults(checks, changes)).toEqual([]);
  });

  it("refuses each part that is not", () => {
    const checks = {
      "t.a": { action: "update", after: { id: "1" }, replacedBy: ["id"], movedFrom: "t.x" },
      "t.d": absent,
      "t.else": {},
    } as const;
    expect(planFaults(checks, changes)).toEqual([
      "plan of t.a: expected update, received replace",
      'plan of t.a: after: id: expected "1", received unknown',
      "plan of t.a: expected to be replaced by id, received name, list[0].x",
      "plan of t.a: expected to be moved from t.x, received t.old",
      "plan of t.d: expected no change, received delete",
      "plan of t.else: it is not in the plan, which has t.a, t.i, t.n, t.d",
    ]);
    expect(planFaults({ "t.n": { movedFrom: "t.x" } }, changes)).toEqual([
      "plan of t.n: expected to be moved from t.x, received no move",
    ]);
  });
});

it("reads the outputs of a plan, those that are not known yet too", () => {
  const output_changes = {
    known: { actions: ["create"], before: null, after: 1, after_unknown: false },
    later: { actions: ["update"], before: "x", after_unknown: true },
    partly: { actions: ["no-op"], after: { a: 1 }, after_unknown: { b: true } },
    gone: { actions: ["delete"], before: "x", after: null, after_unknown: false },
  };
  const outputs = plannedOutputs(JSON.stringify({ output_changes }));
  expect(outputs).toEqual({ known: 1, later: UNKNOWN, partly: { a: 1, b: UNKNOWN } });
  expect(plannedOutputs("{}")).toEqual({});
});

it("reads a state with its modules and outputs, and checks it", () => {
  const json = JSON.stringify({
    values: {
      outputs: { o: { value: [1] } },
      root_module: {
        resources: [{ address: "t.a", values: { a: 1 }, tainted: true }],
        child_modules: [{ resources: [{ address: 'module.m.t.b["k"]', values: { b: 2 } }] }],
      },
    },
  });
  const stored = valuesOf(json);
  expect(stored).toMatchObject({ outputs: { o: [1] }, tainted: new Set(["t.a"]) });
  expect(stateFaults({ "t.a": { a: 1 }, 'module.m.t.b["k"]': { b: 2 }, "t.c": absent }, stored)).toEqual([]);
  expect(stateFaults({ "t.a": absent, "t.c": {} }, stored)).toEqual([
    "state of t.a: expected absent, received { a: 1 }",
    'state of t.c: it is not in the state, which has t.a, module.m.t.b["k"]',
  ]);
  expect(valuesOf('{"format_version":"1.0"}')).toMatchObject({ resources: new Map(), outputs: {} });
});

it("reads the diagnostics of a command, and checks its warnings", () => {
  const line = (severity: string, summary: string) =>
    JSON.stringify({ type: "diagnostic", diagnostic: { severity, summary, detail: "More.", address: "t.a" } });
  const output = `noise\n{broken\n{"type":"version"}\n${line("error", "Bad")}\n${line("warning", "Old")}\n`;
  const found = diagnosticsOf(output);
  expect(found).toEqual([
    { severity: "error", text: "Bad\nMore.\nt.a" },
    { severity: "warning", text: "Old\nMore.\nt.a" },
  ]);
  expect(warningFaults([/^Old/], found)).toEqual([]);
  expect(warningFaults([/Bad/], found)).toEqual(["expected a warning that matches /Bad/, received Old\nMore.\nt.a"]);
  expect(warningFaults([], found)).toEqual(["expected no warning, received: Old\nMore.\nt.a"]);
});

import { describeValue, fail, join } from "./toy/callable";
import { toyProvider } from "./toy-provider";
import { fn, FunctionError, type Value } from "../../src/plugin";
import { callFunction } from "../../src/plugin/lifecycle/call-function";
import { functionFaults } from "../../src/plugin/lifecycle/function-rules";
import { Session } from "../../src/plugin/lifecycle/session";
import { callProviderFunction, getFunctions } from "../../src/plugin/rpc/function-rpcs";
import { dynamicOf } from "../../src/plugin/values/dynamic";
import type { Type } from "../../src/plugin/types";
import { fromTypedValue, toTypedValue } from "../../src/plugin/wire/convert";
import { decodeMessage, encodeMessage } from "../../src/plugin/wire/protobuf";
import { CallFunctionRequest, CallFunctionResponse, GetFunctionsResponse } from "../../src/plugin/wire/tfplugin6";
import { UNKNOWN } from "../../src/plugin/value";

const session = new Session(toyProvider);

async function call(name: string, args: readonly (readonly [Type, Value])[]) {
  const sent = { name, arguments: args.map(([type, value]) => toTypedValue(type, value)) };
  const bytes = await callProviderFunction.handle(session, encodeMessage(CallFunctionRequest, sent));
  return decodeMessage(CallFunctionResponse, bytes);
}

const text = (value: string): readonly [Type, Value] => ["string", value];

describe("a function", () => {
  it("is called before anything is configured, with further arguments behind the declared ones", async () => {
    const { result, error } = await call("join", [text("-"), text("a"), text("b")]);
    expect(error).toBeUndefined();
    expect(result && fromTypedValue(join.returns, result)).toBe("a-b");
  });

  it("is given null and unknown values where it says so, and gives dynamic ones back", async () => {
    const when: Type = ["object", { hour: "number", tags: ["list", "string"] }];
    const { result } = await call("describe", [
      ["dynamic", dynamicOf(["x", 1])],
      [when, UNKNOWN],
    ]);
    expect(result && fromTypedValue(describeValue.returns, result)).toEqual({
      given: dynamicOf(["x", 1]),
      kind: "unknown",
    });
    const nothing = await call("describe", [
      ["dynamic", null],
      [when, { hour: 1, tags: [] }],
    ]);
    expect(nothing.result && fromTypedValue(describeValue.returns, nothing.result)).toEqual({
      given: null,
      kind: "null",
    });
  });

  it("names the argument that is at fault", async () => {
    const { error } = await call("join", [text("-"), text("a"), text("")]);
    expect(error).toEqual({ text: "A word must not be empty.", functionArgument: 2 });
  });

  it.each([
    ["type", "result must be a number, not a string. This is a bug in the provider."],
    ["nothing", "result is missing"],
    ["nan", "result must not be NaN"],
    ["bug", "The provider failed: Cannot read properties of undefined"],
    ["else", "Refused\n\nThe detail."],
  ])("answers with an error where it fails: %s", async (how, message) => {
    const { result, error } = await call("fail", [text(how)]);
    expect(result).toBeUndefined();
    expect(error?.functionArgument).toBeUndefined();
    expect(error?.text).toContain(message);
  });

  it.each<[string, string, readonly (readonly [Type, Value])[], string]>([
    ["an unknown function", "toString", [], 'The provider toy has no function "toString"'],
    ["too few arguments", "fail", [], "takes 1 arguments, not 0"],
    ["too many arguments", "fail", [text("a"), text("b")], "takes 1 arguments, but more were sent"],
    ["an argument of another type", "fail", [["bool", true]], "a string is expected"],
  ])("refuses %s", async (_, name, args, message) => {
    expect((await call(name, args)).error?.text).toContain(message);
  });

  it("is announced with its parameters and texts", async () => {
    const { functions } = decodeMessage(GetFunctionsResponse, await getFunctions.handle(session, new Uint8Array(0)));
    expect([...functions.keys()]).toEqual(expect.arrayContaining(["join", "describe", "fail"]));
    expect(functions.get("join")).toMatchObject({
      summary: "Joins words.",
      parameters: [{ name: "between", descriptionKind: 1, allowNullValue: false }],
      variadicParameter: { name: "words" },
    });
    expect(functions.get("describe")).toMatchObject({ deprecationMessage: "Call join in its place." });
  });
});

describe("the numbers of a function", () => {
  it("are of the kind that the parameter asks for, or are refused", async () => {
    const half = fn({ parameters: [{ name: "n", type: "number", as: "int" }], returns: "number", call: (n) => n / 2 });
    expect(await callFunction(half, [4n])).toBe(2);
    await expect(callFunction(half, [1.5])).rejects.toMatchObject({
      text: "n must be a whole number, but is 1.5.",
      argument: 0,
    });
    const long = fn({
      parameters: [{ name: "n", type: "number", as: "bigint" }],
      returns: "number",
      call: (n) => n + 1n,
    });
    expect(await callFunction(long, [2n ** 64n])).toBe(2n ** 64n + 1n);
  });
});

describe("the types of a function", () => {
  it("follow from its parameters", () => {
    fn({
      parameters: [{ name: "many", type: ["list", "string"], allowNull: true }],
      variadic: { name: "more", type: "bool" },
      returns: ["map", "bool"],
      call(many, ...more) {
        const given: readonly (string | null)[] | null = many;
        const flags: readonly boolean[] = more;
        return { any: flags.some((flag) => flag), none: given === null };
      },
    });
    // @ts-expect-error a text is no number
    fn({ returns: "number", call: () => "text" });
    // @ts-expect-error a parameter is not of another type
    fn({ parameters: [{ name: "a", type: "string" }], returns: "bool", call: (a: boolean) => a });
    expect(new FunctionError("wrong", 1)).toMatchObject({ text: "wrong", argument: 1 });
  });
});

describe("the declaration of a function", () => {
  it("is checked, as Terraform panics on some faults of it", () => {
    expect(functionFaults("join", join)).toEqual([]);
    expect(functionFaults("fail", fail)).toEqual([]);
    const faulty = {
      parameters: [
        { name: "a b", type: "string" },
        { name: "c", type: ["list"] as never },
      ],
      variadic: { name: "c", type: "string" },
      returns: undefined as never,
      call: () => null,
    } as const;
    expect(functionFaults("my-function", faulty)).toEqual([
      expect.stringContaining("function my-function: the name may contain"),
      expect.stringContaining("parameter 0: the name may contain"),
      expect.stringContaining('parameter 1: ["list"] is not a Terraform type'),
      "function my-function: two parameters are called c",
      expect.stringContaining("its result: undefined is not a Terraform type"),
    ]);
  });
});

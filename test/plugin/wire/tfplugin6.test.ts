import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseProto } from "../../../scripts/proto-file";
import { protocolTable, TABLE } from "../../../scripts/protocol-table";
import { METHODS } from "../../../src/plugin/wire/tfplugin6";

const PROTO = join(__dirname, "..", "..", "..", "scripts", "tfplugin6.proto");

describe("the table of the protocol", () => {
  it("is the one that the published definition gives", async () => {
    expect(await readFile(TABLE, "utf8")).toBe(protocolTable());
  });

  it("has every procedure, with the side that sends a stream", () => {
    const streams = Object.entries(METHODS).filter(([, { stream }]) => stream !== "none");
    expect(Object.keys(METHODS)).toHaveLength(36);
    expect(streams.map(([name, { stream }]) => [name, stream])).toEqual([
      ["ListResource", "server"],
      ["ReadStateBytes", "server"],
      ["WriteStateBytes", "client"],
      ["InvokeAction", "server"],
    ]);
  });

  it("has every field of every message, by its number", async () => {
    const { messages } = parseProto(await readFile(PROTO, "utf8"));
    const plan = messages.find(({ name }) => name === "PlanResourceChange.Request");
    const { byNumber } = METHODS.PlanResourceChange.request;
    expect(plan?.fields.map(({ number }) => number)).toEqual([...byNumber.keys()]);
    expect(byNumber.get(7)?.[0]).toBe("clientCapabilities");
  });
});

describe("a file of protobuf's language that is not understood", () => {
  it.each([
    ["message A { map<int32, string> m = 1; }", "string is expected, not int32"],
    ["message A { string a = 1", "ends too early"],
    ["service S { option x = 1; }", "rpc is expected"],
  ])("is refused: %s", (text, message) => {
    expect(() => parseProto(text)).toThrow(message);
  });
});

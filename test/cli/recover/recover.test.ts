import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseState, mendStateFile } from "../../../src/cli/recover/state";
import { inFolder } from "../call";

inFolder({});

describe("a state", () => {
  const resource = (name: string, instance: object) => ({ mode: "managed", type: "a", name, instances: [instance] });

  test("knows resources and which of them are tainted", () => {
    const resources = [
      resource("fine", {}),
      resource("sick", { status: "tainted" }),
      resource("gone", { deposed: "1a2b" }),
      { ...resource("read", {}), mode: "data" },
    ];
    const { addresses, tainted } = parseState(JSON.stringify({ version: 4, resources }));
    expect([...addresses]).toEqual(["a.fine", "a.sick"]);
    expect(tainted).toEqual(["a.sick"]);
  });

  test("that does not exist yet knows nothing", () => {
    expect(parseState("").addresses.size).toBe(0);
  });
});

describe("a local state file", () => {
  test.each(["", '{"version":4}'])("that holds %j is left alone", (text) => {
    writeFileSync("state", text);
    expect(mendStateFile("state")).toBeUndefined();
    expect(readFileSync("state", "utf8")).toBe(text);
  });

  test("that is not there, or not local, is no fault", () => {
    expect(mendStateFile("none")).toBeUndefined();
    expect(mendStateFile(undefined)).toBeUndefined();
  });

  test("that was cut off is set aside, and the one before takes its place", () => {
    writeFileSync("state", '{"version":');
    writeFileSync("state.backup", '{"version":4,"serial":3}');
    expect(mendStateFile("state")).toEqual({ brokenFile: "state.broken", fromBackup: true });
    expect(readFileSync("state", "utf8")).toBe('{"version":4,"serial":3}');
    expect(readFileSync("state.broken", "utf8")).toBe('{"version":');
  });

  test("that was cut off together with its backup starts anew, and no earlier one is overwritten", () => {
    writeFileSync("state", "{");
    writeFileSync("state.backup", "{");
    writeFileSync("state.broken", "earlier");
    expect(mendStateFile("state")).toEqual({ brokenFile: "state.broken-2", fromBackup: false });
    expect(existsSync("state")).toBe(false);
    expect(readFileSync("state.broken", "utf8")).toBe("earlier");
  });
});

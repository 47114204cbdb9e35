import { format, inspect } from "node:util";
import { Redacted, secret, secretOf } from "../../src/plugin";
import { schemaFaults } from "../../src/plugin/lifecycle/schema-rules";
import { validateConfig } from "../../src/plugin/lifecycle/validate";
import { Collector } from "../../src/plugin/lifecycle/collector";

test("a redacted text is shown nowhere but where it is asked for", () => {
  const hidden = new Redacted("hunter2-hunter2");
  const shown = [
    String(hidden),
    JSON.stringify({ hidden }),
    inspect({ deep: { hidden } }, { depth: 9, showHidden: true }),
    format("%s %o %j", hidden, hidden, hidden),
    new Error(`not accepted: ${String(hidden)}`).message,
    Object.values(hidden).join(),
  ];
  for (const text of shown) expect(text).not.toContain("hunter2");
  expect(shown[0]).toBe("(sensitive value)");
  expect(hidden.reveal()).toBe("hunter2-hunter2");
});

test("a secret is read in whichever way it was given", () => {
  const config = { pin: null, pin_wo: null };
  expect(secretOf(config, "pin")).toBeNull();
  expect(secretOf({ ...config, pin: "1234" }, "pin")?.reveal()).toBe("1234");
  expect(secretOf({ ...config, pin_wo: "4321" }, "pin")?.reveal()).toBe("4321");
});

const schema = { attributes: secret("pin") };

test("the attributes of a secret are a schema", () => {
  expect(schemaFaults("toy", schema)).toEqual([]);
});

test.each([
  [true, 1],
  [false, 0],
])("who may write a secret that is stored nowhere (%s) is told so", async (writeOnly, count) => {
  const diagnostics = new Collector();
  const config = { pin: "1234", pin_wo: null, pin_wo_version: null };
  await validateConfig(diagnostics, { schema }, config, { writeOnly });
  expect(diagnostics.list.filter(({ severity }) => severity === "warning")).toHaveLength(count);
});

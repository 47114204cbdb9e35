import { Collector } from "../../src/plugin/lifecycle/collector";
import { assertProvider } from "../../src/plugin/lifecycle/schema-rules";
import { validateConfig } from "../../src/plugin/lifecycle/validate";
import { planOf } from "../../src/plugin/testing";
import { petName } from "../../src/offline/random/pet-names";
import { randomProvider } from "../../src/offline/random/provider";
import { byteSource, drawBelow, shuffled } from "../../src/offline/random/source";
import { randomText, type TextOptions } from "../../src/offline/random/text";
import { randomId } from "../../src/offline/random/types/bytes";
import { randomInteger } from "../../src/offline/random/types/choices";
import { ephemeralPassword, randomPassword } from "../../src/offline/random/types/text";

const ANY: TextOptions = {
  ...{ length: 12, special: true, upper: true, lower: true, numeric: true },
  ...{ min_special: 0, min_upper: 0, min_lower: 0, min_numeric: 0, override_special: null },
};

it("has schemas without faults", () => {
  expect(() => {
    assertProvider(randomProvider());
  }).not.toThrow();
});

describe("a random text", () => {
  it("has its length and its minimums, and of each kind only what is allowed", () => {
    const least = { min_special: 2, min_upper: 3, min_lower: 3, min_numeric: 4 };
    for (let i = 0; i < 50; i++) {
      const kinds = Array.from(randomText({ ...ANY, ...least })).map((character) =>
        /[A-Z]/.test(character) ? "A" : /[a-z]/.test(character) ? "a" : /\d/.test(character) ? "0" : "!",
      );
      expect(kinds.sort().join("")).toBe("!!0000AAAaaa");
    }
    expect(randomText({ ...ANY, length: 200, special: false, upper: false })).toMatch(/^[a-z0-9]{200}$/);
    expect(
      randomText({ ...ANY, length: 50, upper: false, lower: false, numeric: false, override_special: "_é" }),
    ).toMatch(/^[_é]{50}$/);
    expect(randomText({ ...ANY, length: 200, override_special: "" })).toMatch(/[!@#$%&*()\-_=+[\]{}<>:?]/);
  });

  it("differs each time, and puts what it must have anywhere", () => {
    const texts = Array.from({ length: 60 }, () =>
      randomText({ ...ANY, special: false, upper: false, lower: false, min_lower: 1 }),
    );
    expect(new Set(texts).size).toBe(60);
    expect(new Set(texts.map((text) => text.search(/[a-z]/))).size).toBeGreaterThan(4);
  });

  it("is refused where no character is allowed", () => {
    const nothing = { ...ANY, special: false, upper: false, lower: false, numeric: false };
    expect(() => randomText(nothing)).toThrow("No characters are allowed");
  });
});

it("draws from a range evenly, and by a seed always the same", () => {
  const counts = [0, 0, 0];
  for (let i = 0; i < 3000; i++) counts[Number(drawBelow(3n))]! += 1;
  // A fair draw leaves this range once in 10^20 runs.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(250);
  const numbers = (seed: string) => shuffled([...Array(20).keys()], byteSource(seed)).join();
  expect(numbers("a")).toBe(numbers("a"));
  expect(numbers("a")).not.toBe(numbers("b"));
  expect(
    numbers("a")
      .split(",")
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual([...Array(20).keys()]);
});

it("names pets by as many words as are wanted", () => {
  for (const length of [1, 2, 3, 5]) expect(petName(length)).toHaveLength(length);
  expect(petName(0)).toHaveLength(2);
  expect(petName(4).join("-")).toMatch(/^[a-z]+(-[a-z]+){3}$/);
});

async function faultsOf(config: Parameters<typeof validateConfig>[2]): Promise<readonly string[]> {
  const all = Object.fromEntries(Object.keys(ephemeralPassword.schema.attributes).map((name) => [name, null]));
  const diagnostics = new Collector();
  await validateConfig(diagnostics, ephemeralPassword, { ...all, ...config });
  return diagnostics.list.map(({ summary, detail }) => `${summary}: ${detail ?? ""}`);
}

it("refuses lengths and minimums that do not fit", async () => {
  expect(await faultsOf({ length: 8, min_upper: 4, min_lower: 4 })).toEqual([]);
  expect(await faultsOf({ length: 0 })).toEqual([expect.stringMatching(/length: It must be at least 1/)]);
  expect(await faultsOf({ length: 5, min_upper: 3, min_numeric: 3 })).toEqual([
    expect.stringMatching(/length is 5, but min_upper .* is 6/),
  ]);
  expect(await faultsOf({ length: 5, min_lower: -1 })).toEqual([expect.stringMatching(/min_lower: .* at least 0/)]);
  const none = { special: false, upper: false, lower: false, numeric: false };
  expect(await faultsOf({ length: 5, ...none })).toEqual([expect.stringMatching(/One of special, .* must be true/)]);
});

describe("a plan", () => {
  const STORED = { id: "none", result: "secret", bcrypt_hash: "$2a$10$real", length: 6, keepers: { a: "1" } } as const;
  const DEFAULTS = {
    ...{ special: true, upper: true, lower: true, number: true, numeric: true, override_special: null },
    ...{ min_special: 0, min_upper: 0, min_lower: 0, min_numeric: 0 },
  } as const;
  const state = { ...DEFAULTS, ...STORED };
  const config = { length: 6, keepers: { a: "1" } } as const;

  it("has nothing to do where all is as it was, also with what the real provider stored", async () => {
    expect(await planOf(randomPassword, { config, state })).toMatchObject({ action: "no-op", diagnostics: [] });
  });

  it.each([
    [{ a: "2" }, "replace"],
    [{ a: "1", b: "x" }, "replace"],
    [{}, "replace"],
    [null, "replace"],
    [{ a: "1", b: null }, "update"],
  ] as const)("with the keepers %j is to %s", async (keepers, action) => {
    expect(await planOf(randomPassword, { config: { length: 6, keepers }, state })).toMatchObject({ action });
  });

  it("keeps the result in an update", async () => {
    const { plan, action } = await planOf(randomPassword, { config, state: { ...state, keepers: null } });
    expect(action).toBe("replace");
    expect(plan).not.toBeNull();
    const updated = await planOf(randomPassword, { config: { length: 6 }, state: { ...state, keepers: {} } });
    expect(updated).toMatchObject({ action: "update", plan: { result: "secret", bcrypt_hash: "$2a$10$real" } });
  });

  it("keeps number and numeric together, and says that number is old", async () => {
    const old = await planOf(randomPassword, { config: { length: 6, number: false } });
    expect(old).toMatchObject({ plan: { numeric: false }, diagnostics: [{ severity: "warning" }] });
    expect(await planOf(randomPassword, { config: { length: 6, numeric: false } })).toMatchObject({
      plan: { number: false },
    });
    const both = await planOf(randomPassword, { config: { length: 6, number: true, numeric: false } });
    expect(both.diagnostics.map(({ summary }) => summary)).toContain("number and numeric have different values");
  });

  it("takes an empty override_special that an old version stored for none", async () => {
    const old = { ...state, override_special: "" };
    expect(await planOf(randomPassword, { config, state: old })).toMatchObject({ action: "update" });
    expect(await planOf(randomPassword, { config: { ...config, override_special: "_" }, state: old })).toMatchObject({
      action: "replace",
      replace: ["override_special"],
    });
  });

  it("refuses integers out of their bounds", async () => {
    const { diagnostics } = await planOf(randomInteger, { config: { min: 5n, max: 4n } });
    expect(diagnostics).toMatchObject([{ severity: "error", detail: "min must not be above max." }]);
    expect((await planOf(randomId, { config: { byte_length: 0 } })).diagnostics).toHaveLength(1);
  });
});

import { formatIssue } from "../../../src/model/issue";
import { readPlain } from "../../../src/model/schema/read";
import { list, map, object, string } from "../../../src/model/schema/schema";

const SCHEMA = object("Team", ["name"], { name: string("ann"), tags: map(string("a")), people: list(string("bob")) });

function faultsOf(given: unknown): readonly string[] {
  return readPlain(given, SCHEMA, ["team"]).issues.map(formatIssue);
}

test("plain data is read as it stands", () => {
  const given = { name: "ann", tags: { constructor: "a" }, people: ["bob"] };
  expect(readPlain(given, SCHEMA, ["team"])).toEqual({ value: given, issues: [] });
});

test("a hole in a list is a fault, and moves no other entry", () => {
  const people = Object.assign(new Array<string>(3), { 1: "bob" });
  const { value } = readPlain({ name: "ann", people }, SCHEMA, ["team"]);
  expect((value as { people: unknown[] }).people[1]).toBe("bob");
  expect(faultsOf({ name: "ann", people })).toEqual([
    expect.stringMatching(/^team\.people\[0\]: .*\[wrong-type\]$/),
    expect.stringMatching(/^team\.people\[2\]: .*\[wrong-type\]$/),
  ]);
});

test("what an object only inherits is not taken, and told", () => {
  const inherited = Object.create({ name: "ann", people: "x", other: 1, work: () => 1 }) as object;
  const inheritedField = (key: string) => expect.stringMatching(new RegExp(`^team\\.${key}: .*\\[inherited-field\\]$`)) as unknown;
  expect(faultsOf(inherited)).toEqual([inheritedField("name"), inheritedField("people")]);
  expect(faultsOf(Object.assign(inherited, { name: "bob" }))).toEqual([inheritedField("people")]);
});

test("fields that cannot be listed are not given", () => {
  const hidden = Object.defineProperty({ name: "ann" }, "people", { value: "x", enumerable: false });
  expect(readPlain(hidden, SCHEMA, ["team"])).toEqual({ value: { name: "ann" }, issues: [] });
});

test.each([[new Map([["a", "b"]])], [new Set(["a"])], [new Date(0)], [/a/]])("%p is no map", (tags) => {
  expect(faultsOf({ name: "ann", tags })).toEqual([expect.stringMatching(/^team\.tags: expected a map, got /)]);
});

test("the names of every object's own fields are fields like others", () => {
  expect(faultsOf({ name: "ann", constructor: "x" })).toEqual([expect.stringMatching(/^team\.constructor: unknown field/)]);
  const dangerous: unknown = JSON.parse('{ "name": "ann", "__proto__": { "people": [] } }');
  expect(faultsOf(dangerous)).toEqual([expect.stringMatching(/^team\.__proto__: unknown field/)]);
});

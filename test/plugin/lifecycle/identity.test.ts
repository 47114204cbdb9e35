import { checkIdentity, identityOf, upgradeIdentity } from "../../../src/plugin/lifecycle/identity";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import type { AnyResource, ValueRecord } from "../../../src/plugin";

const plain: AnyResource = {
  schema: { attributes: { id: { type: "string", computed: true } } },
  create: () => Promise.resolve({ state: { id: "a" } }),
  read: () => Promise.resolve(null),
  delete: () => Promise.resolve(),
};

const named: AnyResource = {
  ...plain,
  identity: {
    version: 1,
    attributes: { name: { type: "string", requiredForImport: true }, zone: { type: "string" } },
    of: ({ id = null }) => ({ name: id, zone: null }),
  },
};

test("a stored resource is named by its identity, one that is gone by none", () => {
  expect(identityOf(new Collector(), named, { id: "a" })).toEqual({ name: "a", zone: null });
  expect(identityOf(new Collector(), named, null)).toBeNull();
  expect(identityOf(new Collector(), plain, { id: "a" })).toBeNull();
});

test("a stored identity is brought to the attributes of today", async () => {
  const stored = { version: 0, state: { name: "a", region: "gone" } };
  await expect(upgradeIdentity(named, stored)).resolves.toEqual({ name: "a", zone: null });
});

test("an identity of a newer provider is refused", async () => {
  await expect(upgradeIdentity(named, { version: 2, state: {} })).rejects.toThrow("written by a newer version");
});

test("an identity that is not the stored one any more is refused", () => {
  const faults = (stored: ValueRecord, now: ValueRecord): readonly (string | undefined)[] => {
    const diagnostics = new Collector();
    checkIdentity(diagnostics, named, { stored, now });
    return diagnostics.list.map(({ detail }) => detail);
  };
  expect(faults({ name: "a", zone: "z" }, { name: "b", zone: "z" })).toEqual([
    expect.stringContaining("name has another value than the stored one"),
  ]);
  expect(faults({ name: "a", zone: "z" }, { name: "a", zone: "z" })).toEqual([]);
  // An import may leave it open.
  expect(faults({ name: "a", zone: null }, { name: "a", zone: "z" })).toEqual([]);
});

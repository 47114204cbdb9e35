import { identityOf, importIdOf, upgradeIdentity } from "../../../src/plugin/lifecycle/identity";
import type { AnyResource } from "../../../src/plugin";

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
    importId: ({ name }) => (typeof name === "string" ? name : ""),
  },
};

test("a stored resource is named by its identity, one that is gone by none", () => {
  expect(identityOf(named, { id: "a" })).toEqual({ name: "a", zone: null });
  expect(identityOf(named, null)).toBeNull();
  expect(identityOf(plain, { id: "a" })).toBeNull();
});

test("a stored identity is brought to the attributes of today", async () => {
  const stored = { version: 0, state: { name: "a", region: "gone" } };
  await expect(upgradeIdentity(named, stored)).resolves.toEqual({ name: "a", zone: null });
});

test("an identity of a newer provider is refused", async () => {
  await expect(upgradeIdentity(named, { version: 2, state: {} })).rejects.toThrow("written by a newer version");
});

test("an import by identity becomes one by id, where the resource has an identity", () => {
  expect(importIdOf(named, "toy_named", { name: "a", zone: null })).toBe("a");
  expect(() => importIdOf(plain, "toy_plain", {})).toThrow("Resources of type toy_plain have no identity; give an id.");
});

import { FUNCTIONS } from "../../../src/provider/functions";

const call = (name: string, ...args: readonly string[]) => FUNCTIONS[name]?.call(...args);

test("a namespace follows from the names on the way to it", () => {
  expect(call("namespace", "production")).toBe("tenant-production");
  expect(call("namespace", "production", "shop", "db")).toBe("tenant-production-shop-db");
});

test.each([
  [["Production"], 0],
  [["production", "shop-db"], 1],
  [["a".repeat(47)], 0],
])("%j is refused at its argument", (names, argument) => {
  expect(() => call("namespace", ...names)).toThrow(expect.objectContaining({ argument }) as Error);
});

test("a namespace that Kubernetes would refuse is refused", () => {
  expect(() => call("namespace", "a".repeat(40), "b".repeat(40))).toThrow(/88 characters, Kubernetes allows 63/);
});

test.each([
  [["1500m", "1"], "2500m"],
  [["1Gi", "1024Mi", "2Gi"], "4Gi"],
  [["0", "1G"], "1G"],
])("the sum of %j is %s", (texts, sum) => {
  expect(call("quantity_add", ...texts)).toBe(sum);
});

test.each([
  ["1000m", "1", 0],
  ["1Gi", "1G", 1],
  ["999m", "1", -1],
])("%s against %s is %d", (left, right, order) => {
  expect(call("quantity_compare", left, right)).toBe(order);
});

test("what is no quantity is refused at its argument, and a sum beyond what Kubernetes keeps", () => {
  expect(() => call("quantity_compare", "1", "1 Gi")).toThrow(expect.objectContaining({ argument: 1 }) as Error);
  expect(() => call("quantity_add", "8Ei")).toThrow(expect.objectContaining({ argument: 0 }) as Error);
  expect(() => call("quantity_add", "7Ei", "7Ei")).toThrow(/larger than Kubernetes keeps/);
});

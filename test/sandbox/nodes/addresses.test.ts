import { AddressPool } from "../../../src/sandbox/nodes/addresses";
import { MAX_NODES, fakeNode } from "../../../src/sandbox/nodes/node-object";

test("an owner keeps its address, and no two have the same", () => {
  const pool = new AddressPool("10.0.0.2", 3);
  expect([pool.take("a"), pool.take("b"), pool.take("a")]).toEqual(["10.0.0.2", "10.0.0.3", "10.0.0.2"]);
});

test("an address that was given back is not the next one to be given", () => {
  const pool = new AddressPool("10.0.0.2", 3);
  pool.take("a");
  pool.release("a");
  expect(pool.take("b")).toBe("10.0.0.3");
});

test("a range that is used up gives nothing until something comes back", () => {
  const pool = new AddressPool("10.0.0.2", 1);
  pool.take("a");
  expect(pool.take("b")).toBeUndefined();
  pool.release("a");
  expect(pool.take("b")).toBe("10.0.0.2");
});

test("the last node's range is still inside the pod range", () => {
  expect(fakeNode(0).podCidr).toBe("10.244.0.0/22");
  expect(fakeNode(MAX_NODES - 1).podCidr).toBe("10.244.252.0/22");
});

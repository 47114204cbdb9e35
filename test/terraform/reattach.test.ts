import { reattachedIn, withReattached } from "../../src/terraform/reattach";

const said = (value: unknown) => ({ TF_REATTACH_PROVIDERS: JSON.stringify(value) });

test("providers that are served by several stand side by side, the newer one counts", () => {
  expect(withReattached(said({ a: 1, b: 1 }), said({ b: 2, c: 2 }))).toEqual(said({ a: 1, b: 2, c: 2 }));
});

test("where there are none the variable is not set", () => {
  expect(withReattached({}, { TF_REATTACH_PROVIDERS: "" })).toEqual({});
});

test.each(["{", "[]", "1"])("%j says nothing that can be read", (text) => {
  expect(reattachedIn({ TF_REATTACH_PROVIDERS: text })).toBeUndefined();
});

import { cidrFault } from "../../../src/model/tenant/spec/network-faults";

test("an address without a mask is not guessed to be one address: its network may have been meant", () => {
  expect(cidrFault("10.0.0.0")).toMatchObject({
    code: "invalid-cidr",
    hint: 'add the mask; "10.0.0.0/32" is this one address alone',
  });
  expect(cidrFault("10.0.0.1/8")).toMatchObject({ hint: 'did you mean "10.0.0.0/8"?' });
  expect(cidrFault("10.0.0.0/33")).toMatchObject({ hint: "correct the address" });
});

import { endOfToken } from "../../src/kube-provider/token";

const tokenOf = (claims: unknown): string =>
  ["e30", Buffer.from(JSON.stringify(claims)).toString("base64url"), "c2ln"].join(".");

test("the end of a token is what its claims say", () => {
  expect(endOfToken(tokenOf({ exp: 1_700_000_000 }))).toEqual(new Date("2023-11-14T22:13:20.000Z"));
});

test.each([tokenOf({}), tokenOf({ exp: "soon" }), tokenOf({ exp: 1e20 }), tokenOf(null), "plain", "a.b.c", ""])(
  "%j has none",
  (token) => {
    expect(endOfToken(token)).toBeUndefined();
  },
);

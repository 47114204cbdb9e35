import {
  addAddress,
  containsCidr,
  formatCidr,
  hostCidr,
  isCidr,
  mergeCidrs,
  parseCidr,
  readCidr,
} from "../../../src/model/kubernetes/cidr";

const block = (text: string) => {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new Error(`${text} is no CIDR`);
  return cidr;
};

test.each([
  ["10.0.0.0/8", "10.0.0.0/8"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["192.0.2.7/32", "192.0.2.7/32"],
  ["::/0", "::/0"],
  ["2001:DB8:0:0:0:0:0:0/32", "2001:db8::/32"],
  ["2001:db8:0:1:0:0:0:1/128", "2001:db8:0:1::1/128"],
  ["2001:db8:0:0:1:0:0:0/80", "2001:db8:0:0:1::/80"],
  ["1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7:8/128"],
  ["64:ff9b::192.0.2.1/128", "64:ff9b::c000:201/128"],
  ["1:2:3:4:5:6:7::/128", "1:2:3:4:5:6:7:0/128"],
])("%s is the block %s", (given, printed) => {
  expect(formatCidr(block(given))).toBe(printed);
});

test.each(["10.0.0.0/33", "10.0.0/8", "10.0.0.256/32", "010.0.0.0/8", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/8/8"])(
  "%s is no block",
  (given) => {
    expect(readCidr(given)).toEqual({ fault: "syntax" });
  },
);

test.each([
  "::/129",
  "1::2::3/64",
  "12345::/16",
  "1:2:3/48",
  "::1.2.3/128",
  "fe80::1%eth0/64",
  ":/0",
  "1:2:3:4:5:6:7::8/64",
])("%s is no block", (given) => {
  expect(readCidr(given)).toEqual({ fault: "syntax" });
});

test("a block without mask, or with bits behind it, is told with what may have been meant", () => {
  expect(readCidr("10.20.0.5")).toEqual({ fault: "mask", suggestion: "10.20.0.5/32" });
  expect(readCidr("2001:db8::1")).toEqual({ fault: "mask", suggestion: "2001:db8::1/128" });
  expect(readCidr("10.20.0.5/16")).toEqual({ fault: "host-bits", suggestion: "10.20.0.0/16" });
});

test("blocks contain one another or are apart, and families never meet", () => {
  expect(containsCidr(block("10.0.0.0/8"), block("10.244.0.0/16"))).toBe(true);
  expect(containsCidr(block("10.244.0.0/16"), block("10.0.0.0/8"))).toBe(false);
  expect(containsCidr(block("0.0.0.0/0"), block("::/0"))).toBe(false);
});

test("merging leaves out what another block holds, and sorts", () => {
  const given = ["192.168.0.0/16", "10.0.0.0/8", "10.244.0.0/16", "::/0", "10.0.0.0/8", "fc00::/7"].map(block);
  expect(mergeCidrs(given).map(formatCidr)).toEqual(["10.0.0.0/8", "192.168.0.0/16", "::/0"]);
});

test("a range of a cluster may have bits past its mask, but must be one", () => {
  expect(["10.0.0.0/8", "10.1.2.3/8", "fd00::/8", "10.0.0.0", "10.0.0.0/33", "host/8"].map(isCidr)).toEqual([
    ...[true, true, true],
    ...[false, false, false],
  ]);
});

test("the block of one address has all its bits", () => {
  expect(["10.0.0.1", "fd00::1", "host"].map(hostCidr)).toEqual(["10.0.0.1/32", "fd00::1/128", undefined]);
});

test("addresses count on over the borders of their parts", () => {
  expect(addAddress("10.244.0.254", 3)).toBe("10.244.1.1");
});

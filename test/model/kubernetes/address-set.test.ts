import { formatAddresses, parseAddress, parseCidr } from "../../../src/model/kubernetes/address-set";
import { addressSet } from "../../../src/model/kubernetes/address-set";
import { contains, difference } from "../../../src/model/kubernetes/range-set";

const holds = (cidr: string, address: string) => contains([parseCidr(cidr)!], parseAddress(address)!);

test.each([
  ["10.0.0.0/8", "10.255.255.255", true],
  ["10.0.0.0/8", "11.0.0.0", false],
  ["0.0.0.0/0", "255.255.255.255", true],
  ["192.0.2.7/32", "192.0.2.7", true],
  ["10.1.2.3/24", "10.1.2.0", true],
  ["2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true],
  ["2001:db8::/32", "2001:db9::", false],
  ["::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true],
  ["::/0", "10.0.0.1", false],
  ["0.0.0.0/0", "::1", false],
  ["10.0.0.0/8", "::ffff:10.0.0.1", true],
  ["::ffff:10.0.0.0/104", "10.1.2.3", true],
  ["fe80::/10", "febf::1", true],
  ["64:ff9b::/96", "64:ff9b::192.0.2.1", true],
  ["128.0.0.0/1", "127.255.255.255", false],
])("%s holds %s: %s", (cidr, address, expected) => {
  expect(holds(cidr, address)).toBe(expected);
});

test.each([
  "",
  "10.0.0",
  "10.0.0.256",
  "010.0.0.1",
  "1.2.3.4.5",
  "::1::",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "fe80::1%eth0",
  "::12345",
  "1::2:3:4:5:6:7:8",
  "a.b.c.d",
  " 10.0.0.1",
  ":1:2:3:4:5:6:7",
  "1:::2",
])("%j is no address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each([
  "10.0.0.0",
  "10.0.0.0/33",
  "10.0.0.0/-1",
  "10.0.0.0/08",
  "10.0.0.0/8/8",
  "::/129",
  "10.0.0.0/",
  "/8",
  "x/8",
])("%j is no block", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test("addresses print as the fewest blocks, IPv4 first", () => {
  const all = addressSet(["0.0.0.0/0", "2001:db8::/32"]);
  const holes = addressSet(["128.0.0.0/1", "2001:db8:8000::/33", "0.0.0.0/2"]);
  expect(formatAddresses(difference(all, holes))).toEqual(["64.0.0.0/2", "2001:db8::/33"]);
});

test.each([
  "::/0",
  "::1/128",
  "1::/16",
  "2001:db8:0:1::/64",
  "1:0:0:2::3/128",
  "0.0.0.0/0",
  "1:2:3:4:5:6:7:8/128",
  "1:0:2:3:4:5:6:7/128",
])("%s prints as it is read", (cidr) => {
  expect(formatAddresses([parseCidr(cidr)!])).toEqual([cidr]);
});

test("the exact end of the largest block is kept", () => {
  expect(
    formatAddresses(difference(addressSet(["::/0"]), addressSet(["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"]))),
  ).toHaveLength(128);
});

test("a block that is none is a mistake of the caller", () => {
  expect(() => addressSet(["10.0.0.0"])).toThrow('invalid CIDR "10.0.0.0"');
});

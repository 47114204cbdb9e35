import {
  isDnsLabel,
  isDnsSubdomain,
  isLabelValue,
  isNameOf,
  isPathSegment,
  isQualifiedName,
} from "../../../src/model/kubernetes/names";

const label = (length: number) => "a".repeat(length);

test.each([
  ["a letter", "a", true],
  ["63 characters", label(63), true],
  ["64 characters", label(64), false],
  ["nothing", "", false],
  ["a dash inside", "a-b", true],
  ["a dash at the end", "a-", false],
  ["a capital", "A", false],
  ["a number that is no text", 7, false],
])("%s is a DNS label: %#", (_, value, expected) => {
  expect(isDnsLabel(value)).toBe(expected);
});

test.each([
  ["253 characters", [label(63), label(63), label(63), label(61)].join("."), true],
  ["254 characters", [label(63), label(63), label(63), label(62)].join("."), false],
  ["a part of 253 characters", label(253), true],
  ["an empty part", "a..b", false],
])("%s is a DNS subdomain: %#", (_, value, expected) => {
  expect(isDnsSubdomain(value)).toBe(expected);
});

test.each([
  ["a letter", "A", true],
  ["63 characters", label(63), true],
  ["64 characters", label(64), false],
  ["signs inside", "a_b.c-d", true],
  ["a sign at the end", "a.", false],
  ["nothing", "", false],
])("%s is the value of a label: %#", (_, value, expected) => {
  expect(isLabelValue(value)).toBe(expected);
});

test.each([
  ["a name", "Name_1", true],
  ["a domain before it", "example.com/Name", true],
  ["a domain of capitals", "Example.com/name", false],
  ["two slashes", "a/b/c", false],
  ["nothing behind the slash", "a/", false],
  ["nothing before the slash", "/a", false],
  ["a name of 64 characters", `a/${label(64)}`, false],
  ["a domain of 254 characters", `${label(254)}/a`, false],
])("%s is a qualified name: %#", (_, value, expected) => {
  expect(isQualifiedName(value)).toBe(expected);
});

test.each([
  ["a:b", true],
  ["A b", true],
  [".", false],
  ["..", false],
  ["a/b", false],
  ["a%b", false],
  ["", false],
])("%j is one segment of a path: %s", (value, expected) => {
  expect(isPathSegment(value)).toBe(expected);
});

test.each([
  ["StorageClass", label(253), true],
  ["StorageClass", "fast.ssd", true],
  ["StorageClass", label(254), false],
  ["Namespace", "a.b", false],
  ["Service", "1a", false],
  ["CSIDriver", "efs.csi.aws.com", true],
  ["CSIDriver", label(64), false],
  ["ClusterRole", "system:auth-delegator", true],
  ["ServiceAccount", "system:x", false],
])("a %s may be called %s: %s", (kind, name, expected) => {
  expect(isNameOf(kind, name)).toBe(expected);
});

import { isDnsLabel, isDnsSubdomain } from "../../../src/model/kubernetes/names";

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
  ["an empty part", "a..b", false],
])("%s is a DNS subdomain: %#", (_, value, expected) => {
  expect(isDnsSubdomain(value)).toBe(expected);
});

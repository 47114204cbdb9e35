import { allowsVersion } from "../../../src/cli/serving/version-constraint";

test.each([
  ["0.1.0", "0.1.0"],
  ["= 0.1.0", "0.1.0"],
  ["v0.1", "0.1.0"],
  ["~> 0.1", "0.9.3"],
  ["~> 0.1.2", "0.1.9"],
  [">= 0.1, < 1.0.0", "0.4.0"],
  ["!= 0.2.0", "0.1.0"],
  ["<=0.1.0", "0.1.0"],
  ["1.0.0-rc1", "1.0.0-rc1"],
])("%s takes %s", (constraint, version) => {
  expect(allowsVersion(constraint, version)).toBe(true);
});

test.each([
  ["0.2.0", "0.1.0"],
  ["~> 0.1.2", "0.2.0"],
  ["~> 0.1.2", "0.1.1"],
  ["~> 1.2", "2.0.0"],
  [">= 0.1, < 0.3", "0.3.0"],
  ["> 0.1.0", "0.1.0"],
  ["!= 0.1.0", "0.1.0"],
  [">= 0.9.0", "1.0.0-rc1"],
  ["1.0.0", "1.0.0-rc1"],
])("%s does not take %s", (constraint, version) => {
  expect(allowsVersion(constraint, version)).toBe(false);
});

test.each(["latest", "", "~> ${var.version}", ">= 1.0 || < 3"])("%j is left to terraform", (constraint) => {
  expect(allowsVersion(constraint, "0.1.0")).toBeUndefined();
});

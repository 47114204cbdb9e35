import { readViolations } from "../../../src/cli/plan/running-pods";

test("the server's warnings are counted: pods with the same faults stand on one line", () => {
  expect(
    readViolations([
      "something else: 1",
      'existing pods in namespace "a" violate the new PodSecurity enforce level "restricted:v1.35"',
      "web-1 (and 2 other pods): allowPrivilegeEscalation != false, unrestricted capabilities",
      "solo: host namespaces",
      "twin (and 1 other pod): seccompProfile",
    ]),
  ).toEqual({
    pods: 6,
    named: [
      "web-1 (and 2 other pods): allowPrivilegeEscalation != false, unrestricted capabilities",
      "solo: host namespaces",
      "twin (and 1 other pod): seccompProfile",
    ],
  });
});

test("without such a warning no pod breaks it", () => {
  expect(readViolations(["unknown field"])).toEqual({ pods: 0, named: [] });
});

import { LEVEL_RULES } from "../../../src/model/platform/roles/level-rules";
import { objectSize } from "../../../src/model/platform/guardrails/object-size";
import { objectWidth } from "../../../src/model/platform/guardrails/object-width";
import { podSpec } from "../../../src/model/platform/guardrails/pod-spec";
import { replicas } from "../../../src/model/platform/guardrails/replicas";
import { SIZE_VALIDATIONS } from "../../../src/model/platform/guardrails/size-gate";
import { KIND_WIDTHS } from "../../../src/model/platform/guardrails/widths";

const CREATED = LEVEL_RULES.filter(({ verbs }) => verbs.includes("create")).flatMap(({ apiGroups, resources }) =>
  resources.filter((resource) => !resource.includes("/")).map((resource) => ({ group: apiGroups[0] ?? "", resource })),
);

/** Without a list that anything works through: bytes and numbers bound them. */
const WITHOUT_LISTS = ["configmaps", "events", "leases", "pods", "secrets"];

test("every kind that a level may create is measured", () => {
  const measured = objectSize.variables?.find(({ name }) => name === "isMeasured")?.expression ?? "";
  const groups = /request\.resource\.group in \[([^\]]*)\]/.exec(measured)?.[1] ?? "";
  expect(CREATED.filter(({ group }) => !groups.includes(`'${group}'`))).toEqual([]);
});

test("every kind that a level may create has bounds for its lists", () => {
  const kinds = KIND_WIDTHS.map(({ group, resource }) => `${resource}.${group}`);
  const open = CREATED.filter(({ resource }) => !WITHOUT_LISTS.includes(resource));
  expect(open.filter(({ group, resource }) => !kinds.includes(`${resource}.${group}`))).toEqual([]);
});

test("an autoscaler is judged in the version that shows its metrics, whichever is written", () => {
  const rules = objectWidth.matchConstraints.resourceRules.filter(({ apiGroups }) => apiGroups.includes("autoscaling"));
  expect(rules.map(({ apiVersions, resources }) => [apiVersions, resources])).toEqual([
    [["v2"], ["horizontalpodautoscalers"]],
  ]);
});

test("subresources that write an object's metadata are looked at too", () => {
  const resources = [objectSize, podSpec].map(({ matchConstraints }) => matchConstraints.resourceRules[0]?.resources);
  expect(resources).toEqual([
    ["*", "*/scale"],
    ["pods", "pods/ephemeralcontainers", "pods/resize"],
  ]);
});

test("what one of the two policies on size passes by, the other judges", () => {
  const passedBy = objectSize.matchConstraints.excludeResourceRules?.[0];
  const { resourceRules } = podSpec.matchConstraints;
  expect(resourceRules).toEqual([passedBy]);
  expect(podSpec.validations).toEqual(expect.arrayContaining([...SIZE_VALIDATIONS]));
});

test("no gate of pods takes a variable of another", () => {
  const names = (podSpec.variables ?? []).map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test("whatever pods are made from has the bounds of a template, and pods too", () => {
  const most = (policy: typeof objectSize) => policy.variables?.find(({ name }) => name === "mostEntries")?.expression;
  const named = [...(most(objectSize) ?? "").matchAll(/'([a-z]+)'/g)].map(([, resource]) => resource);
  const templates = KIND_WIDTHS.filter(({ template }) => template !== undefined).map(({ resource }) => resource);
  expect(named).toEqual(expect.arrayContaining([...templates, "podtemplates"]));
  expect(most(podSpec)).toMatch(/^variables\.templateRoom/);
});

test("whatever has replicas, or runs pods side by side, is bounded in them, by its scale too", () => {
  const { resourceRules } = replicas.matchConstraints;
  const judged = resourceRules.flatMap(({ apiGroups, resources }) => resources.map((one) => `${one}.${apiGroups[0]}`));
  const written = LEVEL_RULES.flatMap(({ apiGroups, resources }) => resources.map((one) => `${one}.${apiGroups[0]}`));
  const scales = written.filter((one) => one.includes("/scale."));
  expect(scales.length).toBeGreaterThan(3);
  const scaled = scales.map((one) => one.replace("/scale", ""));
  expect(judged).toEqual(expect.arrayContaining([...scales, ...scaled, "jobs.batch", "cronjobs.batch"]));
});

import { holdsMore, levelIn, MARKS, STRONGEST_FIRST } from "../../../src/cli/people/my-level";
import { levelRules } from "../../../src/model/platform/roles/levels";
import type { PolicyRule } from "../../../src/model/kubernetes/kube-object";

const rule = (group: string, resource: string, ...verbs: readonly string[]): PolicyRule => ({
  ...{ apiGroups: [group], resources: [resource], verbs },
});
const EVERYTHING = rule("*", "*", "*");

test.each([true, false])("each level is known by its rules, with guardrails (%s) or without", (guardrails) => {
  for (const level of STRONGEST_FIRST) expect(levelIn(levelRules(level, { guardrails }))).toBe(level);
});

test("the strongest level that is held as a whole counts", () => {
  const admin = levelRules("admin", { guardrails: true });
  expect(levelIn(admin.slice(1))).toBeUndefined();
  expect(levelIn([...admin, rule("coordination.k8s.io", "leases", "get")])).toBe("admin");
  expect(levelIn([EVERYTHING])).toBe("owner");
  expect(levelIn([])).toBeUndefined();
});

test("a rule for one object by its name is no right on the kind", () => {
  expect(levelIn([{ ...EVERYTHING, resourceNames: ["one"] }])).toBeUndefined();
});

test("rights that are held everywhere make no tenant one's own", () => {
  const classes = rule("storage.k8s.io", "storageclasses", "get", "list");
  expect(holdsMore([classes], [classes])).toBe(false);
  expect(holdsMore([classes, rule("", "pods", "get")], [classes])).toBe(true);
  expect(holdsMore([rule("", "pods", "get")], [EVERYTHING])).toBe(false);
});

test("a level's mark is held by it, and by no weaker one", () => {
  const holds = (level: (typeof STRONGEST_FIRST)[number], guardrails: boolean) => {
    const { group, resource, subresource, verb } = MARKS[level];
    const name = subresource === undefined ? resource : `${resource}/${subresource}`;
    return STRONGEST_FIRST.filter((one) =>
      levelRules(one, { guardrails }).some(
        ({ apiGroups, resources, verbs }) =>
          apiGroups.includes(group) && resources.includes(name) && verbs.includes(verb),
      ),
    );
  };
  for (const guardrails of [true, false]) {
    expect(STRONGEST_FIRST.map((level) => holds(level, guardrails))).toEqual([
      ["owner"],
      ["owner", "admin"],
      ["owner", "admin", "user"],
      ["owner", "admin", "user", "viewer"],
    ]);
  }
});

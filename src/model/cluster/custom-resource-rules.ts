import { issueUnless, oneOf, show, type Fault, type Issue, type Path } from "../issue";
import { listIn, objectIn } from "../json";
import { choiceHint } from "../schema/did-you-mean";
import { holdsInvalid } from "../schema/invalid";
import { ACCESS_LEVELS } from "../tenant/spec/access-levels";
import { isDnsLabel } from "../kubernetes/names";
import { isCountKey } from "../tenant/spec/quota-keys";
import { countKeyOf, RESOURCE_VERBS, type CustomResourceGrant } from "./custom-resources";
import { fault, groupFault, type Grant } from "./custom-resource-groups";

const LEVELS = ACCESS_LEVELS.map(({ level }) => level);

/** Faults of the grants of custom resources; what is invalid was reported already. */
export function customResourceIssues(path: Path, grants: readonly CustomResourceGrant[] | undefined): readonly Issue[] {
  if (!Array.isArray(grants)) return [];
  const before: Grant[] = [];
  return grants.flatMap((grant: unknown, index) => {
    if (holdsInvalid(grant)) return [];
    const issues = grantIssues([...path, index], objectIn(grant), before);
    before.push(objectIn(grant));
    return issues;
  });
}

/** @param before - the grants that stand before this one */
function grantIssues(path: Path, grant: Grant, before: readonly Grant[]): readonly Issue[] {
  const { group, resource, level, verbs, count } = grant;
  const same = before.filter((one) => one.group === group && one.resource === resource);
  const inGroup = groupFault(grant);
  const named = inGroup === undefined && isPlural(resource);
  // One of the same kind was refused for the same reason.
  const isTold = same.some((one) => groupFault(one) !== undefined);
  return [
    ...issuesOf([...path, "group"], isTold ? undefined : inGroup),
    ...issuesOf([...path, "resource"], same.length > 0 ? undefined : pluralFault(resource)),
    ...issuesOf(path, named && same.length === 0 ? countingFault(String(group), resource) : undefined),
    ...issuesOf(path, named ? duplicateFault(grant, same) : undefined),
    ...issueUnless(
      LEVELS.some((one) => one === level),
      [...path, "level"],
      () =>
        fault(level, {
          code: "unknown-value",
          message: "unknown level",
          expected: oneOf(LEVELS),
          hint: choiceHint(level, LEVELS, "choose the weakest level that may use the verbs"),
        }),
    ),
    ...verbFaults([...path, "verbs"], verbs),
    ...issueUnless(count === undefined || isCount(count), [...path, "count"], () =>
      fault(count, {
        code: "invalid-count",
        message: "invalid count",
        expected: "a whole number, 0 or more",
        hint: "leave it out for as many as the tenant may have pods",
      }),
    ),
  ];
}

function pluralFault(resource: unknown): Fault | undefined {
  if (isPlural(resource)) return undefined;
  return fault(resource, {
    code: "invalid-custom-resource",
    message: "invalid plural of a custom resource",
    expected: "a plural name, without wildcard and subresource",
    hint: "take it from `kubectl api-resources`, one entry for each",
  });
}

function countingFault(group: string, resource: string): Fault | undefined {
  if (isCountKey(countKeyOf({ group, resource }))) return undefined;
  return fault(`${resource}.${group}`, {
    code: "uncountable-resource",
    message: "no quota can count this kind",
    expected: "at most 63 characters together",
    hint: "leave this kind to the platform: a tenant could create any number of them",
  });
}

/** Two grants of a kind are for two levels, and one of them may say the count. */
function duplicateFault({ level, count, ...grant }: Grant, same: readonly Grant[]): Fault | undefined {
  const isTwice = LEVELS.some((one) => one === level) && same.some((one) => one.level === level);
  const counts = [...same.map((one) => one.count), count].filter((one) => one !== undefined);
  if (!isTwice && new Set(counts).size < 2) return undefined;
  const kind = `${String(grant.resource)}.${String(grant.group)}`;
  return {
    code: "duplicate-grant",
    message: isTwice ? "this kind is granted to this level twice" : "two grants of this kind have different counts",
    received: isTwice
      ? `${show(kind)} for ${show(level)} again`
      : `${show(kind)} with the counts ${counts.map(show).join(" and ")}`,
    expected: isTwice ? "one grant for each level" : "one count for each kind",
    hint: isTwice ? "remove one, or write the verbs of both in one entry" : "write `count` in one of them",
  };
}

function verbFaults(path: Path, verbs: unknown): readonly Issue[] {
  if (verbs === undefined) return [];
  const known: readonly unknown[] = RESOURCE_VERBS;
  const right = Array.isArray(verbs) && verbs.length > 0 && verbs.every((verb) => known.includes(verb));
  return issueUnless(right, path, () =>
    fault(verbs, {
      code: "unknown-value",
      message: "unknown verbs",
      expected: `some of ${RESOURCE_VERBS.join(", ")}`,
      hint: choiceHint(
        listIn(verbs).find((verb) => !known.includes(verb)),
        RESOURCE_VERBS,
        "leave `verbs` out for all of them",
      ),
    }),
  );
}

function isPlural(resource: unknown): resource is string {
  return isDnsLabel(resource);
}

function isCount(count: unknown): boolean {
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0;
}

function issuesOf(path: Path, found: Fault | undefined): readonly Issue[] {
  return found === undefined ? [] : [{ path, ...found }];
}

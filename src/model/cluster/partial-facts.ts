import type { Issue, Path } from "../issue";
import { isRecord } from "../json";
import { holdsInvalid, INVALID } from "../schema/invalid";
import { NO_FACTS, type ClusterFacts } from "./cluster-facts";

/** Marks facts of which a part was faulty: that is reported already, and is not reported again. */
const PARTIAL: unique symbol = Symbol.for("cdktf-hikube/partial-facts");

/** Whether facts are no more than what was without fault: then what they lack says nothing. */
export function isPartial(facts: ClusterFacts): boolean {
  return facts === NO_FACTS || PARTIAL in facts;
}

/** That the API server has audiences, which were given and are faulty. */
const SOME_AUDIENCES = ["some"];

/**
 * Facts without what is faulty in them, so that the rest is of use. Of a list the faulty entry is left out; what must be there is
 * empty.
 * @param issues - what is wrong with them
 * @param root - the path of the facts in these
 */
export function withoutFaults(facts: unknown, issues: readonly Pick<Issue, "path">[], root: Path): ClusterFacts {
  const paths = issues.map(({ path }) => path.slice(root.length));
  if (!isRecord(facts) || paths.some((path) => path.length === 0)) return NO_FACTS;
  const rest = without(facts, paths) as Partial<ClusterFacts>;
  const accounts = { ...NO_FACTS.serviceAccounts, ...rest.serviceAccounts };
  const lacks = (...place: readonly string[]) =>
    paths.some((path) => place.every((step, index) => path[index] === step));
  return {
    ...NO_FACTS,
    ...rest,
    apiServer: { ...NO_FACTS.apiServer, ...rest.apiServer },
    // Its fields mean nothing without each other.
    dns: lacks("dns") ? NO_FACTS.dns : { ...rest.dns },
    serviceAccounts: lacks("serviceAccounts", "audiences") ? { ...accounts, audiences: SOME_AUDIENCES } : accounts,
    ...{ [PARTIAL]: true },
  };
}

/** A copy without what is at these places. */
function without(value: unknown, paths: readonly Path[]): unknown {
  const below = (step: string | number) => paths.filter(([first]) => first === step).map(([, ...rest]) => rest);
  if (Array.isArray(value)) return value.filter((item, index) => below(index).length === 0 && !holdsInvalid(item));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, item]) => item !== INVALID && below(key).every((rest) => rest.length > 0),
  );
  return Object.fromEntries(kept.map(([key, item]) => [key, without(item, below(key))]));
}

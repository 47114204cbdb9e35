import { BOUNDS, LONGEST_API_TOKEN_SECONDS, type BoundField } from "../../tenant/spec/bounds";
import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowList, moreBy } from "./allow-list";
import { annotatedNumber } from "./annotated-number";
import type { Variable } from "./guardrail";

/** CEL variable `longest`: the most seconds that a pod of the tenant may take to end. */
export const LONGEST_GRACE = boundOf("longest", "terminationGracePeriodSeconds");

/** Seconds of grace that every tenant may use: shorter ones are not checked further. */
export const GRACE_OF_ALL = BOUNDS.terminationGracePeriodSeconds.least;

/** CEL: the end of a refusal of a grace period. */
export const GRACE_ALLOWED = `'; allowed here: 1 to ' + string(variables.longest) + " seconds${moreBy("security.terminationGracePeriodSeconds")}"`;

/**
 * CEL variables on the life of tokens: `apiAudiences`, and `otherLife`, the most seconds for a token that is not for
 * the API server. If its audiences are not known, any token could be for it.
 */
export const TOKEN_LIFE: readonly Variable[] = [
  allowList("apiAudiences", ANNOTATIONS.apiAudiences),
  boundOf("tokenBound", "tokenExpirationSeconds"),
  {
    name: "otherLife",
    expression: `size(variables.apiAudiences) == 0 && variables.tokenBound > ${LONGEST_API_TOKEN_SECONDS} ? ${LONGEST_API_TOKEN_SECONDS} : variables.tokenBound`,
  },
];

/** CEL: whether a token for some audience is one of the API server, or could be. */
const isForServer = (audience: string) => `(${audience} == '' || ${audience} in variables.apiAudiences)`;

/** CEL: the most seconds that a token for some audience may live; for none, it is for the API server. */
export function tokenLife(audience: string): string {
  return `(${isForServer(audience)} ? ${LONGEST_API_TOKEN_SECONDS} : variables.otherLife)`;
}

/** CEL: the end of a refusal of tokens that live too long, by their audiences. */
export function tokenLifeAllowed(audiences: string): string {
  const server = `; allowed here: at most ${LONGEST_API_TOKEN_SECONDS} seconds for the API server, where it is renewed automatically; this limit cannot be raised`;
  const others = `'; allowed here: at most ' + string(variables.otherLife) + " seconds for this audience${moreBy("security.tokenExpirationSeconds")}"`;
  return `(${audiences}.exists(one, ${isForServer("one")}) ? '${server}' : ${others})`;
}

/** CEL variable: a bound of the tenant; without an annotation, a new tenant's. */
function boundOf(name: string, field: BoundField): Variable {
  return annotatedNumber(name, ANNOTATIONS[field], BOUNDS[field].initial);
}

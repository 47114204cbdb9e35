import { connectionLine } from "../../connectivity/render-text";
import type { Comparison, LiveMatrix } from "./live-matrix";

/** Why the command ends with findings. */
export interface MatrixFinding {
  readonly code: string;
  /** One sentence without a full stop; may hold names that others chose. */
  readonly message: string;
}

/** What is open and not declared, and ways of which nobody can say whether they are open. */
export function openWays({ comparison, notJudged, otherPolicies }: LiveMatrix): readonly MatrixFinding[] {
  const across = notJudged.filter(({ from, to }) => from !== to).map(({ from, to }) => `${from} -> ${to}`);
  return [
    ...told("open-undeclared", "open and not declared", (comparison?.undeclared ?? []).map(connectionLine)),
    ...told("not-judged", "too costly to evaluate", across),
    ...told("not-judged", "may accept more than is shown", otherPolicies.notJudged),
  ];
}

/** What `--strict` does not let pass, whatever it opens: it is not declared, or may not be seen. */
export function strangeThings({ comparison, otherPolicies }: LiveMatrix): readonly MatrixFinding[] {
  return [
    ...(comparison === undefined ? [] : notDeclared(comparison)),
    ...told("not-judged", "a kind of policy that may not be read", otherPolicies.unread),
  ];
}

function notDeclared(found: Comparison): readonly MatrixFinding[] {
  const { foreignPolicies, otherPolicies, foreignNamespaces, foreignOpen } = found;
  return [
    ...told("foreign-policy", "a NetworkPolicy in a tenant that is not declared", foreignPolicies),
    ...told("other-policy", "a policy of another kind that can mean tenants", otherPolicies),
    ...told("foreign-namespace", "a tenant, or a namespace below one, that the file does not name", foreignNamespaces),
    ...told("foreign-open", "one of these, that no policy closes by default", foreignOpen),
  ];
}

export function told(code: string, words: string, names: readonly string[]): readonly MatrixFinding[] {
  return names.map((name) => ({ code, message: `${words}: ${name}` }));
}

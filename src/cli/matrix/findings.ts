import type { Finding } from "../../connectivity/render-html";
import { connectionLine } from "../../connectivity/render-text";
import { printableLine } from "../../model/printable";
import { acceptedWords, findingWords } from "../../access/words";
import type { Sorted } from "../accept";
import type { MatrixFinding } from "./what-fails";
import { counted } from "../text";
import type { Comparison, LiveMatrix } from "./live-matrix";

/** What a look at a cluster found beside the matrix, which itself marks what is not declared. */
export function findingsOf(found: LiveMatrix): readonly Finding[] {
  return [
    ...notJudged(found),
    ...others(found),
    ...(found.comparison === undefined ? [] : compared(found.comparison)),
  ].filter(({ lines }) => lines?.length !== 0);
}

/** What makes the command fail, by its id, and what was accepted. */
export function idsOf({ open, accepted }: Sorted<MatrixFinding>): readonly Finding[] {
  return [
    { heading: "looked at and accepted:", lines: accepted.map(acceptedWords) },
    { heading: "somebody must look at:", lines: open.map(findingWords) },
  ].filter(({ lines }) => lines.length > 0);
}

/** As text; empty if there are none. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .flatMap(({ heading, lines = [] }) => [printableLine(heading), ...lines.map((line) => `  ${printableLine(line)}`)])
    .join("\n");
}

function notJudged({ notJudged: ways }: LiveMatrix): readonly Finding[] {
  const inside = ways.filter(({ from, to }) => from === to).map(({ from }) => from);
  const across = ways.filter(({ from, to }) => from !== to).map(({ from, to }) => `${from} -> ${to}`);
  return [
    {
      heading: "too costly to evaluate, among the pods of one namespace (connections to others are not affected):",
      lines: inside,
    },
    { heading: "too costly to evaluate, look at the policies of both sides:", lines: across },
  ];
}

function others({ otherPolicies: { accepting, namedOnly, notJudged: parts, unread } }: LiveMatrix): readonly Finding[] {
  return [
    {
      heading: "administrators' policies: what they accept is evaluated, what they deny or pass on is not:",
      lines: accepting,
    },
    { heading: "rules of them that are not evaluated, or not in every part:", lines: parts },
    { heading: "policies of other kinds, not evaluated:", lines: namedOnly },
    { heading: "kinds of policy that may not be read:", lines: unread },
  ];
}

function compared(found: Comparison): readonly Finding[] {
  const { length } = found.undeclared;
  return [
    { heading: "declared, but not open:", lines: found.missing.map(connectionLine) },
    { heading: "policies in the tenants' namespaces that are not declared:", lines: found.foreignPolicies },
    { heading: "declared policies that the cluster does not have:", lines: found.absentPolicies },
    {
      heading: `tenants, and namespaces below one, that ${found.declared} does not name, taken as they are:`,
      lines: found.foreignNamespaces,
    },
    { heading: "of these, what no policy closes by default:", lines: found.foreignOpen },
    { heading: "tenants that the cluster does not have:", lines: found.absentTenants },
    {
      heading: "namespaces that tenants are exposed to and that the cluster does not have:",
      lines: found.absentNamespaces,
    },
    {
      heading: `compared with ${found.declared}: ${length === 0 ? "nothing" : counted(length, "connection")} open and not declared`,
    },
  ];
}

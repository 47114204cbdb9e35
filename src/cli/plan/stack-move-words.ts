import { formatIssue, type Issue } from "../../model/issue";
import type { Warning } from "../../model/warning";
import { some } from "../text";
import type { RemovalReport } from "./report";
import type { StackMove } from "./stack-moves";

/** One line for all tenants that go the same way: it is one change of the code. */
export function stackMoveRefusals(removals: readonly RemovalReport[]): readonly string[] {
  const moves = new Map(removals.flatMap(({ toStack }) => (toStack === undefined ? [] : [[wayOf(toStack), toStack]])));
  return [...moves].map(([way, move]) => {
    const going = removals.filter(({ toStack }) => toStack !== undefined && wayOf(toStack) === way);
    const namespaces = [...new Set(going.map(({ namespace }) => namespace))];
    return formatIssue(move.engines === undefined ? movedIssue(namespaces, move) : remadeIssue(namespaces, move));
  });
}

/** Of tenants that may be in another cluster: nothing is refused. */
export function maybeInStackWarnings(removals: readonly RemovalReport[]): readonly Warning[] {
  const moves = removals.flatMap(({ namespace, maybeInStack }) =>
    maybeInStack === undefined ? [] : [{ namespace, move: maybeInStack }],
  );
  return [...new Set(moves.map(({ move }) => move.to))].map((to): Warning => {
    const namespaces = moves.filter(({ move }) => move.to === to).map(({ namespace }) => namespace);
    const what = `${some(namespaces)}: deleted with all that is in it, and declared in stack ${to}, which is not planned`;
    const cure = `if both mean one cluster, do not apply this: ${keeping(namespaces, to)}`;
    return { code: "maybe-held-elsewhere", message: `${what}; ${cure}` };
  });
}

function wayOf({ to, engines }: StackMove): string {
  return JSON.stringify([to, engines]);
}

/** What keeps it, on its way from one state to the other. */
function keeping(namespaces: readonly string[], to: string): string {
  const [first = "", ...more] = namespaces;
  const release = more.length === 0 ? `\`hikube release ${first}\`` : "`hikube release` of each";
  return `${release}, then \`hikube recover\`, which takes it into stack ${to}`;
}

const ANEW = "to have it made anew, take it out of the code, apply that, and put it back";
/** The last ways out: of those who want it gone, and of those who know that it is another one. */
function otherWays({ isUnsure, isUnplanned }: StackMove): string {
  if (isUnplanned === true) return `${ANEW}; where the stacks mean two clusters, name each in its provider block`;
  return isUnsure === true ? `${ANEW}; where the stacks mean two clusters, plan and apply each by \`--stack\`` : ANEW;
}

function movedIssue(namespaces: readonly string[], move: StackMove): Issue {
  const { from, to, address, isUnplanned } = move;
  const has = isUnplanned === true ? "declares it, and is not planned" : "has it";
  return {
    path: [from],
    code: "tenant-in-other-stack",
    message: "a stack removes a tenant that another stack has: it would be deleted with all that is in it",
    received: `${some(namespaces)}, removed from stack ${from}; stack ${to} ${has} (${address})`,
    expected: "a tenant that leaves the state of the one stack, and comes into that of the other",
    hint: `${keeping(namespaces, to)}; a fleet moves it by its line in the assignment; ${otherWays(move)}`,
  };
}

function remadeIssue(namespaces: readonly string[], move: StackMove): Issue {
  const { from, to, engines: { former, now } = { former: "", now: "" } } = move;
  return {
    path: ["engine"],
    code: "engine-changed",
    message:
      "another stack, of another engine, makes a tenant that is there: it would be deleted with all that is in it",
    received: `${some(namespaces)}: ${former} in stack ${from} before, and now ${now} in stack ${to}`,
    expected: "one change at a time: of the engine, or of the stack",
    hint: `change the engine first, where the tenant is: \`hikube migrate\`, and apply that; then the stack: ${keeping(namespaces, to)}; ${otherWays(move)}`,
  };
}

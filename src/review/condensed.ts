import type { Change } from "./change";

/** What is told of a guardrail of which nothing but the words of its refusals differs. */
export const MESSAGES_ALONE = "the messages alone";

/** Lines of one kind that a tenant may have before they become one. */
const MOST_LINES = 6;
/** Bounds that are told within it. */
const MAIN = /^(?:(?:requests|limits)\.(?:cpu|memory)|requests\.storage|pods)$/;

/**
 * The changes that text and Markdown have lines for: bounds of a tenant that move together, and guardrails that only say it in
 * other words, are one line each. Dangers are told one by one, and JSON has all of them.
 */
export function condensed(changes: readonly Change[]): readonly Change[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = keyOf(change);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return changes.flatMap((change): readonly Change[] => {
    const group = groups.get(keyOf(change) ?? "") ?? [];
    if (group.length <= MOST_LINES) return [change];
    return group[0] === change ? [oneOf(change, group)] : [];
  });
}

/** Changes that may become one line. @returns nothing for one that stands by itself */
function keyOf({ kind, severity, tenant = "", after, note, alsoIn = [] }: Change): string | undefined {
  // What has something to say of its own is said.
  if (severity === "danger" || note !== undefined) return undefined;
  if (kind === "quota") return JSON.stringify([kind, severity, tenant, alsoIn]);
  return kind === "object-changed" && after === MESSAGES_ALONE ? JSON.stringify([kind, tenant]) : undefined;
}

function oneOf({ kind, severity, tenant, alsoIn = [], after = "" }: Change, group: readonly Change[]): Change {
  const of = { ...(tenant === undefined ? {} : { tenant }), ...(alsoIn.length === 0 ? {} : { alsoIn }) };
  const count = String(group.length);
  if (kind !== "quota") return { kind, severity, ...of, what: `${count} guardrails`, after };
  const main = group.filter(({ what }) => MAIN.test(what));
  const named = main.map(({ what, before = "none", after: to = "none" }) => `${what} ${before} → ${to}`);
  const rest = group.length - main.length;
  const told = [...named, ...(rest > 0 ? [`${String(rest)} more`] : [])].join(", ");
  return { kind, severity, ...of, what: `${count} bounds`, after: told };
}

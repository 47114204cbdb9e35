import { ANNOTATIONS } from "../model/tenant/spec/labels";
import { changeOf, type Change } from "./change";
import { yesNo, type Told } from "./security";
import { annotationsOf, type TenantPair } from "./state";

/** Protection, expiry and suspension of a tenant that stays. */
export function lifetimeChanges(pair: TenantPair): Told {
  const [former, next] = annotationsOf(pair.namespace);
  const changes = [
    ...flag(pair, "protected", [former[ANNOTATIONS.protected], next[ANNOTATIONS.protected]]),
    ...flag(pair, "suspended", [former[ANNOTATIONS.suspended], next[ANNOTATIONS.suspended]]),
    ...expiry(pair, former[ANNOTATIONS.expiresAt], next[ANNOTATIONS.expiresAt]),
  ];
  return { changes, keys: TOLD };
}

/** The reason of a suspension comes and goes with it. */
const TOLD = [ANNOTATIONS.protected, ANNOTATIONS.suspended, ANNOTATIONS.suspendedBecause, ANNOTATIONS.expiresAt];

/** The value that asks for a look, and why. */
const FLAGS = {
  protected: { danger: false, note: "it may be deleted, with all that is in it" },
  suspended: { danger: true, note: "no new pods start" },
} as const;

function flag(
  { tenant, namespace }: TenantPair,
  what: keyof typeof FLAGS,
  values: readonly (string | undefined)[],
): readonly Change[] {
  const [before = false, after = false] = values.map((value) => value === "true");
  const move = { ...(tenant === undefined ? {} : { tenant }), what, after: yesNo(after) };
  if (namespace.before === undefined) return after ? [changeOf("lifetime", "info", move)] : [];
  if (before === after) return [];
  const { danger, note } = FLAGS[what];
  const isDanger = after === danger;
  return [
    changeOf(
      "lifetime",
      isDanger ? "danger" : "notice",
      { ...move, before: yesNo(before) },
      isDanger ? note : undefined,
    ),
  ];
}

/** A time that comes, or comes earlier, ends something sooner than it was agreed. */
function expiry(
  { tenant, namespace }: TenantPair,
  before: string | undefined,
  after: string | undefined,
): readonly Change[] {
  if (before === after) return [];
  const [from, to] = [endOf(before), endOf(after)];
  // What is no time is not later than any.
  const isSooner = !(to >= from);
  const isNew = namespace.before === undefined;
  const move = {
    ...(tenant === undefined ? {} : { tenant }),
    what: "expires",
    after: after ?? "never",
    ...(isNew ? {} : { before: before ?? "never" }),
  };
  if (isNew || from === to) return [changeOf("lifetime", "info", move, isNew ? undefined : "the same in other words")];
  const note = isSooner ? "from then on it is suspended" : undefined;
  return [changeOf("lifetime", isSooner ? "danger" : "notice", move, note)];
}

function endOf(time = "never"): number {
  return time === "never" ? Infinity : Date.parse(time);
}

import { SEVERITIES, type Change } from "./change";

/** Dangers first, each tenant together and the platform before them, in the order in which the kinds were asked. */
export function inOrder(changes: readonly Change[]): readonly Change[] {
  const rank = ({ severity }: Change): number => SEVERITIES.indexOf(severity);
  const name = ({ tenant = "" }: Change): string => tenant;
  return changes.toSorted(
    (left, right) => rank(left) - rank(right) || (name(left) < name(right) ? -1 : name(left) > name(right) ? 1 : 0),
  );
}

import { isRecord, listIn, objectIn, textIfAny, textIn } from "../../model/json";
import type { Diagnostics } from "../../plugin";
import { contestedDetail } from "../objects/contested";
import type { OtherOwner } from "../objects/managers";

/** Tools that declare fields of objects with other values, by the object's key. */
export type Appliers = Readonly<Record<string, readonly OtherOwner[]>>;

/**
 * Refuses what others declare too. Whoever declares a field writes it again: the two would take turns.
 *
 * @param kept - `Appliers` as the private state has them
 */
export function judgeAppliers(kept: unknown, diagnostics: Diagnostics): void {
  for (const [key, owners] of Object.entries(objectIn(kept))) {
    const contested = listIn(owners)
      .filter(isRecord)
      .flatMap(({ manager, time, fields }) =>
        listIn(fields).map((field) => ({ field: textIn(field), manager: textIn(manager), time: textIfAny(time) })),
      );
    const others = [...new Set(contested.map(({ manager }) => manager))].join(" and ");
    if (contested.length === 0) continue;
    const ways = [
      `take these fields out of what is applied by ${others}`,
      "change the tenant so that both agree",
      `set \`force_conflicts = true\`: this tenant takes them over from ${others}`,
    ];
    diagnostics.error(`${key} is applied by ${others} too`, contestedDetail(contested, ways), ["objects"]);
  }
}

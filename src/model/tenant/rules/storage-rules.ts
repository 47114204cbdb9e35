import { issueUnless, show, type Issue, type Path } from "../../issue";
import { parseQuantity } from "../../kubernetes/quantity";
import type { StorageSpec } from "../spec/monitoring-spec";
import type { RuleContext } from "./rule";

const RETENTION = /^[1-9][0-9]{0,4}([hdwy])$/;
const HOURS_PER_DAY = 24;
/** Both databases stop writing where less than some hundred megabytes are free. */
const LEAST_SIZE = 1_000_000_000n << 30n;

/** A number without a unit means months in one of the databases and days in the other. */
export function storageRules(path: Path, spec: StorageSpec | undefined, context: RuleContext): readonly Issue[] {
  if (spec === undefined || !context.isKnown(spec)) return [];
  const { retention, size } = spec;
  const isRetention = retention === undefined || !context.isKnown(retention) || isLongEnough(retention);
  const amount = size === undefined || !context.isKnown(size) ? undefined : parseQuantity(size);
  const isSize = size === undefined || !context.isKnown(size) || (amount !== undefined && amount.nano >= LEAST_SIZE);
  return [
    ...issueUnless(isRetention, [...path, "retention"], () => ({
      code: "invalid-retention",
      message: "invalid retention",
      received: show(retention),
      expected: `a number with its unit, hours, days, weeks or years, of at least a day: "30d"`,
      hint:
        typeof retention === "string" && /^[0-9]+$/.test(retention) ? `did you mean "${retention}d"?` : "add the unit",
    })),
    ...issueUnless(isSize, [...path, "size"], () => ({
      code: "invalid-quantity",
      message: "invalid quantity",
      received: show(size),
      expected: `a Kubernetes quantity of at least 1Gi, such as "20Gi"`,
      hint: "give the size of the volume",
    })),
  ];
}

function isLongEnough(retention: unknown): boolean {
  if (typeof retention !== "string") return false;
  const unit = RETENTION.exec(retention)?.[1];
  return unit !== undefined && (unit !== "h" || Number.parseInt(retention, 10) >= HOURS_PER_DAY);
}

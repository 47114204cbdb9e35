import { issueUnless, oneOf, show, type Issue, type Path } from "../../issue";
import { isLabelValue } from "../../kubernetes/names";
import type { CostSpec } from "../spec/spec";
import type { Tenant } from "../resolve/tenant";
import { isInvalidFrom, type RuleContext } from "./rule";

const NOTE_LENGTH = 1024;

/** The values of the cost that become labels. */
const COST_LABELS = ["costCenter", "project", "owner"] as const;

/** Cost values must be label values; where a tree requires them, every tenant needs them. */
export function costRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const cost: CostSpec = tenant.spec.cost ?? {};
  if (!context.isKnown(cost)) return [];
  return [
    ...COST_LABELS.flatMap((field) => labelValue([tenant.path, "cost", field], cost[field], context)),
    ...note([tenant.path, "cost", "note"], cost.note, context),
    ...required(tenant),
  ];
}

function labelValue(path: Path, value: unknown, { isKnown }: RuleContext): readonly Issue[] {
  const right = value === undefined || !isKnown(value) || isLabelValue(value);
  return issueUnless(right, path, () => ({
    code: "invalid-label-value",
    message: "invalid label value",
    received: show(value),
    expected: "1–63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends",
    hint: `shorten it to a code${labelSafe(value)}; free text goes into cost.note`,
  }));
}

function labelSafe(value: unknown): string {
  const safe = String(value)
    .replace(/[^-A-Za-z0-9_.]+/g, "-")
    .slice(0, 63)
    .replace(/^[-_.]+|[-_.]+$/g, "");
  return safe === "" ? "" : `, for example "${safe}"`;
}

function note(path: Path, value: unknown, { isKnown }: RuleContext): readonly Issue[] {
  const right = value === undefined || !isKnown(value) || (typeof value === "string" && value.length <= NOTE_LENGTH);
  return issueUnless(right, path, () => ({
    code: "note-too-long",
    message: "note too long",
    received: typeof value === "string" ? `${value.length} characters` : show(value),
    expected: `at most ${NOTE_LENGTH} characters`,
    hint: "shorten it, or link to a longer text",
  }));
}

/** A sub-tenant can require cost labels that its parent does not, but not the reverse. */
function required(tenant: Tenant): readonly Issue[] {
  const { spec, cost, parent, path, requireCostLabels } = tenant;
  const takenBack = spec.requireCostLabels === false && parent?.requireCostLabels === true;
  // An invalid one is not reported as missing too, here or below.
  const isGap = (field: keyof CostSpec) => !isInvalidFrom(tenant, ["cost", field]);
  const missing = requireCostLabels ? COST_LABELS.filter((field) => cost[field] === undefined && isGap(field)) : [];
  return [
    ...issueUnless(!takenBack, [path, "requireCostLabels"], () => ({
      code: "laxer-than-parent",
      message: `laxer than its parent ${show(parent?.path)}, which requires cost labels in the whole tree`,
      received: "false",
      expected: "true, or no value",
      hint: "leave it out, and give the labels",
    })),
    ...issueUnless(missing.length === 0, [path, "cost"], () => ({
      code: "missing-cost-labels",
      message: "cost labels are required in this tree",
      received: `no ${missing.join(", no ")}`,
      expected: `${oneOf(COST_LABELS, "and")}, each here or on a parent`,
      hint: `give cost.${missing.join(" and cost.")}`,
    })),
  ];
}

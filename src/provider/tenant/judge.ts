import { formatIssue, type Issue } from "../../model/issue";
import type { StringMap } from "../../model/kubernetes/kube-object";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import { shortened } from "../../model/printable";
import { TENANT_SPEC } from "../../model/tenant/spec/spec-schema";
import type { Diagnostics } from "../../plugin";
import { attributePath } from "../schema/spec";
import { isWithin } from "./ledger";
import { inTerraform } from "../schema/words";

/** Faults that a tenant elsewhere may still mend: the other side of a peering may be applied later. */
const OF_OTHERS: ReadonlySet<string> = new Set(["unchecked-peer", "one-sided-peer"]);

/** Tells what the rules say of a tenant. @param isLenient - whether a fault is told as a warning */
export function judge(issues: readonly Issue[], diagnostics: Diagnostics, isLenient: IsLenient = () => false): void {
  for (const issue of issues) tell(issue, diagnostics, isLenient(issue));
}

type IsLenient = (issue: Issue) => boolean;

/** Codes of faults that are told as warnings. */
type Lenient = ReadonlySet<string>;

const NONE: Lenient = new Set();

/**
 * A parent may have less than its sub-tenants take: its reserve was lowered, or it was made anew. Whoever takes no more than
 * before is not refused: it can be lowered, or destroyed, whose plan asks the same.
 *
 * @param recorded - what the tenant takes already. Default: it is new
 * @param isParentChanged - whether this run writes other amounts to a parent of this provider
 */
export function leniencyFor(tenant: Tenant, recorded: StringMap | undefined, isParentChanged: boolean): Lenient {
  const { parent, quota } = tenant;
  if (parent === undefined || recorded === undefined || !isWithin(quota.capacity, recorded)) return NONE;
  const isSame = isWithin(recorded, quota.capacity);
  const isLenient =
    "spec" in parent ? !isParentChanged : isSame || isWithin(quota.capacity, parent.quota?.capacity ?? {});
  return isLenient ? new Set(["quota-exceeds-parent"]) : NONE;
}

/** With the words that say what is wrong in the names of Terraform; what was received stays as it is. */
export function inAttributes(issue: Issue): Issue {
  const { message, expected } = issue;
  const [tenant = "", ...fields] = issue.path;
  // Of an amount in two parts there are two attributes.
  const isInParts = issue.code === "requests-exceed-limits" && fields.includes("quota");
  const [amount] = fields.slice(-1).map(String);
  const hint = isInParts ? `lower \`${amount}_requests\` or raise \`${amount}_limits\`` : inTerraform(issue.hint);
  return {
    ...issue,
    path: [tenant, ...attributeAt(isInParts ? [...fields, "requests"] : fields)],
    ...{ message: inTerraform(message), expected: inTerraform(expected), hint },
  };
}

/** The place in the tree is an attribute beside those of the spec. */
function attributeAt(fields: Issue["path"]): Issue["path"] {
  return fields[0] === "parent" ? ["parent"] : attributePath(fields, TENANT_SPEC);
}

/** Of a key that is too long to be read, the map that it stands in. */
function shownPath(path: Issue["path"]): Issue["path"] {
  const end = path.findIndex((step) => typeof step === "string" && shortened(step) !== step);
  return end < 0 ? path : path.slice(0, end);
}

function tell(issue: Issue, diagnostics: Diagnostics, isLenient: boolean): void {
  const { path: place, message, received, expected, hint, code } = inAttributes(issue);
  const path = shownPath(place.slice(1));
  const summary = message.charAt(0).toUpperCase() + message.slice(1);
  const detail = `Received ${received}; expected: ${expected}. ${hint.charAt(0).toUpperCase()}${hint.slice(1)}${hint.endsWith("?") ? "" : "."} [${code}]`;
  // Without a place of its own it is told with the one that it has.
  if (path.length === 0 && !isLenient) diagnostics.error(summary, formatIssue(issue));
  else if (OF_OTHERS.has(code) || isLenient) diagnostics.warning(summary, detail, path);
  else diagnostics.error(summary, detail, path);
}

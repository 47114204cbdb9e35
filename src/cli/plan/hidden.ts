import { isRecord, listIn, objectIn, textIfAny, type JsonRecord } from "../../model/json";
import { compareQuantities, parseQuantity } from "../../model/kubernetes/quantity";
import { isDigest } from "../../provider/objects/state";
import { UNKNOWN } from "../../review/state";
import { only } from "../../terraform/described-object";
import { parseToolJson } from "../command";
import { withoutKeys } from "../project/provider-ref";
import type { IgnoredObject } from "../project/stack-config";
import { HIKUBE_PLATFORM } from "./hikube-values";
import { stepsOf } from "./live-fields";
import { MAPS, withUnknown } from "./resource-object";

/** A resource of which `ignore_changes` hides that it is not what its configuration says. */
export interface Hidden {
  readonly address: string;
  /** Attributes that differ. */
  readonly places: readonly string[];
}

/** Of each resource what says nothing of its object. What ends in `_wo` is in no plan. */
const META = new Set(["lifecycle", "provider", "depends_on", "count", "for_each", "provisioner", "connection", "//"]);
/** What the provider `hikube` fills in, and nobody writes. */
const COMPUTED = new Set(["id", "objects", "object", "namespace"]);
const PLATFORM_DEFAULTS = { guardrails: true, readable_classes: true };

/**
 * Compares what Terraform is told to see no change of with the configuration. What is an expression there is passed over: only
 * Terraform knows its value.
 *
 * @param text - what `terraform show -json` prints of the plan
 */
export function hiddenIn(ignored: readonly IgnoredObject[], text: string): readonly Hidden[] {
  if (ignored.length === 0) return [];
  return listIn(objectIn(parseToolJson(text)).resource_changes).flatMap((resource) => {
    const { address, type, change } = objectIn(resource);
    const { after, after_unknown: unknown } = objectIn(change);
    const whole = textIfAny(address) ?? "";
    const own = ignored.find((each) => each.address === withoutKeys(whole));
    if (own === undefined || !isRecord(after)) return [];
    const places = placesOf(textIfAny(type) ?? "", own, objectIn(withUnknown(after, unknown)));
    return places.length === 0 ? [] : [{ address: whole, places }];
  });
}

function placesOf(type: string, { attributes, declared: body }: IgnoredObject, planned: JsonRecord): readonly string[] {
  const declared = type === HIKUBE_PLATFORM ? { ...PLATFORM_DEFAULTS, ...body } : body;
  const isAll = attributes.includes("all");
  const names = new Set([...Object.keys(declared), ...(type.startsWith("hikube_") ? Object.keys(planned) : [])]);
  const places = (isAll ? [...names] : attributes).filter((name) => !META.has(name) && !name.endsWith("_wo"));
  const isExact = type.startsWith("hikube_") || type === "kubernetes_manifest";
  const different = places.filter((place) => {
    const steps = stepsOf(place);
    const [wanted, found] = [at(declared, steps), at(planned, steps)];
    return !(COMPUTED.has(place) && isNothing(wanted)) && differs(wanted, found, isExact || steps.some(isMap));
  });
  const isDrifted = Object.values(objectIn(planned.objects)).some((told) => !isDigest(String(told)));
  return [...different, ...(isDrifted && (isAll || attributes.includes("objects")) ? ["objects"] : [])];
}

/** A block of which there is one at most is an object in a configuration, and a list in a plan. */
function at(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined || isExpression(value)) return value;
  if (!/^\d+$/.test(step)) return at(only(value)[step], rest);
  return at(Array.isArray(value) ? listIn(value)[Number(step)] : value, rest);
}

function isMap(name: string): boolean {
  return MAPS.has(name);
}

/** @param isExact - whether what is not declared must not be there: a typed resource fills in what nobody wrote */
function differs(declared: unknown, planned: unknown, isExact: boolean): boolean {
  if (isExpression(declared) || planned === UNKNOWN) return false;
  const isNone = planned === false || isNothing(planned);
  if (declared === false) return !isNone;
  if (isNothing(declared)) return isExact && !isNone;
  if (isNothing(planned)) return true;
  if (Array.isArray(declared)) return !sameItems(declared, Array.isArray(planned) ? planned : [planned], isExact);
  if (!isRecord(declared)) return !isSame(declared, planned);
  if (Array.isArray(planned) && planned.length !== 1) return true;
  const found = only(planned);
  return [...new Set([...Object.keys(declared), ...(isExact ? Object.keys(found) : [])])].some((key) =>
    differs(declared[key], found[key], isExact || isMap(key)),
  );
}

/** Of a set the provider decides on the order. */
function sameItems(declared: readonly unknown[], planned: readonly unknown[], isExact: boolean): boolean {
  return (
    declared.length === planned.length &&
    declared.every((one) => planned.some((other) => !differs(one, other, isExact)))
  );
}

function isSame(declared: unknown, planned: unknown): boolean {
  const [text, other] = [String(declared).replaceAll(ESCAPED, "$1{"), String(planned)];
  const [amount, found] = [parseQuantity(text), parseQuantity(other)];
  return text === other || (amount !== undefined && found !== undefined && compareQuantities(amount, found) === 0);
}

const ESCAPED = /([$%])\1\{/g;

/** @see https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping */
function isExpression(value: unknown): boolean {
  return typeof value === "string" && /[$%]\{/.test(value.replaceAll(ESCAPED, ""));
}

/** Terraform says of everything that it is not there. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isNothing);
}

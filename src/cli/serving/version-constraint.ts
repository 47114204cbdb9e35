/** One version: its numbers, and what stands after a dash. */
interface Version {
  readonly numbers: readonly number[];
  readonly prerelease: string;
}

const VERSION = /^v?(\d+(?:\.\d+){0,2})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;
const CONDITION = /^(=|!=|>=|>|<=|<|~>)?\s*(\S+)$/;

/**
 * Whether Terraform's `version` takes a version.
 *
 * @returns nothing where the constraint is not understood
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function allowsVersion(constraint: string, version: string): boolean | undefined {
  const given = versionOf(version);
  const results = constraint.split(",").map((condition) => {
    const [, operator = "=", text = ""] = CONDITION.exec(condition.trim()) ?? [];
    const wanted = versionOf(text);
    return given === undefined || wanted === undefined ? undefined : holds(given, operator, wanted);
  });
  return results.includes(undefined) ? undefined : results.every((result) => result === true);
}

function versionOf(text: string): Version | undefined {
  const [, numbers, prerelease = ""] = VERSION.exec(text) ?? [];
  return numbers === undefined ? undefined : { numbers: numbers.split(".").map(Number), prerelease };
}

function holds(given: Version, operator: string, wanted: Version): boolean {
  const order = compared(given, wanted);
  const isSame = order === 0 && given.prerelease === wanted.prerelease;
  if (operator === "=") return isSame;
  if (operator === "!=") return !isSame;
  // What is not released yet is taken by its own name alone.
  if (given.prerelease !== "" || wanted.prerelease !== "") return false;
  if (operator === ">") return order > 0;
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return order >= 0 && (operator === ">=" || isPessimistic(given, wanted));
}

function compared(one: Version, other: Version): number {
  const places = [0, 1, 2].map((place) => (one.numbers[place] ?? 0) - (other.numbers[place] ?? 0));
  return places.find((difference) => difference !== 0) ?? 0;
}

/** `~> 1.2.3` leaves the last of its numbers free. */
function isPessimistic({ numbers }: Version, wanted: Version): boolean {
  const fixed = wanted.numbers.slice(0, Math.max(1, wanted.numbers.length - 1));
  return fixed.every((number, place) => (numbers[place] ?? 0) === number);
}

import { isOfNoNamespace, POWERS, type Power } from "./powers";
import { isEverything, reachOf, rightsIn, type Reach, type Right, type Rule } from "./rule";

const READ = ["get", "list", "watch"];
/** Kinds that are named. */
const MOST_NAMED = 3;
/** Names of objects that are told of a power, and how much of each. */
const MOST_NAMES = 5;
const LONGEST_NAME = 100;
/** Rights that are looked at; a role of more is told as one that is too large. */
export const MOST_RIGHTS = 100_000;

/** What a role allows, in a few words: the powers that it gives, then what else it reads and writes. */
export function summaryOf(rules: readonly Rule[]): string {
  if (isEverything(rules)) return "everything";
  if (isTooLarge(rules)) return "more than can be judged";
  const words = [...powersOf(rules), ...kindsOf(rules)];
  return words.length === 0 ? "nothing" : words.join(", ");
}

/** Whether rules write out more rights than are looked at. */
export function isTooLarge(rules: readonly Rule[]): boolean {
  const sizes = rules.map(({ groups, resources, verbs }) => groups.length * resources.length * verbs.length);
  return sizes.reduce((sum, size) => sum + size, 0) > MOST_RIGHTS;
}

/** Whether rights that hold in the whole cluster open anything in a namespace. */
export function opensNamespaces(rules: readonly Rule[]): boolean {
  if (isPowerful(rules)) return true;
  return [...rightsIn(rules)].some(({ group, resource }) => !isOfNoNamespace(group, resource));
}

/** Whether rules hold any of the powers. */
export function isPowerful(rules: readonly Rule[]): boolean {
  return isEverything(rules) || isTooLarge(rules) || powersOf(rules).length > 0;
}

/** Whether rules let their holder act as accounts, or hold what these hold. */
export function takesAccounts(rules: readonly Rule[]): boolean {
  if (isEverything(rules) || isTooLarge(rules)) return true;
  return POWERS.some((power) => power.takesAccounts === true && reachOfPower(rules, power) !== undefined);
}

function powersOf(rules: readonly Rule[]): readonly string[] {
  return POWERS.flatMap((power) => {
    const reach = reachOfPower(rules, power);
    if (reach === undefined) return [];
    return [reach === "named" ? `${power.words} (only ${namesOf(rules, power)})` : power.words];
  });
}

/** The objects that a power is for. Who writes a role chooses them. */
function namesOf(rules: readonly Rule[], { asked }: Power): string {
  const names = rules.filter((rule) => asked.some((one) => reachOf([rule], one))).flatMap((rule) => rule.names);
  const sorted = [...new Set(names)].sort();
  const shown = sorted.slice(0, MOST_NAMES).map((name) => name.slice(0, LONGEST_NAME));
  const more = sorted.length - shown.length;
  return [...shown, ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
}

function reachOfPower(rules: readonly Rule[], { asked }: Power): Reach | undefined {
  const found = asked.map((question) => reachOf(rules, question));
  return found.find((reach) => reach === "all") ?? found.find((reach) => reach === "named");
}

/** What is read and what is done beside the powers. */
function kindsOf(rules: readonly Rule[]): readonly string[] {
  const rest = [...rightsIn(rules)].filter((right) => !isPower(right));
  const kinds = (isMeant: (right: Right) => boolean) => [...new Set(rest.filter(isMeant).map(kindTitle))];
  const read = kinds(({ verb }) => READ.includes(verb) || verb === "*");
  const written = kinds(({ verb }) => !READ.includes(verb));
  return [...told("reads", read), ...told("writes", written)];
}

/** Whether a right is told by a power already. */
function isPower({ group, resource, verb }: Right): boolean {
  return POWERS.some(({ asked }) =>
    asked.some((one) => one.group === group && one.resources.includes(resource) && one.verbs.includes(verb)),
  );
}

function told(verb: string, kinds: readonly string[]): readonly string[] {
  if (kinds.length === 0) return [];
  if (kinds.includes(ALL_KINDS)) return [`${verb} ${ALL_KINDS}`];
  const shown = [...kinds].sort().slice(0, MOST_NAMED);
  const more = kinds.length - shown.length;
  return [`${verb} ${[...shown, ...(more === 0 ? [] : [`${String(more)} more kinds`])].join(" and ")}`];
}

const ALL_KINDS = "all kinds";

function kindTitle({ group, resource }: Right): string {
  if (resource === "*") return group === "*" ? ALL_KINDS : `all of ${group === "" ? "the core group" : group}`;
  return group === "" || group === "*" ? resource : `${resource}.${group}`;
}

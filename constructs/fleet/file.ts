import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { show, SpecError, type Issue, type Path } from "../../src/model/issue";
import { isObjectKey } from "../../src/model/kubernetes/names";
import { parseJson } from "../../src/model/json-text";
import { isRecord, objectIn } from "../../src/model/json";
import { messageOf } from "../../src/support/errors";
import type { AssignedTenant, Assignment } from "./assignment";

const FORMAT_VERSION = 1;
const NOTHING: Assignment = { stacks: [], tenants: {} };

/**
 * Reads the assignment from a file; a missing file is an empty assignment.
 * @throws SpecError with every fault of the file
 */
export function readAssignment(path: string): Assignment {
  if (!existsSync(path)) return NOTHING;
  const { formatVersion, stacks, tenants } = objectIn(parse(path));
  if (formatVersion !== FORMAT_VERSION || !areStacks(stacks) || !isRecord(tenants)) {
    throw new SpecError([fault([path], "invalid assignment of tenants to stacks", "another form", FILE)]);
  }
  const issues = Object.entries(tenants).flatMap(([namespace, entry]) =>
    isAssigned(entry, stacks)
      ? []
      : [fault([path, "tenants", namespace], "invalid assignment of a tenant", show(entry), ENTRY)],
  );
  if (issues.length > 0) throw new SpecError(issues);
  const entries = Object.entries(tenants).flatMap(([namespace, entry]) =>
    isAssigned(entry, stacks) ? [[namespace, inOrder(entry)] as const] : [],
  );
  return { stacks, tenants: Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1))) };
}

/** In a fixed order, so that equal assignments print the same. */
function inOrder({ stack, held, protected: guarded, moving }: AssignedTenant): AssignedTenant {
  return { stack, held, protected: guarded, ...(moving === undefined ? {} : { moving }) };
}

/** One line per tenant, sorted by name: changes of two people seldom conflict. */
export function printAssignment({ stacks, tenants }: Assignment): string {
  const lines = Object.entries(tenants).map(
    ([namespace, entry]) => `    ${JSON.stringify(namespace)}: ${spaced(entry)}`,
  );
  return [
    "{",
    `  "formatVersion": ${FORMAT_VERSION},`,
    `  "stacks": ${spaced(stacks)},`,
    lines.length === 0 ? `  "tenants": {}` : `  "tenants": {\n${lines.join(",\n")}\n  }`,
    "}\n",
  ].join("\n");
}

/** @throws SpecError if the file cannot be written */
export function writeAssignment(path: string, assignment: Assignment): void {
  try {
    writeFileSync(path, printAssignment(assignment));
  } catch (error) {
    const message = "the assignment of tenants to stacks cannot be written";
    const unwritten = fault([path], message, messageOf(error), "a file that this user may write");
    throw new SpecError([{ ...unwritten, hint: "correct the path or the permissions" }]);
  }
}

const FILE = `{ "formatVersion": ${FORMAT_VERSION}, "stacks": [ … ], "tenants": { … } } in JSON`;
const ENTRY = `{ "stack": …, "held": [ … ], "protected": [ … ] } with stacks of the list "stacks"`;
const HINT = "restore the file of the last commit, or correct this part; only `stack` and `held` may be edited by hand";

function fault(path: Path, message: string, received: string, expected: string): Issue {
  return { path, code: "invalid-assignment", message, received, expected, hint: HINT };
}

function parse(path: string): unknown {
  try {
    return parseJson(readFileSync(path, "utf8"));
  } catch (error) {
    throw new SpecError([fault([path], "the assignment of tenants to stacks cannot be read", messageOf(error), FILE)]);
  }
}

/** Names of stacks become folders, state files and construct ids. */
function areStacks(value: unknown): value is readonly string[] {
  return isNames(value) && value.every((name) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name) && !isObjectKey(name));
}

function isAssigned(entry: unknown, stacks: readonly string[]): entry is AssignedTenant {
  const { stack, held, protected: guarded, moving } = objectIn(entry);
  const isStack = (name: unknown) => typeof name === "string" && stacks.includes(name);
  return isStack(stack) && isNames(held) && held.every(isStack) && isNames(guarded) && areAddresses(moving ?? []);
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string" && name !== "");
}

/** Addresses for `removed` blocks: plain resources of a stack, nothing that Terraform would evaluate. */
function areAddresses(value: unknown): boolean {
  return isNames(value) && value.every((address) => /^[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_-]*$/.test(address));
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${spaced(one)}`)
    .join(", ")} }`;
}

import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isRecord, listIn } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { messageOf } from "../../support/errors";
import { UsageError } from "../command";
import type { Written } from "../output-path";
import type { Stack } from "./stacks";

/** Blocks by which resources of a state become others', or nobody's, and nothing in a cluster changes. */
export interface Migration {
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Addresses that leave the state, whose objects stay. */
  readonly forgotten: readonly string[];
  /** Objects that come into the state. */
  readonly imported: readonly { readonly to: string; readonly id: string }[];
}

/** In the folder that terraform runs in. */
const LAID = "hikube-migrate.tf.json";

/** Where terraform reads the blocks. */
export function laidFile(directory: string): string {
  return join(directory, LAID);
}

const NOTE = "Written by hikube migrate, to be reviewed, applied once in each environment, and removed.";
/** What `hikube migrate` overwrites. */
export const MIGRATION: Written = { what: "a migration", start: `{\n  "//": "${NOTE}` };

/** The file of a stack's migration: beside the app, where it is reviewed with the code. */
export function migrationFile(stack: string): string {
  return resolve(`hikube-migrate.${stack}.tf.json`);
}

/** What terraform reads. @see https://developer.hashicorp.com/terraform/language/block/removed */
export function migrationText({ moved, forgotten, imported }: Migration): string {
  const removed = forgotten.map((from) => ({ from, lifecycle: { destroy: false } }));
  const blocks = { moved, removed, import: imported };
  const given = Object.entries(blocks).filter(([, list]) => list.length > 0);
  return `${JSON.stringify({ "//": NOTE, ...Object.fromEntries(given) }, null, 2)}\n`;
}

/** Lays the migration of a stack beside what synth wrote, if there is one. @throws UsageError where it says more than that */
export function layMigration({ name, directory }: Pick<Stack, "name" | "directory">): void {
  const path = migrationFile(name);
  if (!existsSync(path)) return;
  const text = readFileSync(path, "utf8");
  assertMigration(path, text);
  writeFileSync(laidFile(directory), text);
}

/** What an earlier command has laid there. */
export function removeMigration({ directory }: Pick<Stack, "directory">): void {
  rmSync(laidFile(directory), { force: true });
}

/** The migration that lies in a stack's folder, for what a plan was made for. */
export function laidMigration({ directory }: Pick<Stack, "directory">): readonly string[] {
  const path = laidFile(directory);
  return existsSync(path) ? [path] : [];
}

const ADDRESS = /^[\w.-]+(\[("[^"$%]*"|\d+)\])?(\.[\w-]+(\[("[^"$%]*"|\d+)\])?)*$/;

/** Terraform would run whatever else stands there: nothing but these blocks is read from a file that is no code. */
function assertMigration(path: string, text: string): void {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw notOurs(path, messageOf(error));
  }
  const { moved, removed, import: imported, ...others } = isRecord(value) ? value : { "no object": value };
  const more = Object.keys(others).filter((name) => name !== "//");
  if (more.length > 0) throw notOurs(path, `it has ${more.join(", ")}`);
  const rows: readonly (readonly [string, unknown, (block: unknown) => boolean])[] = [
    ["moved", moved, (block) => hasTexts(block, ["from", "to"])],
    ["removed", removed, isForgotten],
    ["import", imported, (block) => hasTexts(block, ["to", "id"])],
  ];
  for (const [kind, given, isGood] of rows) {
    const blocks = given === undefined ? [] : Array.isArray(given) ? listIn(given) : [given];
    const wrong = blocks.findIndex((block) => !isGood(block));
    if (wrong !== -1) throw notOurs(path, `${kind}[${String(wrong)}] is not such a block`);
  }
}

function isForgotten(block: unknown): boolean {
  if (!isRecord(block) || !isRecord(block.lifecycle) || block.lifecycle.destroy !== false) return false;
  return Object.keys(block).length === 2 && Object.keys(block.lifecycle).length === 1 && isAddress(block.from);
}

function hasTexts(block: unknown, names: readonly string[]): boolean {
  if (!isRecord(block) || Object.keys(block).length !== names.length) return false;
  return names.every((name) => (name === "id" ? isPlainText(block[name]) : isAddress(block[name])));
}

function isAddress(value: unknown): boolean {
  return typeof value === "string" && ADDRESS.test(value);
}

function isPlainText(value: unknown): boolean {
  return typeof value === "string" && !/[$%]\{/.test(value);
}

function notOurs(path: string, why: string): UsageError {
  const expected = "moved, import, and removed with lifecycle.destroy = false, alone";
  return new UsageError(
    `${path} is not what \`hikube migrate\` writes: ${why}; expected: ${expected}`,
    "invalid-migration",
  );
}

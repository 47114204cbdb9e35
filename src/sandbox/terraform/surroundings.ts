import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { systemCode } from "../../support/errors";
import type { StackCopy } from "./stack-copy";

/** A folder with more entries is no place of a repository. */
const MAX_ENTRIES = 2_000;

const CONFIGURATION = /\.(tf|tofu|tfvars|hcl)(\.json)?$/;

/** Modules outside may themselves refer to what lies further up. */
const FURTHER = 2;

/**
 * Makes paths upwards (`../modules/tenant`, `${path.module}/../values.json`) lead where they do in the stack's own
 * folder: what lies beside each folder above it is linked into the copy's root. A stack without such a path, as
 * cdktf writes them, gets nothing.
 *
 * @param files - of the stack
 * @param hidden - folder that is never linked: the sandboxes' own
 */
export function linkSurroundings({ source, root }: StackCopy, files: readonly string[], hidden: string): void {
  const reach = upwardReach(files.map((file) => join(source, file)));
  if (reach === 0) return;
  let [inner, stopped] = [source, false];
  for (let level = 1; level <= reach + FURTHER && !stopped; level += 1) {
    const outer = dirname(inner);
    if (outer === inner) return;
    linkBeside({ outer, except: basename(inner), into: join(root, outer), hidden });
    stopped = level >= reach && existsSync(join(outer, ".git"));
    inner = outer;
  }
}

/** How many folders up the configuration goes at most. */
function upwardReach(files: readonly string[]): number {
  const texts = files.filter((file) => CONFIGURATION.test(file)).map((file) => readFileSync(file, "utf8"));
  const chains = texts.flatMap((text) => text.match(/(?:\.\.\/)*\.\.(?=[/"])/g) ?? []);
  return chains.reduce((longest, chain) => Math.max(longest, chain.split("/").length), 0);
}

interface Level {
  readonly outer: string;
  readonly except: string;
  readonly into: string;
  readonly hidden: string;
}

function linkBeside({ outer, except, into, hidden }: Level): void {
  const names = readdirSync(outer);
  if (names.length > MAX_ENTRIES) return;
  mkdirSync(into, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const target = join(outer, name);
    if (name !== except && target !== hidden) link(target, join(into, name));
  }
}

function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
    if (isLinkTo(path, target)) return;
    rmSync(path, { force: true });
    symlinkSync(target, path);
  }
}

function isLinkTo(path: string, target: string): boolean {
  try {
    return readlinkSync(path) === target;
  } catch {
    return true; // A folder of our own on the way to another copy: there is none, each copy has its root.
  }
}

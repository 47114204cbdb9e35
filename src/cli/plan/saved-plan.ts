import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { listIn, objectIn, textIfAny } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { messageOf } from "../../support/errors";
import { UsageError } from "../command";
import type { Written } from "../output-path";
import { shellWord } from "../text";
import type { ProjectOptions } from "../project/project";
import { diagnosticIn, type Diagnostic } from "../../terraform/diagnostics";

/** A plan that was kept, to be applied as it was reviewed: what `--out` writes. */
export interface SavedPlan {
  /** The tenants file of the plan, as it was named. @default - an app */
  readonly file?: string;
  /** The options that decide what is planned. */
  readonly options: SavedOptions;
  readonly stacks: readonly SavedStack[];
}

export type SavedOptions = Pick<ProjectOptions, "stack" | "synth" | "platform" | "backend" | "cluster">;

/** The plan of one stack, and what it was made for. */
export interface SavedStack {
  readonly name: string;
  /** Hash of the configuration. */
  readonly configuration: string;
  /** Hash of the state. */
  readonly state: string;
  /** Version of the provider `hikube` that was served to it. @default - none: it needs none, or terraform found one */
  readonly served?: string;
  /** Addresses of the clusters that answered. */
  readonly clusters: readonly string[];
  /** Volumes that are lost with the tenants that it removes, each with its namespace. */
  readonly losses: readonly string[];
  /** Namespaces of tenants that it resumes. @default - none */
  readonly resumed?: readonly string[];
  /** What terraform and its providers warned of. @default - nothing */
  readonly warnings?: readonly Diagnostic[];
  /** What terraform wrote, in base64. It holds values of the state. */
  readonly plan: string;
}

const FORMAT_VERSION = 2;
/** How a file of plans begins: no tenants file does. */
const MARK = '{"hikubePlan":';
/** What `--out` overwrites. */
export const KEPT_PLAN: Written = { what: "a kept plan", start: MARK };
const MOST_BYTES = 512 * 1024 * 1024;

export function hashOf(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** What a reviewer compares: two plans with the same digest are the same. */
export function digestOf(plan: SavedPlan): string {
  return `sha256:${hashOf(JSON.stringify(plan))}`;
}

/** Writes a plan where only this user reads it. What was there before is replaced, not written into. */
export function writeSavedPlan(path: string, plan: SavedPlan): void {
  const fresh = `${path}.${String(process.pid)}.new`;
  rmSync(fresh, { force: true });
  const body = JSON.stringify({ digest: digestOf(plan), ...plan }).slice(1);
  writeFileSync(fresh, `${MARK}${String(FORMAT_VERSION)},${body}\n`, { mode: 0o600, flag: "wx" });
  renameSync(fresh, path);
}

/** The command that makes such a plan anew, in its place. */
export function planCommand({ file, options }: SavedPlan, path: string): string {
  const { stack = [], synth, platform, backend, cluster } = options;
  const words = [
    ...(file === undefined ? [] : [file]),
    ...stack.flatMap((name) => ["--stack", name]),
    ...(synth ? [] : ["--no-synth"]),
    ...(platform ? [] : ["--no-platform"]),
    ...(backend === undefined ? [] : ["--backend", backend]),
    ...(cluster === undefined ? [] : ["--cluster", cluster]),
  ];
  return ["hikube plan", ...[...words, "--out", path].map(optionOrWord)].join(" ");
}

function optionOrWord(word: string): string {
  return word.startsWith("--") ? word : shellWord(word);
}

/** Whether a file is one that `--out` wrote. */
export function isSavedPlan(path: string): boolean {
  if (!existsSync(path)) return false;
  const status = statSync(path);
  return status.isFile() && status.size < MOST_BYTES && readFileSync(path, "utf8").startsWith(MARK);
}

/** @throws UsageError where the file was changed, or another release wrote it */
export function readSavedPlan(path: string): SavedPlan {
  const value = parsed(path);
  const { hikubePlan: version, digest, file, options, stacks } = value;
  if (version !== FORMAT_VERSION) throw unusable(path, "it is of another release of hikube");
  const plan: SavedPlan = {
    ...(textIfAny(file) === undefined ? {} : { file: textIfAny(file) ?? "" }),
    options: optionsIn(options),
    stacks: listIn(stacks).map(stackIn),
  };
  if (digest !== digestOf(plan)) throw unusable(path, "it was changed, or cut off, after it had been written");
  return plan;
}

function parsed(path: string): Readonly<Record<string, unknown>> {
  try {
    return objectIn(parseJson(readFileSync(path, "utf8")));
  } catch (error) {
    throw unusable(path, messageOf(error));
  }
}

function unusable(path: string, reason: string): UsageError {
  return new UsageError(`${path} is no plan that can be applied: ${reason}; plan again with --out`, "invalid-plan");
}

/** The order of the members decides on the digest. */
function optionsIn(value: unknown): SavedOptions {
  const { stack, synth, platform, backend, cluster } = objectIn(value);
  return savedOptions({
    synth: synth === true,
    platform: platform === true,
    ...(Array.isArray(stack) ? { stack: listIn(stack).map(String) } : {}),
    ...(typeof backend === "string" ? { backend } : {}),
    ...(typeof cluster === "string" ? { cluster } : {}),
  });
}

/** What a plan keeps of the options of its command. */
export function savedOptions({ stack, synth, platform, backend, cluster }: SavedOptions): SavedOptions {
  return {
    ...{ synth, platform },
    ...(stack === undefined ? {} : { stack }),
    ...(backend === undefined ? {} : { backend }),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

function stackIn(value: unknown): SavedStack {
  const { name, configuration, state, served, clusters, losses, resumed, warnings, plan } = objectIn(value);
  return {
    name: String(name),
    configuration: String(configuration),
    state: String(state),
    clusters: listIn(clusters).map(String),
    losses: listIn(losses).map(String),
    plan: String(plan),
    ...(resumed === undefined ? {} : { resumed: listIn(resumed).map(String) }),
    ...(textIfAny(served) === undefined ? {} : { served: String(served) }),
    ...(warnings === undefined ? {} : { warnings: listIn(warnings).map(diagnosticIn) }),
  };
}

import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { streamProgress } from "../../support/progress";
import { UsageError, type Io, ProjectError } from "../command";
import { hclHints } from "../hcl-folder";
import type { Tenants } from "../tenants-source";
import { FILE_STACK, settledBackend } from "./file-stack";
import { runTool, signalHint, type ToolResult } from "../../terraform/run-tool";
import { ISSUE_CODES } from "../../model/issue-codes";
import { quotedLines } from "../../model/printable";
import { isRecord, objectIn } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { messageOf } from "../../support/errors";
import { removeFiles } from "../../support/remove-files";
import { DOCUMENT_NAME, treesOf } from "../../model/tenant/document";

/** A CDKTF app, as `cdktf.json` describes it. */
export interface App {
  /** Command line that synthesizes: the user's own, run in the user's shell, as cdktf does. */
  readonly command: string;
  /** Folder that synth writes to. */
  readonly output: string;
}

const CONFIG = "cdktf.json";
const DEFAULT_OUTPUT = "cdktf.out";

/** @throws UsageError if this folder has no app */
export function readApp(folder: string): App {
  const path = join(folder, CONFIG);
  if (!existsSync(path)) {
    throw new UsageError(
      [
        `there is no ${CONFIG} here: run this in the folder of a cdktf app, or pass a tenants file`,
        ...hclHints(folder),
      ],
      "missing-file",
    );
  }
  const { app, output } = parseConfig(path);
  if (typeof app !== "string" || app.trim() === "") {
    throw new UsageError(`${CONFIG} has no "app" command; add e.g. "app": "npx tsx main.ts"`);
  }
  return { command: app, output: outputOf(folder, output) };
}

/** Where synth writes, in a folder with an app or without. */
export function outputFolder(folder: string): string {
  const path = join(folder, CONFIG);
  return outputOf(folder, existsSync(path) ? parseConfig(path).output : undefined);
}

function outputOf(folder: string, output: unknown): string {
  if (output !== undefined && (typeof output !== "string" || output.trim() === "")) {
    throw new UsageError(`${CONFIG}: invalid "output"; expected the name of a folder, e.g. "${DEFAULT_OUTPUT}"`);
  }
  const chosen = output ?? DEFAULT_OUTPUT;
  return isAbsolute(chosen) ? chosen : join(folder, chosen);
}

function parseConfig(path: string): { readonly app?: unknown; readonly output?: unknown } {
  try {
    return objectIn(parseJson(readFileSync(path, "utf8")));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}`);
  }
}

/** Runs the app's own command line. */
export async function synthesizeApp({ command, output }: App, folder: string, io: Io): Promise<void> {
  const step = streamProgress(io.stderr).step(`synthesizing (${command})`);
  const env = { CDKTF_CONTEXT_JSON: "{}", ...io.env, CDKTF_OUTDIR: output };
  const result = await runTool([command], { cwd: folder, env, shell: true });
  step.done(result.code === 0 ? undefined : "failed");
  if (result.code === 0) return;
  // Commands would praise the tenants of an earlier synth.
  removeFiles(output, DOCUMENT_NAME);
  throw new ProjectError(failureOf(result), "synth-failed");
}

function failureOf({ code, signal, stdout, stderr }: ToolResult): readonly string[] {
  const told = toldBy(stderr + stdout);
  if (signal === undefined) return [`the app does not synthesize (exit code ${code}):`, ...told];
  return [`the app was ended by the signal ${signal} before it had synthesized:`, ...told, signalHint(signal)];
}

/** The faults that the constructs told, without what Node prints around them; else all that the app printed. */
function toldBy(printed: string): readonly string[] {
  const lines = printed.trim() === "" ? ["  it printed nothing"] : quotedLines(printed);
  const faults = lines.filter((line) => Object.hasOwn(ISSUE_CODES, / \[([a-z-]+)\]$/.exec(line)?.[1] ?? ""));
  return faults.length > 0 ? faults.map(withoutClass) : lines;
}

/** Node puts the name of an error's class before the first line of what a constructor throws. */
function withoutClass(line: string): string {
  return line.replace(/^( *)(Uncaught )?[A-Za-z]*Error: /, "$1");
}

export interface FileAppOptions {
  readonly output: string;
  readonly platform: boolean;
  /** JSON file with Terraform's `backend` block. */
  readonly backend?: string;
  /** The usual output folder, for which a local state is kept, if `output` is another one. @default - `output` */
  readonly usual?: string;
}

/** Synthesizes tenants of a file as an app of one stack. */
export async function synthesizeFile(tenants: Tenants, options: FileAppOptions, io: Io): Promise<void> {
  const { output: outdir, platform, usual } = options;
  const named = options.backend === undefined ? undefined : readBackend(options.backend);
  const backend = usual === undefined ? named : settledBackend(named, usual);
  const step = streamProgress(io.stderr).step(`synthesizing ${tenants.file}`);
  try {
    const { synthesizeTenants } = await loadConstructs();
    const { roots, cluster, contact, engines, ignored } = tenants;
    const settings = { contact, ...engines, ignored, platform, backend };
    synthesizeTenants({ tenants: treesOf(roots), cluster, outdir, stack: FILE_STACK, ...settings });
  } catch (error) {
    step.done("failed");
    throw error;
  }
  step.done();
}

/** Loaded on demand: they need cdktf, a peer that commands without synth do not need. */
async function loadConstructs() {
  try {
    return await import("../../../constructs/tenants-app.js");
  } catch (error) {
    const missing = messageOf(error).split("\n")[0];
    const packages = "cdktf constructs @cdktf/provider-kubernetes";
    throw new ProjectError(
      `to synthesize, install the peer packages: npm install ${packages} (${missing ?? ""})`,
      "missing-package",
    );
  }
}

/** The block that a file holds. @throws UsageError where it holds none */
export function readBackend(path: string): Readonly<Record<string, unknown>> {
  try {
    const value = objectIn(parseJson(readFileSync(path, "utf8")));
    const settings = Object.values(value);
    if (settings.length === 1 && isRecord(settings[0])) return value;
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}`);
  }
  throw new UsageError(
    `${path} is not a backend; expected one key with its settings, as in { "s3": { "bucket": "…" } }`,
  );
}

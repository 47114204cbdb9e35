import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { formatIssue, SpecError, type Issue } from "../model/issue";
import { parseJson } from "../model/json-text";
import { isRecord } from "../model/json";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { hasTemplate, unescapeTemplates } from "../model/terraform-text";
import {
  DOCUMENT_NAME,
  documentForest,
  documentName,
  parseTenantsDocument,
  type TenantsDocument,
} from "../model/tenant/document";
import { list } from "../model/schema/schema";
import { withUnknownNumbers } from "../model/schema/expressions";
import { TENANT_TREE } from "../model/tenant/spec/spec-schema";
import type { Forest } from "../model/tenant/resolve/tenant";
import { validateTenants } from "../model/tenant/rules/validate";
import { checkTenants, type CheckedTenants, type FileSettings, type NamedFacts } from "../tenants-file/check-tenants";
import { withPlace } from "../tenants-file/file-issue";
import { readClusterFile, readTenantsFile, readTenantsFileOn } from "../tenants-file/files";
import { LIMITS } from "../tenants-file/limits";
import { UsageError, type ArgumentSpec, type OptionSpec } from "./command";
import { messageOf } from "../support/errors";
import { hclHints } from "./hcl-folder";

/** What synth writes beside the stacks, and what commands read where no file is named. */
export const SYNTHESIZED = join("cdktf.out", documentName(0));

export const TENANTS_ARGUMENT: ArgumentSpec = {
  notation: "[file]",
  description: `tenants: a YAML or JSON file of them, or what synth wrote (default: ${SYNTHESIZED})`,
};

export const CLUSTER_OPTION: OptionSpec = {
  flags: "--cluster <file>",
  description: "facts of the cluster, in place of those that a tenants file names",
};

/** What `--strict` without a file is told. */
export const STRICT_NEEDS_FILE = "--strict tells what is not declared: name the file that declares the tenants";

export interface ClusterOption {
  readonly cluster?: string;
}

/** The tenants that a command is about. */
export interface Tenants {
  /** The file they come from, as it was named. */
  readonly file: string;
  readonly cluster: ClusterFacts;
  readonly roots: Forest;
  /** Who the people of a tenant ask. @default - the platform names nobody */
  readonly contact?: string;
  /** What makes their objects, and what made them before. @default - the engine `kubernetes`; in an app, that of each platform */
  readonly engines?: Pick<FileSettings, "engine" | "formerEngine">;
  /** Keys of labels and annotations of others that a plan leaves alone. @default - none */
  readonly ignored?: Pick<FileSettings, "ignoreLabels" | "ignoreAnnotations">;
}

/** Tenants after all their checks; they are there only where the file could be read. */
export interface ReadTenants {
  readonly file: string;
  readonly issues: readonly Issue[];
  readonly tenants?: Tenants;
}

/**
 * The tenants of a file, proved.
 * @throws SpecError with all faults; UsageError where there is no file
 */
export function loadTenants(file: string | undefined, options: ClusterOption = {}): Tenants {
  const { issues, tenants } = readTenants(file, options);
  if (tenants === undefined || issues.length > 0) throw new SpecError(issues);
  return tenants;
}

/**
 * The tenants of a file and what is wrong with them.
 * @throws UsageError where there is no file
 */
export function readTenants(named: string | undefined, options: ClusterOption = {}): ReadTenants {
  const file = named ?? SYNTHESIZED;
  assertFile(file, named);
  if (!isSynthesized(file)) return readTenantsOf(file, options);
  try {
    return readSynthesized(file, options);
  } catch (error) {
    if (error instanceof SpecError) return { file, issues: error.issues };
    throw error;
  }
}

/** @throws UsageError where there is nothing, or a folder */
function assertFile(file: string, named: string | undefined): void {
  const isThere = existsSync(file);
  if (isThere && statSync(file).isDirectory())
    throw new UsageError([`${file} is a folder, not a file`, ...hclHints(file)], "missing-file");
  if (isThere) return;
  const ways = "synthesize the app first with `hikube synth`, or pass a tenants file";
  const message = named === undefined ? `there is no ${SYNTHESIZED}: ${ways}` : `there is no file ${named}`;
  throw new UsageError(named === undefined ? [message, ...hclHints(process.cwd())] : message, "missing-file");
}

/** A tenants file names its cluster's facts; a document of synth holds them. */
function isSynthesized(file: string): boolean {
  if (DOCUMENT_NAME.test(basename(file))) return true;
  const status = statSync(file);
  if (!status.isFile() || status.size > LIMITS.bytes) return false;
  return holdsFacts(readFileSync(file, "utf8"));
}

/** Whether a text is a document with the facts of its cluster in it. */
function holdsFacts(text: string): boolean {
  try {
    const value = JSON.parse(text) as { readonly cluster?: unknown } | null;
    return typeof value?.cluster === "object";
  } catch {
    return false;
  }
}

/**
 * The tenants of a text that is no file here, such as one of another revision.
 * @param file - what it is called in faults
 * @param factsOf - finds the facts that a tenants file names
 */
export function readTenantsText(text: string, file: string, factsOf: NamedFacts): ReadTenants {
  if (!holdsFacts(text)) return readOf(file, checkTenants(text, { file, cluster: factsOf }));
  try {
    return readDocument(text, file);
  } catch (error) {
    if (error instanceof SpecError) return { file, issues: error.issues };
    throw error;
  }
}

/** Reads the document that synth wrote. @throws SpecError */
function readSynthesized(file: string, { cluster }: ClusterOption): ReadTenants {
  if (cluster !== undefined)
    throw new UsageError(`${file} already contains the facts of its cluster; --cluster is for tenants files only`);
  return readDocument(readFileSync(file, "utf8"), file);
}

const ENTRIES = list(TENANT_TREE);

function readDocument(text: string, file: string): ReadTenants {
  const expressions = new Set<unknown>();
  const document = parseTenantsDocument(withPlainTexts(parseFile(text, file), expressions), file);
  const tenants = withUnknownNumbers(document.tenants, ENTRIES, expressions) as TenantsDocument["tenants"];
  const roots = documentForest({ ...document, tenants });
  const issues = validateTenants(roots, (value) => !expressions.has(value));
  return { file, issues, tenants: { file, cluster: document.cluster, roots, contact: document.contact } };
}

function parseFile(text: string, file: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const given = messageOf(error);
    const hint = "write it again with `hikube synth`";
    const fault = { message: "the file is not JSON", received: given, expected: "JSON", hint } as const;
    throw new SpecError([{ path: [file], code: "syntax-error", ...fault }]);
  }
}

/** Whether an address is known: synth writes what only Terraform will know as an expression, and no address holds one. */
export function isKnown(address: unknown): boolean {
  return typeof address !== "string" || !hasTemplate(address);
}

/**
 * Synth writes texts as Terraform has to be given them.
 * @param expressions - is given what only Terraform will know, and stays as it is
 */
function withPlainTexts(value: unknown, expressions: Set<unknown>): unknown {
  if (typeof value === "string") {
    if (!hasTemplate(value)) return unescapeTemplates(value);
    expressions.add(value);
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => withPlainTexts(item, expressions));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [unescapeTemplates(key), withPlainTexts(item, expressions)] as const,
  );
  return Object.fromEntries(entries);
}

function readTenantsOf(file: string, { cluster: factsFile }: ClusterOption): ReadTenants {
  if (factsFile !== undefined) assertFile(factsFile, factsFile);
  const facts = factsFile === undefined ? undefined : readClusterFile(factsFile);
  return readOf(file, facts === undefined ? readTenantsFile(file) : readTenantsFileOn(file, () => facts));
}

function readOf(file: string, { issues, forest: roots, cluster, settings = {} }: CheckedTenants): ReadTenants {
  if (roots === undefined || cluster === undefined) return { file, issues: issues.map(withPlace) };
  const { contact, engine, formerEngine, ...ignored } = settings;
  const engines = { engine, formerEngine };
  return { file, issues: [], tenants: { file, cluster, roots, contact, engines, ignored } };
}

/** One line for each fault. */
export function formatIssues(issues: readonly Issue[]): string {
  return issues.map(formatIssue).join("\n");
}

import type { Fault, Issue, Path } from "../model/issue";
import { NO_FACTS, type ClusterFacts } from "../model/cluster/cluster-facts";
import { objectIn, textsIn } from "../model/json";
import { INVALID } from "../model/schema/invalid";
import { readPlain } from "../model/schema/read";
import { resolveForest, siblingPaths, type TenantTree } from "../model/tenant/document";
import { stackParent } from "../model/tenant/resolve/stack";
import type { Forest } from "../model/tenant/resolve/tenant";
import { contactIssues } from "../model/tenant/spec/contact";
import { engineIssues } from "../model/tenant/rules/engine-rules";
import { ignoredKeyIssues } from "../model/tenant/spec/ignored-keys";
import { validateTenants } from "../model/tenant/rules/validate";
import type { CheckedCluster } from "./check-cluster";
import { byPlace, type FileIssue } from "./file-issue";
import { LIMITS } from "./limits";
import { readFile, type FileKind } from "./read-file";
import { TENANTS_FILE } from "./file-schema";
import type { TenantsFile } from "./tenants-file";

/** Finds the facts that a file names (nothing where it names none), or tells what is wrong with the name. */
export type NamedFacts = (named: string | undefined) => CheckedCluster | Fault;

export interface CheckOptions {
  /**
   * Facts of the cluster that the tenants live on, checked already; or what finds them.
   * @default - what needs the facts is not checked: whether an address is the cluster's own
   */
  readonly cluster?: ClusterFacts | NamedFacts;
  /** What the file is called in faults. @default "tenants.yaml" */
  readonly file?: string;
}

/** What a file says of all of its tenants. */
export type FileSettings = Pick<
  TenantsFile,
  "contact" | "engine" | "formerEngine" | "ignoreLabels" | "ignoreAnnotations"
>;

export interface CheckedTenants {
  /** All faults at once, in the order of the file, at most a thousand. */
  readonly issues: readonly FileIssue[];
  /** The tenants with all their defaults, where there is no fault and the facts of the cluster are known. */
  readonly forest?: Forest;
  /** What the file says beside its tenants, where there is no fault. */
  readonly settings?: FileSettings;
  /** Facts of the cluster that the tenants were checked against. */
  readonly cluster?: ClusterFacts;
  /** Steps that reading took; bounded, whatever the text is. */
  readonly work: number;
}

const TENANTS: FileKind = {
  schema: TENANTS_FILE,
  marks: ["formatVersion", "tenants"],
  foreign: {
    code: "wrong-file",
    message: "not a file of tenants",
    received: "a map with neither formatVersion nor tenants",
    expected: "formatVersion: 1 and a list of tenants",
    hint: "name another file, or start with `formatVersion: 1`",
  },
  own: "tenants",
  other: {
    marks: ["podCidrs", "serviceCidrs", "nodeCidrs"],
    fault: {
      code: "wrong-file",
      message: "not a file of tenants",
      received: "the facts of a cluster",
      expected: "formatVersion: 1 and a list of tenants",
      hint: "name the file of the tenants; pass this one by --cluster, or name it by `cluster:` there",
    },
  },
};

/**
 * Checks a file of tenants, YAML or JSON: types, names, quotas and all other rules of the model.
 * Never throws, and its work is bounded, whatever the text is.
 */
export function checkTenants(text: string, options: CheckOptions = {}): CheckedTenants {
  const { cluster: source, file = "tenants.yaml" } = options;
  const { value, issues: read, place, isFull, work } = readFile(text, TENANTS, file);
  const trees = treesIn(value);
  const places = placesOf(trees);
  const readIssues = read.map((issue) => ({ ...issue, path: fromTenant(issue.path, places) }));
  if (isFull) return { issues: readIssues, work };
  const { facts, nameIssues } = factsOf(value, source);
  const { cluster } = facts;
  const forest = resolveForest(trees, cluster ?? facts.rest ?? NO_FACTS);
  const found = [
    ...[...frameIssues(value), ...nameIssues].map(place),
    ...validateTenants(forest)
      .map((issue) => atStack(issue, places))
      .map((issue) => ({ ...place(inFile(issue, places)), path: issue.path })),
    ...readIssues,
  ];
  const issues = [...facts.issues, ...found.sort(byPlace)].slice(0, LIMITS.faults);
  if (issues.length > 0 || cluster === undefined) return { issues, work };
  return { issues, forest, cluster, work, settings: settingsIn(value) };
}

/** The facts of the cluster, and what is wrong with how the file names them. A name of the wrong type is a fault already. */
function factsOf(
  value: unknown,
  source: CheckOptions["cluster"],
): { readonly facts: CheckedCluster; readonly nameIssues: readonly Issue[] } {
  if (typeof source !== "function") return { facts: { cluster: source, issues: [] }, nameIssues: [] };
  const named = objectIn(value).cluster;
  if (named !== undefined && typeof named !== "string") return { facts: { issues: [] }, nameIssues: [] };
  const found = source(named);
  if (!("code" in found)) return { facts: found, nameIssues: [] };
  return { facts: { issues: [] }, nameIssues: [{ path: ["cluster"], ...found }] };
}

/** Faults of the file around the tenants; each tenant is read where its tree is resolved. */
function frameIssues(value: unknown): readonly Issue[] {
  if (value === INVALID) return [];
  const { tenants, ...rest } = objectIn(value);
  const frame = tenants === undefined ? rest : { ...rest, tenants: Array.isArray(tenants) ? [] : tenants };
  const { issues } = readPlain(frame, TENANTS_FILE, []);
  const isRead = ({ path: at }: Issue) => !issues.some(({ path }) => path.join() === at.join());
  const judged = [
    ...contactIssues(rest.contact, ["contact"]),
    ...KEY_FIELDS.flatMap((field) => ignoredKeyIssues(rest[field], [field])),
    ...engineIssues(rest),
  ];
  return [...issues, ...judged.filter(isRead)];
}

/** Fields that list keys of labels or annotations. */
const KEY_FIELDS = ["ignoreLabels", "ignoreAnnotations"] as const;

/** Of a file without fault. */
function settingsIn(value: unknown): FileSettings {
  const { contact, engine, formerEngine, ignoreLabels, ignoreAnnotations } = objectIn(value);
  return {
    ...(typeof contact === "string" ? { contact } : {}),
    ...(engine === "kubernetes" || engine === "hikube" ? { engine } : {}),
    ...(formerEngine === "kubernetes" ? { formerEngine } : {}),
    ...(ignoreLabels === undefined ? {} : { ignoreLabels: textsIn(ignoreLabels) }),
    ...(ignoreAnnotations === undefined ? {} : { ignoreAnnotations: textsIn(ignoreAnnotations) }),
  };
}

/** The reader of each tenant reports wrong types. */
function treesIn(value: unknown): readonly TenantTree[] {
  const { tenants } = objectIn(value);
  return Array.isArray(tenants) ? (tenants as readonly TenantTree[]) : [];
}

/** The place of each tenant in the file, by its path such as `production/shop`, which is what people read. */
type Places = ReadonlyMap<string, Path>;

function placesOf(trees: readonly TenantTree[], at: Path = ["tenants"], parent?: string): Places {
  const paths = siblingPaths(
    String(at.at(-1)),
    trees.map((tree) => objectIn(tree).name),
    parent,
  );
  return new Map(
    trees.flatMap((tree, index): readonly (readonly [string, Path])[] => {
      const [path = "", place] = [paths[index], [...at, index]];
      const children = objectIn(tree).children;
      const below = Array.isArray(children)
        ? placesOf(children as readonly TenantTree[], [...place, "children"], path)
        : [];
      return [[path, place], ...below];
    }),
  );
}

/** Nobody wrote the sub-tenant that a monitoring stack lives in: what is wrong with it is wrong with `monitoring`. */
function atStack(issue: Issue, places: Places): Issue {
  const [tenant, ...fields] = issue.path;
  const parent = stackParent(String(tenant));
  return parent === undefined || places.has(String(tenant)) || !places.has(parent)
    ? issue
    : { ...issue, path: [parent, "monitoring", ...fields] };
}

/** The issue with the path from the root of the file. */
function inFile(issue: Issue, places: Places): Issue {
  const [tenant, ...fields] = issue.path;
  return { ...issue, path: [...(places.get(String(tenant)) ?? []), ...fields] };
}

/** A path from the root of the file as one that starts with the tenant. */
function fromTenant(path: Path, places: Places): Path {
  const around = [...places].filter(([, place]) => place.every((step, index) => path[index] === step));
  const [tenant, place] = around.at(-1) ?? [];
  return tenant === undefined || place === undefined ? path : [tenant, ...path.slice(place.length)];
}

import { NO_FACTS, type ClusterFacts } from "../model/platform/cluster-facts";
import { resolveTenant } from "../model/tenant/resolve/resolve";
import type { Tenant, TenantNode } from "../model/tenant/resolve/tenant";
import { validateTenants } from "../model/tenant/rules/validate";
import type { CheckedCluster } from "./check-cluster";
import { byPlace, type FileIssue } from "./file-issue";
import { LIMITS } from "./limits";
import { locate } from "./locate";
import type { Notes } from "./notes";
import { readFile, type FileForm } from "./read-file";
import { TENANTS_FILE } from "./tenant-shapes";
import type { TenantInFile, TenantsFile } from "./tenants-file";

export interface CheckOptions {
  /**
   * Facts of the cluster that the tenants live on, checked already; or what finds them, given the `cluster` that the
   * file names (nothing where it names none).
   * @default - what needs the facts is not checked: whether an address is the cluster's own
   */
  readonly cluster?: ClusterFacts | ((named: string | undefined) => CheckedCluster);
  /** What the file is called in faults. @default "tenants.yaml" */
  readonly file?: string;
}

export interface CheckedTenants {
  /** All faults at once, in the order of the file, at most a thousand; none where all is well. */
  readonly issues: readonly FileIssue[];
  /** The tenants with all their defaults, where there is no fault and the facts of the cluster are known. */
  readonly forest?: readonly TenantNode[];
  /** What the file says, where there is no fault. */
  readonly document?: TenantsFile;
  /** Facts of the cluster that the tenants were checked against. */
  readonly cluster?: ClusterFacts;
  /** Steps that reading took; bounded, whatever the text is. */
  readonly work: number;
}

/**
 * Checks a file of tenants, YAML or JSON: form, names, quotas and all other rules of the model.
 * Never throws, and its work is bounded, whatever the text is.
 */
export function checkTenants(text: string, options: CheckOptions = {}): CheckedTenants {
  const { cluster: source, file = "tenants.yaml" } = options;
  const { value, notes, work } = readFile(text, TENANTS, file);
  if (!isTenantsFile(value)) return { issues: notes.issues, work };
  const { cluster, issues: factIssues }: CheckedCluster =
    typeof source === "function" ? source(value.cluster) : { cluster: source, issues: [] };
  const forest = notes.isFull ? [] : forestOf(value.tenants, cluster ?? NO_FACTS, notes);
  const found = [...notes.issues, ...ruleIssues(forest, notes, file)].sort(byPlace);
  const issues = [...factIssues, ...found].slice(0, LIMITS.faults);
  if (issues.length > 0) return { issues, work };
  return cluster === undefined ? { issues, document: value, work } : { issues, document: value, forest, cluster, work };
}

const TENANTS: FileForm = {
  shape: TENANTS_FILE,
  marks: ["formatVersion", "tenants"],
  foreign: {
    message: "this is no file of tenants",
    given: "a map with neither formatVersion nor tenants",
    allowed: "formatVersion: 1 and a list of tenants",
    mend: "name another file, or start with `formatVersion: 1`",
  },
};

function ruleIssues(forest: readonly TenantNode[], notes: Notes, file: string): readonly FileIssue[] {
  const nodes = new Map([...notes.places.values()].map(({ path, node }) => [path, node]));
  return validateTenants(forest)
    .map((issue) => notes.asInFile(issue))
    .filter(({ path }) => !notes.isFollowUp(path))
    .slice(0, LIMITS.faults)
    .map((issue) => {
      const tenant = /^[^.]*/.exec(issue.path)?.[0] ?? "";
      const node = nodes.get(tenant);
      const position = node && notes.positionOfNode(locate(node, issue.path.slice(tenant.length)));
      return { ...issue, file, ...(position ?? { line: 1, column: 1 }) };
    });
}

function forestOf(roots: readonly TenantInFile[], cluster: ClusterFacts, notes: Notes): readonly TenantNode[] {
  const nodeFor = (entry: TenantInFile, parent: Tenant | undefined): TenantNode => {
    const { children = [], ...spec } = entry;
    const tenant = resolveTenant(spec, { path: notes.places.get(entry)?.path ?? spec.name, parent, cluster });
    return { tenant, children: children.map((child) => nodeFor(child, tenant)) };
  };
  return roots.map((root) => nodeFor(root, undefined));
}

/** The reader goes by the shape of the interface; only the list of tenants may be missing from what it hands out. */
function isTenantsFile(value: unknown): value is TenantsFile {
  return typeof value === "object" && value !== null && "tenants" in value;
}

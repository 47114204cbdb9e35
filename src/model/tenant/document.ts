import { show, SpecError } from "../issue";
import type { ClusterFacts } from "../cluster/cluster-facts";
import { knownCluster, type KnownCluster } from "../cluster/known-cluster";
import { validateClusterFacts } from "../cluster/cluster-facts-rules";
import { isRecord, objectIn } from "../json";
import { namespaceOf } from "./spec/tenant-names";
import { externalParent } from "./external";
import { resolveTenant } from "./resolve/resolve";
import { stackNodes } from "./resolve/stack";
import type { Forest, Parent, TenantNode } from "./resolve/tenant";
import { contactIssues } from "./spec/contact";
import type { ExternalTenantSpec } from "./spec/external-spec";
import type { Profile } from "./spec/profile";
import type { TenantSpec } from "./spec/spec";
import { TENANT_TREE } from "./spec/spec-schema";

/** A tenant and its sub-tenants as plain data. */
export interface TenantTree extends TenantSpec {
  /** Sub-tenants, whose quotas are carved out of this one's. @default - none */
  readonly children?: readonly TenantTree[];
}

/** A top tenant with its sub-tenants, after its profile was chosen. */
export interface TopTree extends TenantTree {
  /** Defaults that all other fields override. */
  readonly profile: Profile;
}

/** The trees that a forest was made of, without those below parents that are declared elsewhere. */
export function treesOf(forest: Forest): readonly TopTree[] {
  return forest.flatMap((node) => ("tenant" in node ? [{ ...treeOf(node), profile: node.tenant.profile }] : []));
}

/** The place of a monitoring stack follows from its tenant. */
function isDeclared({ tenant }: TenantNode): boolean {
  return !tenant.isStack;
}

function treeOf({ tenant, children }: TenantNode): TenantTree {
  const declared = children.filter(isDeclared);
  return { ...tenant.spec, ...(declared.length === 0 ? {} : { children: declared.map(treeOf) }) };
}

/** A tenant of a document: its spec, its path in the app, and its sub-tenants. */
export interface TenantEntry extends TenantSpec {
  readonly path: string;
  readonly namespace: string;
  readonly children?: readonly TenantEntry[];
}

/** Sub-tenants of a tenant that is declared elsewhere. */
export interface ExternalEntry {
  readonly external: ExternalTenantSpec;
  readonly children: readonly TenantEntry[];
}

/** Trees of tenants beside each other, each with all defaults. Never throws; see `validateTenants`. */
export function resolveForest(trees: readonly TenantTree[], cluster: ClusterFacts): Forest {
  return siblings(trees, { list: "tenants", cluster: knownCluster(cluster) });
}

/** The trees of a document of synth. */
export function documentForest({ tenants, cluster: facts }: TenantsDocument): Forest {
  const cluster = knownCluster(facts);
  return tenants.flatMap((entry): Forest => {
    if (!("external" in entry)) return [entryNode(entry, { cluster })];
    const external = externalParent(entry.external, cluster);
    return [{ external, children: entry.children.map((child) => entryNode(child, { parent: external, cluster })) }];
  });
}

/** An entry was checked once, and says where it was declared. */
function entryNode({ path, namespace, children = [], ...spec }: TenantEntry, context: TreeContext): TenantNode {
  const isChosen = namespace !== namespaceOf(spec, context.parent?.namespace);
  const tenant = resolveTenant(isChosen ? { ...spec, namespace } : spec, { ...context, path });
  const below = children.map((child) => entryNode(child, { ...context, parent: tenant }));
  return { tenant, children: [...stackNodes(tenant), ...below] };
}

interface TreeContext {
  readonly parent?: Parent;
  readonly cluster: KnownCluster;
}

/** The tree is plain data that was not checked yet: the reader of the tenant reports wrong types. */
function treeNode(tree: TenantTree, path: string, context: TreeContext): TenantNode {
  const { children, ...spec } = objectIn(tree);
  const isList = Array.isArray(children);
  const given = isRecord(tree) ? { ...spec, ...(children === undefined || isList ? {} : { children }) } : tree;
  const unnamed = `unnamed-${path}`;
  const tenant = resolveTenant(given as TenantTree, { ...context, path, unnamed, schema: TENANT_TREE });
  const below = isList ? (children as readonly TenantTree[]) : [];
  const declared = siblings(below, { list: "children", parent: tenant, cluster: context.cluster });
  return { tenant, children: [...stackNodes(tenant), ...declared] };
}

function siblings(trees: readonly TenantTree[], { list, ...context }: TreeContext & { readonly list: string }) {
  const names = trees.map((tree) => objectIn(tree).name);
  const paths = siblingPaths(list, names, context.parent?.path);
  return trees.map((tree, index) => treeNode(tree, paths[index] ?? "", context));
}

/** Other names would make a path hard to read: the index of the entry replaces them. */
const PLAIN_NAME = /^[A-Za-z0-9][-A-Za-z0-9_]{0,62}$/;

/**
 * The paths of the tenants of one list: `production/shop`, or `production/children[1]` for one without a name of its own
 * there.
 */
export function siblingPaths(list: string, names: readonly unknown[], parent: string | undefined): readonly string[] {
  const start = parent === undefined ? "" : `${parent}/`;
  const taken = new Set<unknown>();
  return names.map((name, index) => {
    const isOwn = typeof name === "string" && PLAIN_NAME.test(name) && !taken.has(name);
    taken.add(name);
    return `${start}${isOwn ? name : `${list}[${index}]`}`;
  });
}

/** What `documentName` gives. */
export const DOCUMENT_NAME = /^hikube(-\d+)?\.json$/;

/** The document of an app's first cluster, second and so on, by index, in the folder that synth writes. */
export function documentName(index: number): string {
  return index === 0 ? "hikube.json" : `hikube-${index + 1}.json`;
}

/** Version of the document's form; a reader refuses any other. */
const FORMAT_VERSION = 1;

/** All tenants of an app as plain data: what synth writes to `cdktf.out/hikube.json` and the CLI reads. */
export interface TenantsDocument {
  /** Version of this form. */
  readonly formatVersion: 1;
  readonly cluster: ClusterFacts;
  /** Who the people of a tenant ask. @default - the platform names nobody */
  readonly contact?: string;
  readonly tenants: readonly (TenantEntry | ExternalEntry)[];
}

/** The document of a forest; the same forest gives the same document. */
export function tenantsDocument(forest: Forest, cluster: ClusterFacts, contact?: string): TenantsDocument {
  const tenants = forest.map((node) =>
    "tenant" in node ? entryOf(node) : { external: node.external.given, children: node.children.map(entryOf) },
  );
  return { formatVersion: FORMAT_VERSION, cluster, ...(contact === undefined ? {} : { contact }), tenants };
}

function entryOf({ tenant, children }: TenantNode): TenantEntry {
  const { path, namespace } = tenant;
  return { ...tenant.spec, path, namespace, children: children.filter(isDeclared).map(entryOf) };
}

/**
 * The document that a file holds, its facts checked; the tenants are checked by `validateTenants` on their forest.
 * @throws SpecError where the file is no such document
 */
export function parseTenantsDocument(value: unknown, path = "hikube.json"): TenantsDocument {
  assertDocument(value, path);
  return value;
}

function assertDocument(value: unknown, path: string): asserts value is TenantsDocument {
  const { formatVersion, tenants, cluster, contact } = objectIn(value);
  if (formatVersion !== FORMAT_VERSION || !areEntries(tenants)) {
    throw new SpecError([
      {
        path: [path],
        code: "wrong-file",
        message: "not a document of tenants",
        received: `formatVersion ${show(formatVersion)}`,
        expected: `an object with formatVersion ${FORMAT_VERSION}, cluster and tenants`,
        hint: "write it again by `cdktf synth` with this release of cdktf-hikube",
      },
    ]);
  }
  const issues = [...validateClusterFacts(cluster, [path, "cluster"]), ...contactIssues(contact, [path, "contact"])];
  if (issues.length > 0) throw new SpecError(issues);
}

/** Other wrong types are found when the tenants are read. */
function areEntries(value: unknown): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

function isEntry(value: unknown): boolean {
  const { path, external, children = [] } = objectIn(value);
  return (typeof path === "string" || isRecord(external)) && areEntries(children);
}

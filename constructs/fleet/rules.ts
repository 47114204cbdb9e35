import type { Issue, Path } from "../../src/model/issue";
import { isObjectKey } from "../../src/model/kubernetes/names";
import { isRecord } from "../../src/model/json";
import { kindOf } from "../../src/model/schema/faults";
import { objectKey } from "../../src/model/tenant/rules/name-rules";
import { protectedIsGone } from "../../src/model/tenant/lifetime";
import type { AssignedTenant, Assignment, AssignOptions, FleetTree } from "./assignment";

/** What an assignment is judged by. */
export interface AssignmentChange {
  /** The file of the assignment, for the paths of issues. */
  readonly file: string;
  readonly before: Assignment;
  readonly after: Assignment;
}

/** The faults of a new assignment, compared with the previous one. */
export function assignmentIssues(
  trees: readonly FleetTree[],
  change: AssignmentChange,
  options: AssignOptions,
): readonly Issue[] {
  return [
    ...objectKeys(trees),
    ...sharedNamespaces(trees),
    ...overfull(trees, change, options),
    ...protectedAndGone(trees, change),
  ];
}

/** A pipeline does not keep what is written: the next run would assign the tenants again, and differently. */
export function notCommitted({ file, before, after }: AssignmentChange): Issue {
  const changed = Object.keys({ ...before.tenants, ...after.tenants }).filter(
    (namespace) => JSON.stringify(before.tenants[namespace]) !== JSON.stringify(after.tenants[namespace]),
  );
  const few = changed.slice(0, 5).map((namespace) => `${namespace} (${place(after.tenants[namespace])})`);
  const more = changed.length > few.length ? ` and ${changed.length - few.length} more` : "";
  return {
    path: [file],
    code: "assignment-not-committed",
    message: "the assignment of tenants to stacks must change, and a pipeline cannot keep the change",
    received: `other stacks for ${few.join(", ")}${more}`,
    expected: "the file as a synth of the same tenants writes it",
    hint: `run \`CI= npx hikube synth\` (here, in a step before this one, or on your machine) and commit ${file}`,
  };
}

function place(tenant: AssignedTenant | undefined): string {
  return tenant === undefined ? "gone" : `in ${tenant.stack}`;
}

/** Plain JavaScript may have left a hole in the list, or passed something else. */
export function listIssues(tenants: unknown, path: Path, above: readonly unknown[] = []): readonly Issue[] {
  if (!Array.isArray(tenants)) return [notTenant(path, "a list of tenants", tenants)];
  return Array.from(tenants, (tenant: unknown, index) => {
    const at = [...path, index];
    if (!isRecord(tenant)) return [notTenant(at, "a tenant", tenant)];
    if (above.includes(tenant)) return [inItself(at)];
    return tenant.children === undefined ? [] : listIssues(tenant.children, [...at, "children"], [...above, tenant]);
  }).flat();
}

/** Its tree would have no end. */
function inItself(path: Path): Issue {
  return {
    path,
    code: "wrong-type",
    message: "a tenant contains itself",
    received: "a tenant that stands above this one",
    expected: "a tenant of its own",
    hint: "remove the entry, or write the tenant as an object of its own",
  };
}

function notTenant(path: Path, expected: string, given: unknown): Issue {
  const received = kindOf(given);
  return {
    path,
    code: "wrong-type",
    message: `expected ${expected}, got ${received}`,
    received,
    expected,
    hint: "pass one, or remove the entry",
  };
}

/** Synth reports it too, but constructs of that name could not be created. */
function objectKeys(trees: readonly FleetTree[]): readonly Issue[] {
  const names = new Set(trees.flatMap(({ namespaces }) => namespaces).filter(isObjectKey));
  return [...names].map((namespace) => ({ path: [namespace, "namespace"], ...objectKey(namespace) }));
}

/** Constructs are named by namespace, so two of them could not be created. */
function sharedNamespaces(trees: readonly FleetTree[]): readonly Issue[] {
  const all = trees.flatMap(({ namespaces }) => namespaces);
  const twice = [...new Set(all.filter((namespace, index) => all.indexOf(namespace) !== index))];
  return twice.map((namespace) => ({
    path: [namespace],
    code: "duplicate-namespace",
    message: "two tenants in one namespace",
    received: JSON.stringify(namespace),
    expected: "a namespace for each tenant",
    hint: "rename one of the two, or give it another `namespace`",
  }));
}

function overfull(
  trees: readonly FleetTree[],
  { file, after }: AssignmentChange,
  { perStack, prefix }: AssignOptions,
): readonly Issue[] {
  return after.stacks.flatMap((stack) => {
    const here = trees.filter(({ namespace }) => after.tenants[namespace]?.stack === stack);
    const size = here.reduce((sum, { namespaces }) => sum + namespaces.length, 0);
    // A tree is never split.
    if (here.length < 2 || size <= perStack) return [];
    const smallest = here.toSorted((left, right) => left.namespaces.length - right.namespaces.length)[0];
    return [
      {
        path: [file, "stacks", stack],
        code: "stack-full",
        message: "the stack holds too many tenants",
        received: `${size}, sub-tenants included`,
        expected: `at most ${perStack}: Terraform slows down with each more`,
        hint:
          `give "${smallest?.namespace ?? ""}" another \`stack\`, one of the list or a new one that is added to it, ` +
          `such as "${prefix}-${after.stacks.length + 1}"`,
      },
    ];
  });
}

/** A protected tenant that is no longer declared would keep its namespace, but lose its isolation. */
function protectedAndGone(trees: readonly FleetTree[], { file, before }: AssignmentChange): readonly Issue[] {
  const standing = new Set(trees.flatMap(({ namespaces }) => namespaces));
  const gone = Object.values(before.tenants).flatMap((tenant) =>
    tenant.protected.filter((namespace) => !standing.has(namespace)),
  );
  return gone.map((namespace) => {
    const issue = protectedIsGone([file, "tenants", namespace]);
    return { ...issue, hint: `${issue.hint}, and take it out of this file, too` };
  });
}

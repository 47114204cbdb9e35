import { formatIssue, type Issue } from "../../model/issue";
import { protectedIsGone } from "../../model/tenant/lifetime";
import { some } from "../text";
import { changesEngine, engineRefusals } from "./engine-changes";
import type { Unproved } from "./ends";
import type { Overdraft } from "./overdrafts";
import type { PlanReport, RemovalReport } from "./report";
import { stackMoveRefusals } from "./stack-move-words";
import type { Taken } from "./taken";

/**
 * Why a plan must not be applied: it removes protected tenants, or leaves namespaces of tenants without isolation. The
 * platform would refuse part of this too, but only after bindings are removed.
 */
export function refusalsOf(reports: readonly PlanReport[]): readonly string[] {
  return reports.flatMap(({ removals = [], unproved = [], taken = [], overdrafts = [] }) => [
    ...engineRefusals(removals),
    ...stackMoveRefusals(removals),
    ...removals.filter((each) => isRefused(each) && !isToldAsOne(each)).map(refusal),
    ...unproved.map(unprovedRefusal),
    ...overdrafts.map((each) => formatIssue(overdraftIssue(each))),
    ...taken.filter(({ isHeld }) => isHeld).map((each) => formatIssue(heldIssue(each))),
  ]);
}

/**
 * The reports of one run: tenants that end by the plan of another stack, in the same cluster, stay no longer. Of those that
 * change their engine that one tells.
 */
export function withoutEnding(reports: readonly PlanReport[]): readonly PlanReport[] {
  const isEnding = ({ namespace }: RemovalReport, clusters: readonly string[]) =>
    reports.some(
      (other) =>
        other.clusters.some((cluster) => clusters.includes(cluster)) &&
        other.removals?.some((each) => each.namespace === namespace && (ends(each) || changesEngine(each))) === true,
    );
  return reports.map((report) => {
    const { removals, clusters } = report;
    return removals === undefined
      ? report
      : { ...report, removals: removals.filter((each) => each.isUnguarded !== true || !isEnding(each, clusters)) };
  });
}

function ends({ isBared = false, isEmptied = false, isUnguarded = false, moved }: RemovalReport): boolean {
  return !isBared && !isEmptied && !isUnguarded && moved === undefined;
}

/** Whether all tenants that go the same way are told together. */
function isToldAsOne(removal: RemovalReport): boolean {
  return changesEngine(removal) || removal.toStack !== undefined;
}

/** Whether a plan is refused because of this tenant. */
export function isRefused(removal: RemovalReport): boolean {
  const { isProtected, isBared = false, isEmptied = false, isUnguarded = false } = removal;
  return isProtected || isBared || isEmptied || isUnguarded || isToldAsOne(removal);
}

/** Its walls are there: they could not be made, and those of the other code would be undone half-way. */
function heldIssue({ namespace, releasedAt }: Taken): Issue {
  return {
    path: [namespace],
    code: "tenant-held-elsewhere",
    message: "it is a tenant already, with its walls, and another state may hold it",
    received: `adopt: true${releasedAt === undefined ? "" : `; released at ${releasedAt}`}`,
    expected: "a namespace that is no tenant",
    hint:
      releasedAt === undefined
        ? "release it where it is held (`hikube release`), then take it over by `hikube recover`; recover also mends an apply that was killed"
        : "take it over by `hikube recover`",
  };
}

/** Kubernetes knows no quotas of trees: it would grant more than is declared. */
function overdraftIssue({ tenant, keys, takers }: Overdraft): Issue {
  return {
    path: [tenant, "quota", "reserved"],
    code: "reserve-below-shares",
    message: "tenants that are declared elsewhere take more than would be set aside for them",
    received: `${keys.join(", ")} lower than what ${some(takers)} take${takers.length === 1 ? "s" : ""}`,
    expected: "as much as they take, or more",
    hint: "lower or remove those tenants where they are declared, and apply that; then lower the reserve",
  };
}

/** One line, as `formatIssue` prints it. */
export function refusal(removal: RemovalReport): string {
  return formatIssue(issueOf(removal));
}

function issueOf(removal: RemovalReport): Issue {
  const { namespace, moved, isProtected, isBared = false, isEmptied = false, isUnguarded = false } = removal;
  if (removal.replaces !== undefined) return replacedIssue(removal, removal.replaces);
  if (removal.isUnplanned === true && moved === undefined) return unplannedIssue(namespace);
  if (isUnguarded) return unguardedIssue(removal);
  if (isEmptied) return emptiedIssue(removal);
  if (isBared && !isProtected) return baredIssue(removal);
  return moved === undefined ? goneIssue(namespace, isBared) : movedIssue(namespace, moved);
}

/** Terraform says neither that it is made at another address nor that it is not. */
function unplannedIssue(namespace: string): Issue {
  const gone = protectedIsGone([namespace]);
  return {
    ...gone,
    message: "a protected tenant is no longer declared where it was, and Terraform would delete it",
    received: "no declaration at its address",
    hint: `if its construct was renamed or moved, set \`movedFrom\` of the tenant to its former path; else ${gone.hint}`,
  };
}

/** It is declared where it was: Terraform was told to make it again, or must. */
function replacedIssue({ namespace, isTainted = false }: RemovalReport, address: string): Issue {
  const why = isTainted ? "is tainted" : "would be replaced";
  return {
    path: [namespace],
    code: "protected-tenant-replaced",
    message: `a protected tenant ${why}: Terraform would delete and recreate it`,
    received: isTainted ? `${address}, tainted` : address,
    expected: "a tenant that stays, or one that is not protected",
    hint: isTainted
      ? `\`hikube recover\` keeps what is tainted, as \`terraform untaint '${address}'\` does`
      : "plan without -replace, and leave it its `name`, `namespace` and `parent`; to have it made again, first apply it with `protected: false`",
  };
}

function goneIssue(namespace: string, isBared: boolean): Issue {
  const gone = protectedIsGone([namespace]);
  if (!isBared) return gone;
  return {
    ...gone,
    code: "protected-tenant-exposed",
    message: "a protected tenant loses its isolation",
    received: "its policies, quotas or limits removed",
  };
}

function baredIssue({ namespace, objects = [] }: RemovalReport): Issue {
  return {
    path: [namespace],
    code: "isolation-removed",
    message: "the isolation of a tenant is removed, and its namespace stays",
    received: `${some(objects)} removed`,
    expected: "a tenant is removed with its namespace, which goes first with all pods",
    hint:
      "plan all of it, without -target, -exclude or -replace; `hikube recover` takes back what is tainted or not in the state; " +
      `or delete the namespace yourself (\`kubectl delete namespace ${namespace}\`), and plan again`,
  };
}

function emptiedIssue({ namespace, objects = [] }: RemovalReport): Issue {
  return {
    path: [namespace],
    code: "isolation-removed",
    message: "the namespace of a tenant is recreated, and its isolation is not",
    received: `no ${some(objects)} in the new one`,
    expected: "all of a tenant is recreated, or nothing",
    hint:
      "plan without -replace and -target; `hikube recover` keeps what is tainted; to empty the tenant, " +
      `delete it yourself (\`kubectl delete namespace ${namespace}\`), and apply: then all of it is recreated`,
  };
}

/** Reported if a cluster does not confirm that the guardrails protect no tenant. */
export function unprovedRefusal({ provider, reason }: Unproved): string {
  const which = provider === undefined ? "a cluster" : `the cluster of provider "${provider}"`;
  return formatIssue({
    path: ["guardrails"],
    code: "protected-tenant-exposed",
    message: `guardrails are removed, and ${which} did not confirm that it has no tenants`,
    received: reason,
    expected: "guardrails are removed only when no tenant is left in the cluster",
    hint: "keep the platform and its guardrails in the plan; or let hikube ask: write the cluster's address into the provider block or the environment, with the right to list namespaces",
  });
}

function unguardedIssue({ namespace, isProtected }: RemovalReport): Issue {
  const way = isProtected ? "first apply the tenant with `protected: false`, then" : "to run without them,";
  return {
    path: [namespace],
    code: isProtected ? "protected-tenant-exposed" : "isolation-removed",
    message: "guardrails are removed, and the tenant stays",
    received: "guardrails of the platform removed",
    expected: "guardrails are removed only when no tenant is left in the cluster",
    hint: `keep the platform and its guardrails in the code, without \`--no-platform\`; ${way} apply the stack by terraform itself`,
  };
}

function movedIssue(namespace: string, { from, to }: { readonly from: string; readonly to: string }): Issue {
  return {
    path: [namespace],
    code: "protected-tenant-replaced",
    message: "the address of a protected tenant changed: Terraform would delete and recreate it",
    received: `${from}, and now ${to}`,
    expected: "the address that it had, or `moved` blocks for the new one",
    hint:
      "set `movedFrom` of the tenant to its former path, which writes a `moved` block for each of its resources; " +
      "where it came from another stack, move its state (`hikube plan --json` lists the addresses under `readdressed`)",
  };
}

import { formatIssue, type Issue } from "../../model/issue";
import { protectedIsGone } from "../../model/tenant/lifetime";
import type { Unproved } from "./ends";
import type { PlanReport, RemovalReport } from "./report";

const SHOWN = 3;

/**
 * Why a plan must not be applied: it ends protected tenants, or leaves namespaces of tenants without isolation. The
 * platform would refuse some of it too, but only when bindings are gone.
 */
export function refusalsOf(reports: readonly PlanReport[]): readonly string[] {
  return reports.flatMap(({ removals = [], unproved = [] }) => [
    ...removals.filter(isRefused).map(refusal),
    ...unproved.map(unprovedRefusal),
  ]);
}

/** Whether nothing of a plan is done for what it does to this tenant. */
export function isRefused({ isProtected, isBared = false, isEmptied = false }: RemovalReport): boolean {
  return isProtected || isBared || isEmptied;
}

/** One line: where, what is wrong, what was given, what is allowed, how to mend it. */
export function refusal(removal: RemovalReport): string {
  return formatIssue(issueOf(removal));
}

function issueOf(removal: RemovalReport): Issue {
  const { namespace, moved, isProtected, isBared = false, isEmptied = false, isUnguarded = false } = removal;
  if (isUnguarded) return unguardedIssue(namespace);
  if (isEmptied) return emptiedIssue(removal);
  if (isBared && !isProtected) return baredIssue(removal);
  return moved === undefined ? goneIssue(namespace, isBared) : movedIssue(namespace, moved);
}

function goneIssue(namespace: string, isBared: boolean): Issue {
  const gone = protectedIsGone([namespace]);
  if (!isBared) return gone;
  return {
    ...gone,
    message: "a protected tenant loses its isolation",
    received: "its policies, quotas or limits removed",
  };
}

function baredIssue({ namespace, objects = [] }: RemovalReport): Issue {
  return {
    path: [namespace],
    message: "the namespace of a tenant stays, and its isolation goes",
    received: `${some(objects)} removed`,
    expected: "to remove a tenant with its namespace, which ends first, and all pods with it",
    hint:
      "plan all of it, without -target, -exclude or -replace; what is tainted, or not in the state, is taken back by `hikube recover`; " +
      `or delete the namespace yourself (\`kubectl delete namespace ${namespace}\`), and plan again`,
  };
}

function emptiedIssue({ namespace, objects = [] }: RemovalReport): Issue {
  return {
    path: [namespace],
    message: "the namespace of a tenant is made anew, and its isolation is not",
    received: `no ${some(objects)} in the new one`,
    expected: "to make all of a tenant anew, or nothing",
    hint:
      "plan without -replace and -target; what is tainted is kept by `hikube recover`; to empty it, " +
      `delete it yourself (\`kubectl delete namespace ${namespace}\`), and apply: all of it is made anew then`,
  };
}

/** Said where a cluster does not tell that the guardrails keep nobody. */
export function unprovedRefusal({ provider, reason }: Unproved): string {
  const which = provider === undefined ? "a cluster" : `the cluster of provider "${provider}"`;
  return formatIssue({
    path: ["guardrails"],
    message: `those that keep protected tenants go, and ${which} did not say that it has none`,
    received: reason,
    expected: "to remove them when no tenant of the cluster is protected",
    hint: "keep the platform and its guardrails in the plan; or let hikube ask: write the cluster's address into the provider block or the environment, with the right to list namespaces",
  });
}

function some(objects: readonly string[]): string {
  const more = objects.length > SHOWN ? ` and ${String(objects.length - SHOWN)} more` : "";
  return `${objects.slice(0, SHOWN).join(", ")}${more}`;
}

function unguardedIssue(namespace: string): Issue {
  return {
    path: [namespace],
    message: "the guardrails that keep a protected tenant go, and it stays",
    received: "the platform's guardrails removed",
    expected: "to remove them when no tenant of the cluster is protected",
    hint: "keep the platform and its guardrails in the code, without `--no-platform`; or first apply the tenant with `protected: false`",
  };
}

function movedIssue(namespace: string, { from, to }: { readonly from: string; readonly to: string }): Issue {
  return {
    path: [namespace],
    message: "the address of a protected tenant changed, and Terraform would delete it and make it anew",
    received: `${from}, and now ${to}`,
    expected: "the address that it had, or one that Terraform is told of",
    hint: "write one `moved` block for each of its resources (`hikube plan --json` lists them under `readdressed`)",
  };
}

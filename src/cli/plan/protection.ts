import { formatIssue, type Issue } from "../../model/issue";
import { protectedIsGone } from "../../model/tenant/lifetime";
import type { PlanReport, RemovalReport } from "./report";

/**
 * Why a plan must not be applied: it ends protected tenants, or bares them. The platform would refuse it too, but only
 * when bindings are gone.
 */
export function refusalsOf(reports: readonly PlanReport[]): readonly string[] {
  return reports.flatMap(({ removals = [] }) => removals.filter(({ isProtected }) => isProtected).map(refusal));
}

/** One line: where, what is wrong, what was given, what is allowed, how to mend it. */
export function refusal({ namespace, moved, isBared = false, isUnguarded = false }: RemovalReport): string {
  if (isUnguarded) return formatIssue(unguardedIssue(namespace));
  return formatIssue(moved === undefined ? goneIssue(namespace, isBared) : movedIssue(namespace, moved));
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

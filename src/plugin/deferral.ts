/** Why something cannot be planned yet. */
export type DeferralReason = "provider config unknown" | "resource config unknown" | "absent prerequisite";

/** What `configure` returns in place of a client that it cannot make yet. */
export class Deferral {
  /** Made by `deferred`. */
  constructor(readonly reason: DeferralReason) {}
}

/**
 * Puts off all work of a provider whose configuration is not known yet. A Terraform that can wait plans the rest and
 * asks again after it; any other is told that what this value depends on must be applied first. Resources that need no
 * client to be planned are planned all the same.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/framework/deferred-actions
 */
export function deferred(reason: DeferralReason): Deferral {
  return new Deferral(reason);
}

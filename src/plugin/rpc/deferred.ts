import type { DeferralReason } from "../deferral";
import type { Call } from "../lifecycle/session";
import { DeferredReason, type ClientCapabilities, type Deferred } from "../wire/tfplugin6";

const REASONS: Readonly<Record<DeferralReason, number>> = {
  "provider config unknown": DeferredReason.PROVIDER_CONFIG_UNKNOWN,
  "resource config unknown": DeferredReason.RESOURCE_CONFIG_UNKNOWN,
  "absent prerequisite": DeferredReason.ABSENT_PREREQ,
};

interface Asking {
  readonly clientCapabilities: ClientCapabilities | undefined;
}

/** What Terraform is told where the provider has to wait and Terraform can; `undefined` where either is not so. */
export function deferralOf({ session }: Call, { clientCapabilities }: Asking): Deferred | undefined {
  const { deferral } = session;
  if (deferral === undefined || clientCapabilities?.deferralAllowed !== true) return undefined;
  return { reason: REASONS[deferral.reason] };
}

import type { QuotaSpec } from "../src/model/tenant/spec/quota-spec";
import { orNothing, withFields } from "./given";

/** Short forms of quotas. */
export const Quota = {
  /**
   * Percent of what the parent declares, more than 0 and at most 100; rounded down.
   * @param rest - amounts that replace their share
   */
  share: (percent: number, rest: Omit<QuotaSpec, "share"> = {}): QuotaSpec =>
    withFields(rest as QuotaSpec, { share: orNothing(percent) }),
} as const;

export type Quota = QuotaSpec;

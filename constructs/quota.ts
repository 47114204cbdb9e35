import type { QuotaSpec } from "../src/model/tenant/spec/quota-spec";

/** Short forms of quotas. */
export const Quota = {
  /**
   * Percent of what the parent declares, more than 0 and at most 100; rounded down.
   * @param rest - amounts that replace their share
   */
  share: (percent: number, rest: Omit<QuotaSpec, "share"> = {}): QuotaSpec => ({ ...rest, share: percent }),
} as const;

export type Quota = QuotaSpec;

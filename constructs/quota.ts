import type { QuotaSpec } from "../src/model/tenant/spec/quota-spec";

/** Quotas in short. */
export const Quota = {
  /**
   * Percent of what the parent declares, more than 0 and at most 100; rounded down.
   * @param rest - what is given by itself, in place of its share
   */
  share: (percent: number, rest: Omit<QuotaSpec, "share"> = {}): QuotaSpec => ({ ...rest, share: percent }),
} as const;

export type Quota = QuotaSpec;

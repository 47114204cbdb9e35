import type { SecuritySpec } from "./security-spec";

/** Fields of a security spec in seconds. */
export type BoundField = keyof Pick<SecuritySpec, "terminationGracePeriodSeconds" | "tokenExpirationSeconds">;

/** A number of seconds: the default of a top tenant, and its limits. */
export interface Bound {
  readonly initial: number;
  readonly least: number;
  readonly most: number;
}

/** An operator of message queues gives its pods a week to hand over; tokens need no more. */
const WEEK = 604_800;

/** The minimum of each is Kubernetes' own default, or nothing would run. */
export const BOUNDS: Readonly<Record<BoundField, Bound>> = {
  terminationGracePeriodSeconds: { initial: 600, least: 30, most: WEEK },
  tokenExpirationSeconds: { initial: 7200, least: 3600, most: WEEK },
};

/** Two hours: pods renew theirs every hour, and each pipeline run requests a new one. */
export const LONGEST_API_TOKEN_SECONDS = 7200;

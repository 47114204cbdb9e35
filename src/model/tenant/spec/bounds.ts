import type { SecuritySpec } from "./security-spec";

/** The fields of a security spec that are numbers of seconds. */
export type BoundField = keyof Pick<SecuritySpec, "terminationGracePeriodSeconds" | "tokenExpirationSeconds">;

/** A number of seconds: what a top tenant gets that gives none, and what may be given. */
export interface Bound {
  readonly initial: number;
  readonly least: number;
  readonly most: number;
}

/** A week is what an operator of message queues gives its pods to hand over; a token needs no more. */
const WEEK = 604_800;

/** The least of each is what Kubernetes gives to a pod that says nothing, or nothing would run. */
export const BOUNDS: Readonly<Record<BoundField, Bound>> = {
  terminationGracePeriodSeconds: { initial: 600, least: 30, most: WEEK },
  tokenExpirationSeconds: { initial: 7200, least: 3600, most: WEEK },
};

/** Two hours: pods renew theirs every hour, a run of a pipeline asks for a fresh one. */
export const LONGEST_API_TOKEN_SECONDS = 7200;

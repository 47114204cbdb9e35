/** What a state holds: a tenant, or the platform. */
export interface Held {
  /** E.g. `the tenant tenant-shop`. */
  readonly what: string;
  /** Its namespace, by which it is imported. */
  readonly namespace: string;
}

/** What is said first of what another resource holds. */
export function heldTitle({ what }: Pick<Held, "what">): string {
  return `Another resource holds ${what} now`;
}

/** What the removal does of what another resource holds. */
export const FORGOTTEN = "Only this state forgets it: it stays with all that is in it.";

/** Whether a warning of a plan tells of what its removal only forgets. @param held - by its words, e.g. `the platform` */
export function tellsForgotten(warning: { readonly summary: string; readonly detail: string }, what: string): boolean {
  return warning.summary === heldTitle({ what }) && warning.detail.trim() === FORGOTTEN;
}

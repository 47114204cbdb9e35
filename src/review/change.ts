/**
 * How much a change asks of its reviewer. `danger`: somebody gets more, or something is lost; `notice`: it may surprise;
 * `info`: it follows from another change, or only completes the picture.
 */
export type Severity = "danger" | "notice" | "info";

/** Severities, those first that a reviewer reads first. */
export const SEVERITIES: readonly Severity[] = ["danger", "notice", "info"];

/** What changes. The words are a public contract; docs/review.md says what each one means. */
export const CHANGE_KINDS = [
  "tenant-added",
  "tenant-removed",
  "access",
  "rights",
  "way-opens",
  "way-closes",
  "not-judged",
  "security",
  "lifetime",
  "quota",
  "container",
  "label",
  "cluster-fact",
  "declared",
  "object-added",
  "object-removed",
  "object-changed",
  "object-recreated",
  "object-stays",
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One change as a reviewer thinks of it. */
export interface Change {
  /** What kind of change it is. */
  readonly kind: ChangeKind;
  /** How much it asks of a reviewer: `danger`, `notice` or `info`. */
  readonly severity: Severity;
  /** Namespace of the tenant. @default - it is the platform's */
  readonly tenant?: string;
  /** What changes: a subject, a field, the two ends of a way, an object. May hold free text of users. */
  readonly what: string;
  /** How it was. @default - there was none */
  readonly before?: string;
  /** How it will be. @default - there will be none */
  readonly after?: string;
  /** What follows from it, in words of ours. @default - it speaks for itself */
  readonly note?: string;
  /** Sub-tenants, and of an edit of many the other tenants, that the same happens to. @default - none */
  readonly alsoIn?: readonly string[];
}

/** A comparison of two states. */
export interface Review {
  /** Dangers first, then by tenant. */
  readonly changes: readonly Change[];
}

/** Something of a tenant that changes from one text to another. */
export interface Move {
  readonly tenant?: string;
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/** A change out of its parts, without members that say nothing. */
export function changeOf(
  kind: ChangeKind,
  severity: Severity,
  { tenant, what, before, after }: Move,
  note?: string,
): Change {
  return {
    ...{ kind, severity, what },
    ...(tenant === undefined ? {} : { tenant }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(note === undefined ? {} : { note }),
  };
}

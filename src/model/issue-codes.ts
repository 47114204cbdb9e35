import { APP_CODES } from "./codes/app-codes";
import { QUOTA_CODES } from "./codes/quota-codes";
import { READING_CODES } from "./codes/reading-codes";
import { TENANT_CODES } from "./codes/tenant-codes";

/** Why a fault is reported, and how to mend it. */
export interface CodeMeaning {
  readonly cause: string;
  readonly cure: string;
}

/**
 * Every code of a fault. Codes are stable: programs may rely on them, while messages may be reworded. Faults with the
 * same cause and the same cure share one. `docs/errors.md` is generated from this table by `scripts/error-docs.ts`.
 */
export const ISSUE_CODES = {
  ...APP_CODES,
  ...QUOTA_CODES,
  ...READING_CODES,
  ...TENANT_CODES,
} as const satisfies Readonly<Record<string, CodeMeaning>>;

/** A code of `ISSUE_CODES`. */
export type IssueCode = keyof typeof ISSUE_CODES;

import { createHash } from "node:crypto";
import { SpecError } from "../model/issue";
import type { Acceptance } from "../tenants-file/accepted-file";
import { withPlace } from "../tenants-file/file-issue";
import { readAcceptedFile } from "../tenants-file/files";
import type { Io, OptionSpec } from "./command";
import { note } from "./printer";

export const ACCEPT_OPTION: OptionSpec = {
  flags: "--accept <file>",
  description: "with --live: a file of findings that were looked at, by id and reason; they change no exit code",
};

export interface AcceptOption {
  readonly accept?: string;
}

/** Something that somebody must look at. */
interface Finding {
  readonly code: string;
  /** Namespace of the tenant. @default - no single one */
  readonly tenant?: string;
  readonly message: string;
}

/** Findings apart: those to look at, and those that were looked at. */
export interface Sorted<T> {
  readonly open: readonly (T & { readonly id: string })[];
  readonly accepted: readonly (T & { readonly id: string; readonly reason: string })[];
}

/** Which command finds it; ids of one are not missed by another. */
export type Source = "access" | "network";

/**
 * The findings that a file accepts.
 * @throws SpecError with every fault of the file
 */
export function acceptances({ accept: path }: AcceptOption): readonly Acceptance[] {
  if (path === undefined) return [];
  const { issues, accepted } = readAcceptedFile(path);
  if (accepted === undefined) throw new SpecError(issues.map(withPlace));
  return accepted;
}

/** Gives each finding its id, and takes those apart that are accepted. */
export function sorted<T extends Finding>(
  source: Source,
  findings: readonly T[],
  accepted: readonly Acceptance[],
): Sorted<T> {
  const reasons = new Map(accepted.map(({ id, reason }) => [id, reason]));
  const named = findings.map((finding) => ({ ...finding, id: idOf(source, finding) }));
  return {
    open: named.filter(({ id }) => !reasons.has(id)),
    accepted: named.flatMap((finding) => {
      const reason = reasons.get(finding.id);
      return reason === undefined ? [] : [{ ...finding, reason }];
    }),
  };
}

/** Notes what is accepted and not found. @param findings - all that there are, also those that are not shown */
export function noteUnused(
  source: Source,
  findings: readonly Finding[],
  accepted: readonly Acceptance[],
  io: Io,
): void {
  const ids = new Set(findings.map((finding) => idOf(source, finding)));
  for (const { id, reason } of accepted)
    if (id.startsWith(`${source}-`) && !ids.has(id))
      note(io, "unused-acceptance", `${id} is accepted and not found: ${reason}`);
}

/**
 * Stands for all that a finding says: a binding that gives more, or to another one, is another finding. Who is found
 * chooses some of the words, so it must not be feasible to find others of the same id.
 */
function idOf(source: Source, { code, tenant = "", message }: Finding): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([code, tenant, message]))
    .digest("hex");
  return `${source}-${hash.slice(0, 16)}`;
}

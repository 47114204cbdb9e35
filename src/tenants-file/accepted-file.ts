import { show, type Issue, type Path } from "../model/issue";
import { listIn, objectIn } from "../model/json";
import { readPlain } from "../model/schema/read";
import { list, object, string, type ObjectSchema } from "../model/schema/schema";
import { byPlace, type FileIssue } from "./file-issue";
import { readFile, type FileKind } from "./read-file";

/** Findings that somebody looked at, and that need no other look. */
export interface AcceptedFile {
  /** Where an editor finds the schema. */
  readonly $schema?: string;
  /** Version of this form. */
  readonly formatVersion: 1;
  readonly accepted: readonly Acceptance[];
}

/** One finding that is accepted. */
export interface Acceptance {
  /** What the command printed beside the finding, such as `access-0123456789abcdef`. It stands for the whole sentence. */
  readonly id: string;
  /** Why it may be so, for who reads it next: one line. */
  readonly reason: string;
}

const ID = "^(access|network)-[0-9a-f]{16}$";
const EXAMPLE = "access-0123456789abcdef";

/** The whole file. */
export const ACCEPTED_FILE: ObjectSchema = object("AcceptedFile", ["formatVersion", "accepted"], {
  $schema: string("accepted.schema.json"),
  formatVersion: { type: "number", only: 1 },
  accepted: list(
    object("Acceptance", ["id", "reason"], {
      id: string(EXAMPLE, { pattern: ID }),
      reason: string("break-glass account of the people on call"),
    }),
  ),
});

const foreign = {
  code: "wrong-file",
  message: "not a file of accepted findings",
  expected: "formatVersion and accepted",
  hint: "write `formatVersion: 1` and `accepted:`, a list of `{ id, reason }`",
} as const;

const KIND: FileKind = {
  schema: ACCEPTED_FILE,
  marks: ["accepted"],
  foreign: { ...foreign, received: "a map without accepted" },
  own: "accepted",
  other: { marks: [], fault: { ...foreign, received: "another file" } },
};

/** A file of accepted findings, or what is wrong with it. */
export interface CheckedAccepted {
  /** All faults at once, in the order of the file. */
  readonly issues: readonly FileIssue[];
  /** @default - there is a fault */
  readonly accepted?: readonly Acceptance[];
}

/**
 * Checks a file of accepted findings. Never throws.
 * @param file - what the file is called in faults
 */
export function checkAccepted(text: string, file: string): CheckedAccepted {
  const { value, issues: read, place, isFull } = readFile(text, KIND, file);
  if (isFull) return { issues: read };
  const plain = readPlain(value, ACCEPTED_FILE, []);
  const entries = listIn(objectIn(value).accepted).map(objectIn);
  const issues = [...read, ...[...plain.issues, ...entries.flatMap(entryIssues)].map(place)].sort(byPlace);
  return issues.length > 0 ? { issues } : { issues, accepted: (value as AcceptedFile).accepted };
}

type Entry = Readonly<Record<string, unknown>>;

function entryIssues({ id, reason }: Entry, index: number, all: readonly Entry[]): readonly Issue[] {
  const at = (field: string): Path => ["accepted", index, field];
  const isNoId = typeof id === "string" && !new RegExp(ID).test(id);
  const isTwice = typeof id === "string" && all.findIndex((one) => one.id === id) < index;
  const isBlank = typeof reason === "string" && reason.trim() === "";
  return [
    ...(isNoId ? [idFault(at("id"), id)] : []),
    ...(isTwice ? [twice(at("id"), id)] : []),
    ...(isBlank ? [noReason(at("reason"))] : []),
  ];
}

function idFault(path: Path, id: string): Issue {
  return {
    ...{ path, code: "unknown-value", message: "this is no id of a finding", received: show(id) },
    expected: `an id that a command prints, such as ${EXAMPLE}`,
    hint: "copy it from the line of the finding",
  };
}

function twice(path: Path, id: string): Issue {
  return {
    ...{ path, code: "duplicate-key", message: "this finding is accepted twice", received: show(id) },
    expected: "each id once",
    hint: "remove one of the two",
  };
}

function noReason(path: Path): Issue {
  return {
    ...{ path, code: "missing-field", message: "an accepted finding has a reason", received: "nothing" },
    expected: "one line that tells why it may be so",
    hint: "write who uses it, and what for",
  };
}

import { isMap, isScalar, type Node, type YAMLMap } from "yaml";
import type { Fault, Issue } from "../model/issue";
import { wrongType } from "../model/schema/faults";
import { cut } from "../model/schema/messages";
import type { ObjectSchema } from "../model/schema/schema";
import type { FileIssue } from "./file-issue";
import { LIMITS } from "./limits";
import { locate } from "./locate";
import { PlainData } from "./plain-data";
import { readTree } from "./read-tree";

/** A file as plain data. */
export interface ReadFile {
  /** What the file holds, with `INVALID` in place of what is faulty; `undefined` where the file is of another kind. */
  readonly value: unknown;
  /** Whether so many faults were found that checking the contents is of no use. */
  readonly isFull: boolean;
  readonly issues: readonly FileIssue[];
  /** The place of what a rule found. @param issue - its path starts at the root of the file */
  readonly place: (issue: Issue) => FileIssue;
  /** Steps that reading took. */
  readonly work: number;
}

/** A kind of file. */
export interface FileKind {
  readonly schema: ObjectSchema;
  /** Fields of which a file of this kind has at least one. */
  readonly marks: readonly string[];
  /** The fault of a file that has none. */
  readonly foreign: Fault;
  /** A field that every file of this kind has, and what is told where a file has fields of our other kind in its place. */
  readonly own: string;
  readonly other: { readonly marks: readonly string[]; readonly fault: Fault };
}

/**
 * Reads a text as a kind of file. Never throws, whatever the text is. Nothing is shown of a file of another kind: its keys and
 * values may be secrets, and the author of its path may not be allowed to read it.
 */
export function readFile(text: string, kind: FileKind, file: string): ReadFile {
  const { root, positionOf, faults, pieces } = readTree(text);
  const at = (node: Node, issue: Issue): FileIssue => ({ ...issue, file, ...positionOf(node.range?.[0] ?? 0) });
  const unread = (issues: readonly FileIssue[]): ReadFile => {
    return {
      value: undefined,
      isFull: true,
      issues,
      place: (issue) => ({ ...issue, file, line: 1, column: 1 }),
      work: pieces,
    };
  };
  if (root === null || faults.length > 0) {
    return unread(faults.map(({ offset, ...fault }) => ({ path: [], ...fault, file, ...positionOf(offset) })));
  }
  const wrong = isMap(root) ? foreignFault(root, kind) : otherType(root, kind.schema);
  if (wrong !== undefined || !isMap(root)) return unread([at(root, { path: [], ...(wrong ?? kind.foreign) })]);
  const data = new PlainData();
  const value = data.read(root);
  return {
    value,
    isFull: data.isFull,
    issues: data.faults.map(({ path, node, fault }) => at(node, { path, ...fault })).slice(0, LIMITS.faults),
    place: (issue) => {
      const node = locate(root, issue.path, issue.code === "unknown-field" ? "key" : "value");
      return at(node, { ...issue, ...asWritten(issue, node) });
    },
    work: pieces + data.values,
  };
}

function foreignFault(root: YAMLMap, { marks, foreign, own, other }: FileKind): Fault | undefined {
  const hasAny = (keys: readonly string[]) => keys.some((key) => root.has(key));
  if (!hasAny(marks)) return foreign;
  return !root.has(own) && hasAny(other.marks) ? other.fault : undefined;
}

/** The fault of a whole file of another type: it shows nothing of what the file holds, which may be any file. */
function otherType(root: Node, schema: ObjectSchema): Fault {
  const sample = isScalar(root) ? (root.value === null ? null : typeof root.value) : [];
  const { message, expected } = wrongType(sample === "string" ? "" : sample, schema);
  const hint = "start with `formatVersion: 1`";
  return { code: "wrong-type", message, received: message.replace(/^.* got /, ""), expected, hint };
}

/** A number as it is written in the file, `1.10`: the value has lost it. */
function asWritten({ received }: Issue, node: Node): Partial<Issue> {
  if (!isScalar(node) || typeof node.value !== "number" || received !== String(node.value)) return {};
  return { received: cut(node.source ?? received) };
}

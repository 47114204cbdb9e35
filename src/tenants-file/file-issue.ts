import type { Issue, FilePlace } from "../model/issue";

/** A place within a file. */
export type Position = Omit<FilePlace, "file">;

/** A fault with its place in the file. */
export interface FileIssue extends Omit<Issue, "place">, FilePlace {}

/** The fault as others take it: programs read its place by fields. */
export function withPlace({ file, line, column, ...issue }: FileIssue): Issue {
  return { place: { file, line, column }, ...issue };
}

/** For sorting: in the order of the file. */
export function byPlace(left: FileIssue, right: FileIssue): number {
  return left.line - right.line || left.column - right.column;
}

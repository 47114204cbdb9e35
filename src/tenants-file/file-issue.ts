import { formatPath, type Issue } from "../model/issue";

/** A place in a file; both count from 1, columns in UTF-16 code units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A fault with its place in the file. */
export interface FileIssue extends Issue {
  /** The file as the caller named it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The issue with its place in the path, which prints as compilers do: `tenants.yaml:12:7: production.quota.cpu: …`. */
export function withPlaceInPath({ file, line, column, ...issue }: FileIssue): Issue {
  return { ...issue, path: [`${file}:${line}:${column}: ${formatPath(issue.path)}`] };
}

/** For sorting: in the order of the file. */
export function byPlace(left: FileIssue, right: FileIssue): number {
  return left.line - right.line || left.column - right.column;
}

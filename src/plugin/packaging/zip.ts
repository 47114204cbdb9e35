import { zipSync, type ZippableFile } from "fflate";

/** A file of an archive. */
export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array;
  /** Permissions that unpacking gives it, e.g. `0o755`. */
  readonly mode: number;
}

/** By whose rules the attributes of a file are read. */
const UNIX = 3;
const REGULAR_FILE = 0o100000;

/**
 * A ZIP archive with Unix permissions, as Terraform unpacks it. The same files make the same bytes, and so the same checksum,
 * on every machine.
 *
 * @see ../../../docs/decisions/0009-packed-providers.md
 */
export function zipOf(files: readonly ZipFile[]): Uint8Array {
  const entries = files.map((file) => [file.name, entryOf(file)] as const);
  // The first day that the format knows, by the clock of the wall: archives hold no zone.
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: new Date(1980, 0, 1) });
}

function entryOf({ content, mode }: ZipFile): ZippableFile {
  return [content, { os: UNIX, attrs: (REGULAR_FILE | mode) << 16 }];
}

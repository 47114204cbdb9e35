import { isMap, type Node } from "yaml";
import type { Fault } from "../model/tenant/rules/rule";
import { Notes } from "./notes";
import { readTree } from "./read-tree";
import type { RecordShape } from "../model/schema/schema";
import { fileFault } from "./type-fault";
import { ValueReader } from "./value-reader";

/** A file after its types were checked. */
export interface ReadFile {
  /** What the file holds without what is faulty; nothing usable where it is no object. */
  readonly value: unknown;
  /** The faults, and where what was read came from. */
  readonly notes: Notes;
  /** @default - the text could not be read */
  readonly root?: Node;
  /** Steps that reading took, for those who hold it to a limit. */
  readonly work: number;
}

/** A kind of file. */
export interface FileForm {
  readonly shape: RecordShape;
  /** Fields of which a file of this kind has at least one. */
  readonly marks: readonly string[];
  /** What is said of a file that has none. */
  readonly foreign: Fault;
}

/**
 * Reads a text as a kind of file. Never throws, whatever the text is. Of a file of another kind nothing is told but that:
 * its keys and values may be secrets, and whoever named it may not be allowed to read it.
 */
export function readFile(text: string, { shape, marks, foreign }: FileForm, file: string): ReadFile {
  const { root, positionOf, faults, pieces } = readTree(text);
  const notes = new Notes(file, positionOf);
  for (const { offset, ...fault } of faults) notes.addAt("file", positionOf(offset), fault);
  if (root === null || faults.length > 0) return { value: undefined, notes, work: pieces };
  if (!isMap(root) || !marks.some((key) => root.has(key))) {
    notes.addAt("file", notes.positionOfNode(root), isMap(root) ? foreign : fileFault(root, shape));
    return { value: undefined, notes, work: pieces };
  }
  const reader = new ValueReader(notes);
  const value = reader.read(root, shape, "");
  return { value, notes, root, work: pieces + reader.values };
}

import type { Node } from "yaml";
import { Notes } from "./notes";
import { readTree } from "./read-tree";
import type { Shape } from "../model/form/shape";
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

/** Reads a text by a shape. Never throws, whatever the text is. */
export function readFile(text: string, shape: Shape, file: string): ReadFile {
  const { root, positionOf, faults, pieces } = readTree(text);
  const notes = new Notes(file, positionOf);
  for (const { offset, ...fault } of faults) notes.addAt("file", positionOf(offset), fault);
  if (root === null || faults.length > 0) return { value: undefined, notes, work: pieces };
  const reader = new ValueReader(notes);
  const value = reader.read(root, shape, "");
  return { value, notes, root, work: pieces + reader.values };
}

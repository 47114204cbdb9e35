import type { Path } from "../diagnostic";
import type { Block } from "../schema";
import type { ValueRecord } from "../value";
import { cached } from "../values/cached";
import { someAttribute } from "./schema-facts";
import { transform, walk } from "./walk";

const hasWriteOnly = cached((block) => someAttribute(block, ({ writeOnly }) => writeOnly === true));

/** Paths of the write-only attributes that are set. */
export function writeOnlyPaths(block: Block, value: ValueRecord): readonly Path[] {
  const paths: Path[] = [];
  walk(block, [value], {
    attribute(attribute, { place: [item], path }) {
      if (attribute.writeOnly && item !== null) paths.push(path);
      return attribute.writeOnly !== true;
    },
  });
  return paths;
}

/** The value with null for what is write-only, whatever stood there: plan and state must not hold it. */
export function withoutWriteOnly(block: Block, value: ValueRecord): ValueRecord {
  if (!hasWriteOnly(block)) return value;
  return transform(block, [value], (attribute) => (attribute.writeOnly ? null : undefined));
}

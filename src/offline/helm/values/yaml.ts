import { parseDocument, type CollectionTag, type ScalarTag, type Tags } from "yaml";
import { isTree, type Tree } from "./set-expression";

const TAG = "tag:yaml.org,2002:";

/** Forms that Helm reads in another way than YAML 1.1 says: times are text, so are `80:81` and the like. */
const AS_HELM_READS: readonly ScalarTag[] = [
  { tag: `${TAG}binary`, resolve: (text) => Buffer.from(text, "base64").toString("utf8") },
  {
    tag: `${TAG}int`,
    default: true,
    test: /^[-+]?0o[0-7_]+$/,
    resolve: (text) => Number.parseInt(text.replaceAll(/_|0o/g, ""), 8),
  },
];

/**
 * Reads a document of values as Helm does: YAML 1.1 (`yes` is true), of two equal keys the last one counts. Nothing is an
 * empty map.
 *
 * @throws Error with the place where it is no YAML, or no map
 */
export function parseValues(text: string): Tree {
  const value = parseYaml(text);
  if (value === null || value === undefined) return {};
  if (!isTree(value)) throw new Error("the values are no map of keys");
  return value;
}

/** @throws Error with the place where it is no YAML */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { version: "1.1", uniqueKeys: false, customTags: asInHelm });
  const [fault] = document.errors;
  if (fault !== undefined) throw new Error(placeOf(fault));
  return document.toJS() as unknown;
}

/** The message of the parser would quote the line, which may be secret. */
function placeOf({
  code,
  linePos,
}: {
  readonly code: string;
  readonly linePos?: readonly { line: number; col: number }[];
}): string {
  const [at] = linePos ?? [];
  const place = at === undefined ? "" : ` at line ${String(at.line)}, column ${String(at.col)}`;
  return `it is no YAML${place} (${code.toLowerCase().replaceAll("_", " ")})`;
}

function asInHelm(tags: Tags): Tags {
  const others = tags.filter((tag) => typeof tag === "string" || !isOtherwise(tag));
  return [...AS_HELM_READS, ...others];
}

function isOtherwise(tag: CollectionTag | ScalarTag): boolean {
  return [`${TAG}timestamp`, `${TAG}binary`].includes(tag.tag) || ("format" in tag && tag.format === "TIME");
}

import { parseValues, parseYaml } from "./yaml";
import { isTree, own, put, setInto, type Tree } from "./set-expression";

/** One `set` or `set_sensitive`. */
export interface Setting {
  readonly name: string;
  readonly value: string | null;
  /** `auto`, `string` or `literal`; nothing is `auto`. */
  readonly type: string | null;
}

/** One `set_list`. */
export interface ListSetting {
  readonly name: string;
  readonly value: readonly (string | null)[];
}

/** Values that are set one by one, in the order in which the real provider takes them. */
export interface Settings {
  readonly set: readonly Setting[];
  readonly setList: readonly ListSetting[];
  readonly setSensitive: readonly Setting[];
}

/** What the `values` of a release are together; later ones win, maps are merged. @throws Error where one is no YAML map */
export function mergedValues(documents: readonly string[]): Tree {
  return documents.map(parseValues).reduce(merged, {});
}

/**
 * What the settings change of the values: the top keys that they touch, whole, to be laid over the values.
 *
 * @throws Error, SetError where a setting cannot be read or does not fit the values
 */
export function changedBy(settings: Settings, documents: readonly string[]): Tree {
  const [before, after] = [mergedValues(documents), mergedValues(documents)];
  for (const { name, value, type } of settings.set) setOne(after, { name, value, type });
  for (const list of settings.setList) setOne(after, asSetting(list));
  for (const setting of settings.setSensitive) setOne(after, setting);
  const changed = Object.entries(after).filter(([key, value]) => !isSame(value, own(before, key)));
  return Object.fromEntries(changed);
}

/** The values that settings make by themselves. @throws SetError */
export function valuesOf(settings: readonly Setting[]): Tree {
  const tree: Tree = {};
  for (const setting of settings) setOne(tree, setting);
  return tree;
}

function asSetting({ name, value }: ListSetting): Setting {
  const items = value.filter((item) => item !== null);
  return { name, value: `{${items.join(",")}}`, type: "auto" };
}

function setOne(tree: Tree, { name, value, type }: Setting): void {
  const text = value ?? "";
  if (type !== "literal") {
    setInto(tree, `${name}=${text}`, type !== "string");
    return;
  }
  const read = parseYaml(`${name}: ${text}`);
  put(tree, name, isTree(read) ? (own(read, name) ?? null) : read);
}

function merged(below: Tree, above: Tree): Tree {
  const result = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const found = own(result, key);
    put(result, key, isTree(found) && isTree(value) ? merged(found, value) : value);
  }
  return result;
}

function isSame(one: unknown, other: unknown): boolean {
  return other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

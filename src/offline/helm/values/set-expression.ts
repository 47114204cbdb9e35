/** A value tree as a chart reads it. */
export type Tree = Record<string, unknown>;

/** Limits of Helm: larger ones are taken for mistakes. */
const MAX_INDEX = 65_536;
const MAX_DEPTH = 30;

/** A `set` that cannot be read; the message says why, never with the value, which may be secret. */
export class SetError extends Error {
  override readonly name = "SetError";
}

/**
 * Puts `key=value` into a tree as `helm --set` does: dots lead into maps, `[0]` into lists, `{a,b}` is a list, a comma begins
 * the next pair, a backslash takes the sign after it as it is.
 *
 * @param typed whether `true`, `null` and whole numbers are what they look like, or text
 * @throws SetError
 * @see https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set
 */
export function setInto(tree: Tree, expression: string, typed = true): void {
  new SetExpression(expression, typed).run(tree);
}

/** What stands at a key; nothing that the language puts there by itself. */
export function own(tree: Tree, key: string): unknown {
  return Object.hasOwn(tree, key) ? tree[key] : undefined;
}

/** Sets a key, whatever it is called: an assignment to `__proto__` would not. */
export function put(tree: Tree, key: string, value: unknown): void {
  Object.defineProperty(tree, key, { value, enumerable: true, writable: true, configurable: true });
}

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface Token {
  readonly text: string;
  /** The sign that ended it; nothing at the end of the expression. */
  readonly end: string | undefined;
}

class SetExpression {
  readonly #signs: readonly string[];
  #at = 0;

  constructor(
    text: string,
    private readonly typed: boolean,
  ) {
    this.#signs = Array.from(text);
  }

  run(tree: Tree): void {
    while (this.#at < this.#signs.length) this.#pair(tree, 0);
  }

  #pair(tree: Tree, depth: number): void {
    const { text: key, end } = this.#until("=[,.");
    if (end === "[") this.#entry(tree, key, depth);
    else if (end === "=") setKey(tree, key, this.#value());
    else if (end === ".") this.#nested(tree, key, depth + 1);
    // What ends without a value is nothing where it is empty, as after the last comma.
    else if (end !== undefined || key !== "") throw new SetError(`the key ${JSON.stringify(key)} has no value`);
  }

  #nested(tree: Tree, key: string, depth: number): void {
    if (depth > MAX_DEPTH) throw new SetError(`keys lead at most ${String(MAX_DEPTH)} levels deep`);
    const found = own(tree, key);
    if (found !== undefined && !isTree(found)) throw new SetError(`${JSON.stringify(key)} is no map`);
    const inner = found ?? {};
    this.#pair(inner, depth);
    if (Object.keys(inner).length === 0) throw new SetError(`the map ${JSON.stringify(key)} has no value`);
    setKey(tree, key, inner);
  }

  #entry(tree: Tree, key: string, depth: number): void {
    const found = own(tree, key);
    if (found !== undefined && !Array.isArray(found)) throw new SetError(`${JSON.stringify(key)} is no list`);
    setKey(tree, key, this.#item(found ?? [], this.#index(), depth));
  }

  #item(list: readonly unknown[], index: number, depth: number): readonly unknown[] {
    const { text, end } = this.#until("[.=");
    if (text !== "") throw new SetError("an index is followed by something else than [, . or =");
    const found = list[index];
    if (end === "=") return withItem(list, index, this.#value());
    if (end === "[") {
      if (found !== undefined && found !== null && !Array.isArray(found)) throw new SetError("an entry is no list");
      return withItem(list, index, this.#item(found ?? [], this.#index(), depth));
    }
    if (end === undefined) return list;
    const inner = isTree(found) ? found : {};
    this.#pair(inner, depth);
    return withItem(list, index, inner);
  }

  #index(): number {
    const { text, end } = this.#until("]");
    if (end === undefined || !/^\+?\d+$/.test(text)) throw new SetError("an index is no whole number in brackets");
    const index = Number(text);
    if (index > MAX_INDEX) throw new SetError(`an index is above ${String(MAX_INDEX)}`);
    return index;
  }

  #value(): unknown {
    if (this.#signs[this.#at] !== "{") return this.#typed(this.#until(",").text);
    this.#at += 1;
    return this.#list();
  }

  #list(): readonly unknown[] {
    const list: unknown[] = [];
    for (;;) {
      const { text, end } = this.#until(",}");
      if (end === undefined) throw new SetError("a list must end with }");
      list.push(this.#typed(text));
      if (end === ",") continue;
      if (this.#signs[this.#at] === ",") this.#at += 1;
      return list;
    }
  }

  #until(stops: string): Token {
    let text = "";
    while (this.#at < this.#signs.length) {
      const sign = this.#signs[this.#at++] ?? "";
      if (stops.includes(sign)) return { text, end: sign };
      text += sign === "\\" ? (this.#signs[this.#at++] ?? "") : sign;
    }
    return { text, end: undefined };
  }

  #typed(text: string): unknown {
    if (!this.typed) return text;
    const word = text.toLowerCase();
    if (Object.hasOwn(WORDS, word)) return WORDS[word];
    // Beyond 2^53 JavaScript would write another number.
    return /^[+-]?[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
  }
}

const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, "0": 0 };

/** A key without a name is passed over, as Helm does. */
function setKey(tree: Tree, key: string, value: unknown): void {
  if (key !== "") put(tree, key, value);
}

function withItem(list: readonly unknown[], index: number, value: unknown): readonly unknown[] {
  const length = Math.max(list.length, index + 1);
  return Array.from({ length }, (_, at) => (at === index ? value : (list[at] ?? null)));
}

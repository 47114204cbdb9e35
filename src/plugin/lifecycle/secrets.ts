import { eachLeaf } from "../values/leaves";
import type { Schema } from "../schema";
import type { Value, ValueRecord } from "../value";
import { MASK } from "../redacted";
import { cached } from "../values/cached";
import { someAttribute } from "./schema-facts";
import { walk } from "./walk";

/** Shorter ones are found in too many words. */
const MIN_LENGTH = 6;

/** Whether any attribute, at any depth, is sensitive or write-only. */
export const hasSecrets = cached((block) => someAttribute(block, isSecret));

/** Of lists, sets and maps of nested attributes; both ask each element for the attribute, whether there is one or not. */
export const PANICS_ON_NULL = "Terraform and OpenTofu crash on null among objects with sensitive or write-only values";

/** The texts in a value that the schema calls sensitive or write-only. */
export function secretsOf(schema: Schema, record: ValueRecord): readonly string[] {
  if (!hasSecrets(schema)) return [];
  const found: string[] = [];
  walk(schema, [record], {
    attribute(attribute, { place: [value] }) {
      if (!isSecret(attribute)) return undefined;
      found.push(...textsIn(value));
      return false;
    },
  });
  return found.filter((text) => text.length >= MIN_LENGTH);
}

/**
 * The text without the secrets, also as they stand in a URL or in JSON, and without passwords in addresses.
 *
 * @param own - sentences of the provider, which stay whole: they tell nothing of a secret that is a word of them
 */
export function masked(text: string, secrets: readonly string[], own: readonly string[] = []): string {
  const [sentence, ...others] = own.filter((one) => text.includes(one) && !secrets.some((each) => each.includes(one)));
  if (sentence === undefined || sentence === "") return withoutSecrets(text, secrets);
  const parts = text.split(sentence).map((part) => masked(part, secrets, others));
  return parts.join(sentence);
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spelled = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(Buffer.from(secret).toString()),
    JSON.stringify(secret).slice(1, -1),
  ]);
  // Longer ones first: one may be a part of another.
  const ordered = [...new Set(spelled)].sort((one, other) => other.length - one.length);
  const without = ordered.reduce((before, secret) => before.replaceAll(secret, MASK), text);
  return without.replace(/(\w:\/\/)[^\s/@]+@/g, "$1***@");
}

function isSecret({ sensitive, writeOnly }: { readonly sensitive?: boolean; readonly writeOnly?: boolean }): boolean {
  return sensitive === true || writeOnly === true;
}

function textsIn(value: Value): readonly string[] {
  const texts: string[] = [];
  eachLeaf(value, (leaf) => {
    if (typeof leaf === "string") texts.push(leaf);
  });
  return texts;
}

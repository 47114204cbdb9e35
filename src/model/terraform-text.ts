/*
 * Terraform reads `${…}` and `%{…}` in every string of its JSON, keys of maps among them, as templates: a free text that
 * holds one would be evaluated where the plan is made, with all files and variables of that machine at hand.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */

/** Escapes a text for Terraform, so that it reads it literally. Must not be applied twice. */
export function escapeTemplates(text: string): string {
  return text.includes("{") ? text.replaceAll(/([$%])\{/g, "$1$1{") : text;
}

/** The reverse of `escapeTemplates`. */
export function unescapeTemplates(text: string): string {
  return text.replaceAll(/([$%])\1\{/g, "$1{");
}

/** Whether Terraform would evaluate a part of a text that is written for it. */
export function hasTemplate(text: string): boolean {
  return /(?<!\$)\$\{|(?<!%)%\{/.test(text);
}

/*
 * Terraform reads `${…}` and `%{…}` in every string of its JSON, keys of maps among them, as templates: a free text that
 * holds one would be evaluated where the plan is made, with all files and variables of that machine at hand.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */

/** The text as Terraform has to be given it, to read just that text. Not to be done twice. */
export function escapeTemplates(text: string): string {
  return text.replaceAll(/([$%])\{/g, "$1$1{");
}

/** What `escapeTemplates` was given. */
export function unescapeTemplates(text: string): string {
  return text.replaceAll(/([$%])\1\{/g, "$1{");
}

/** Whether Terraform would evaluate a part of a text that is written for it. */
export function hasTemplate(text: string): boolean {
  return /(?<!\$)\$\{|(?<!%)%\{/.test(text);
}

import { type TerraformResource, Tokenization } from "cdktf";
import { escapeTemplates } from "../src/model/terraform-text";
import { deferredString } from "./deferred";

/** A cdktf token inside a text: a value that only Terraform knows. */
const TOKEN = /(\$\{TfToken\[[a-zA-Z0-9:._-]+\]\})/;

/**
 * Escapes plain data for Terraform, so that it reads every text, including keys of maps, literally. Tokens of cdktf
 * (variables, attributes, `Fn`), also in the middle of a text, stay as they are.
 */
export function asTerraformText<T>(data: T): T;
export function asTerraformText(data: unknown): unknown {
  return mapTexts(data, (literal, isBeforeToken) => {
    const escaped = escapeTemplates(literal);
    // A dollar before an expression would read as the escape of that expression.
    return isBeforeToken ? escaped.replace(/\$+$/, (dollars) => deferredString(() => `\${"${dollars}"}`)) : escaped;
  });
}

/**
 * Makes cdktf quote texts correctly when it writes a resource as HCL. By default it does not escape backslashes, nor
 * quotes in a text with `${`, and it writes a text that starts with a bracket and has no type as code. It adds no
 * backslash to a quote that has one already.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function quoteInHcl<R extends TerraformResource>(resource: R): R {
  const toHcl = resource.toHclTerraform.bind(resource);
  resource.toHclTerraform = () => mapTexts(toHcl(), quoted);
  return resource;
}

/** A reference to a resource or a provider, as cdktf's `toHclTerraform` describes one. */
export function hclReference(value: string) {
  return { value, type: "simple", storageClassType: "reference" };
}

/** A text as it stands between quotes in HCL. */
export function quoted(literal: string): string {
  return literal
    .replaceAll(/["\\]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replace(/^\[/, "\\u005b")
    .replace(/^\{/, "\\u007b");
}

type Change = (literal: string, isBeforeToken: boolean) => string;

/** Changes all texts of plain data, except the tokens in them. */
export function mapTexts(data: unknown, change: Change): unknown {
  if (typeof data === "string") return mapLiterals(data, change);
  if (Array.isArray(data)) return data.map((item) => mapTexts(item, change));
  if (typeof data !== "object" || data === null || Tokenization.isResolvable(data)) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, item]) => [mapLiterals(key, change), mapTexts(item, change)]),
  );
}

function mapLiterals(text: string, change: Change): string {
  // Most texts hold no token, and asking is cheaper than splitting.
  if (!text.includes("{")) return change(text, false);
  const parts = text.split(TOKEN);
  return parts.map((part, index) => (index % 2 === 1 ? part : change(part, index < parts.length - 1))).join("");
}

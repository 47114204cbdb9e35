import { type TerraformResource, Tokenization } from "cdktf";
import { escapeTemplates } from "../src/model/terraform-text";
import { deferredString } from "./deferred";

/** How cdktf marks, inside of a text, a value that only Terraform will know. */
const TOKEN = /(\$\{TfToken\[[a-zA-Z0-9:._-]+\]\})/;

/**
 * Plain data as Terraform has to be given it, so that it reads every text, keys of maps among them, as it stands. What
 * is meant to be evaluated comes as tokens of cdktf (variables, attributes, `Fn`), also in the middle of a text, and
 * stays.
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
 * Lets cdktf write a resource as HCL so that each text stays within its quotes. By itself it leaves backslashes alone,
 * quotes where there is a dollar and a brace, and takes a text for code that starts with a bracket and has no type. It
 * adds no backslash where one stands before a quote already.
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

function quoted(literal: string): string {
  return literal
    .replaceAll(/["\\]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replace(/^\[/, "\\u005b")
    .replace(/^\{/, "\\u007b");
}

type Change = (literal: string, isBeforeToken: boolean) => string;

/** Changes all texts of plain data but for the tokens in them. */
function mapTexts(data: unknown, change: Change): unknown {
  if (typeof data === "string") return mapLiterals(data, change);
  if (Array.isArray(data)) return data.map((item) => mapTexts(item, change));
  if (typeof data !== "object" || data === null || Tokenization.isResolvable(data)) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, item]) => [mapLiterals(key, change), mapTexts(item, change)]),
  );
}

function mapLiterals(text: string, change: Change): string {
  const parts = text.split(TOKEN);
  return parts.map((part, index) => (index % 2 === 1 ? part : change(part, index < parts.length - 1))).join("");
}

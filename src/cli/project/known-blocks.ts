import { isRecord, type JsonRecord } from "../../model/json";
import { runTool } from "../../terraform/run-tool";
import type { Stack } from "./stacks";
import { placeOf, type Terraform } from "../../terraform/terraform";

type Block = JsonRecord;

/**
 * The stack with the values of what its provider blocks say in expressions, as far as they are known before an apply:
 * variables, outputs of modules, what the state holds. Its folder must be initialised.
 */
export async function withKnownBlocks(stack: Stack, terraform: Terraform): Promise<Stack> {
  const { config } = stack;
  const providers = await known(config.providers, stack, terraform);
  const { hikube } = config;
  if (hikube?.blocks === undefined) return { ...stack, config: { ...config, providers } };
  const blocks = await known(hikube.blocks, stack, terraform);
  return { ...stack, config: { ...config, providers, hikube: { ...hikube, blocks } } };
}

async function known(blocks: readonly Block[], stack: Stack, terraform: Terraform): Promise<readonly Block[]> {
  const all: Block[] = [];
  // One after the other: each evaluation locks the state for its time.
  for (const block of blocks) all.push((await evaluated(block, stack, terraform)) ?? block);
  return all;
}

async function evaluated(block: Block, stack: Stack, terraform: Terraform): Promise<Block | undefined> {
  if (!hasExpression(block) || hasVariablesOfPlan(terraform.env)) return undefined;
  const expression = expressionOf(block);
  if (expression === undefined) return undefined;
  const input = `jsonencode(${expression})\n`;
  const { code, stdout } = await runTool([terraform.path, "console"], { ...placeOf(terraform, stack), input });
  return code === 0 ? valueIn(stdout) : undefined;
}

/** Whether a value says something that terraform evaluates. */
export function hasExpression(value: unknown): boolean {
  return /[$%]\{/.test(JSON.stringify(value));
}

/** Variables that are passed to `terraform plan` alone: here they would have other values. */
function hasVariablesOfPlan(env: Terraform["env"]): boolean {
  return [env.TF_CLI_ARGS_plan, env.TF_CLI_ARGS_apply].some((args) => /-var\b/.test(args ?? ""));
}

/** What the console prints of a text; where a value is not known, or secret for ever, it prints that in parentheses. */
function valueIn(printed: string): Block | undefined {
  try {
    const text: unknown = JSON.parse(printed.trim().split("\n").at(-1) ?? "");
    const value: unknown = typeof text === "string" ? JSON.parse(text) : undefined;
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A block of Terraform's JSON as an expression of its language, on one line.
 * @returns nothing where it holds something that is seldom in such blocks: a directive, or an expression of several lines
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function expressionOf(value: unknown): string | undefined {
  if (typeof value === "string") return templateOf(value);
  if (Array.isArray(value)) return joined(value.map(expressionOf), (items) => `[${items.join(", ")}]`);
  if (!isRecord(value)) return JSON.stringify(value);
  if (hasExpression(Object.keys(value))) return undefined;
  const fields = Object.entries(value).map(([key, item]) => {
    const expression = expressionOf(item);
    return expression === undefined ? undefined : `${JSON.stringify(key)} = ${expression}`;
  });
  return joined(fields, (items) => `{ ${items.join(", ")} }`);
}

function joined(
  parts: readonly (string | undefined)[],
  join: (parts: readonly string[]) => string,
): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : join(known);
}

/** A text with expressions in it. One that is nothing else keeps its type. */
function templateOf(text: string): string | undefined {
  const parts = partsOf(text);
  if (parts === undefined) return undefined;
  const [only, ...others] = parts;
  if (only !== undefined && only.isCode && others.length === 0) return shown(only.text);
  return `"${parts.map((part) => (part.isCode ? `\${${shown(part.text)}}` : quoted(part.text))).join("")}"`;
}

/** Also of a sensitive value, which stays in our memory. Older versions refuse `nonsensitive` of any other. */
function shown(expression: string): string {
  return `try(nonsensitive(${expression}), ${expression})`;
}

function quoted(literal: string): string {
  return JSON.stringify(literal).slice(1, -1);
}

interface Part {
  readonly isCode: boolean;
  readonly text: string;
}

/** The literal parts of a template, escapes included, and the expressions between them. */
function partsOf(text: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let rest = text;
  while (rest !== "") {
    const literal = /^(?:\$\$\{|%%\{|[^$%]|[$%](?!\{))+/.exec(rest)?.[0] ?? "";
    if (literal !== "") parts.push({ isCode: false, text: literal });
    rest = rest.slice(literal.length);
    if (rest === "") break;
    const end = rest.startsWith("${") ? endOfExpression(rest) : -1;
    if (end === -1) return undefined;
    parts.push({ isCode: true, text: rest.slice(2, end).trim() });
    rest = rest.slice(end + 1);
  }
  return parts;
}

/** Where the brace is that closes the one at the start. @returns -1 where it is not sure, or on another line */
function endOfExpression(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\n") return -1;
    if (text[at] === '"') {
      const quote = /^"(?:[^"\\$%\n]|\\.|[$%](?!\{))*"/.exec(text.slice(at));
      if (quote === null) return -1;
      at += quote[0].length - 1;
    }
    if (text[at] === "{") depth += 1;
    if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

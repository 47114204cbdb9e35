import { readFileSync } from "node:fs";
import ts from "typescript";

/** A sentence of the code; what is filled in at run time is left open. */
export interface Message {
  readonly file: string;
  readonly text: string;
  readonly pattern: RegExp;
}

/**
 * Every text that can become the `message` of an issue in a file: literals given to a field of that name, directly,
 * by a condition, through a local function, a table of that file, or a parameter called `message`.
 */
export function messagesOf(file: string): readonly Message[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found = new Map<string, Message>();
  const add = (node: ts.Node): void => {
    for (const literal of literalsIn(node, source)) found.set(literal.text, { file, ...literal });
  };
  visit(source, (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === "message") add(node.initializer);
    if (ts.isCallExpression(node)) for (const argument of messageArguments(node, source)) add(argument);
    if (ts.isVariableDeclaration(node) && node.name.getText() === "messages" && node.initializer) add(node.initializer);
  });
  return [...found.values()];
}

type Literal = Pick<Message, "text" | "pattern">;

function literalsIn(node: ts.Node, source: ts.SourceFile): readonly Literal[] {
  if (ts.isStringLiteralLike(node)) return [literal([node.text])];
  if (ts.isTemplateExpression(node)) {
    return [literal([node.head.text, ...node.templateSpans.map((span) => span.literal.text)])];
  }
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].flatMap((one) => literalsIn(one, source));
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.flatMap((one) => (ts.isPropertyAssignment(one) ? literalsIn(one.initializer, source) : []));
  }
  if (ts.isCallExpression(node)) return returnsOf(node.expression.getText(), source);
  return [];
}

function literal(parts: readonly string[]): Literal {
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return { text: parts.join("…"), pattern: new RegExp(`^${escaped.join(".*")}$`, "s") };
}

function returnsOf(name: string, source: ts.SourceFile): readonly Literal[] {
  const found: Literal[] = [];
  const declaration = functionNamed(name, source);
  if (declaration === undefined) return found;
  visit(declaration, (node) => {
    if (ts.isReturnStatement(node) && node.expression) found.push(...literalsIn(node.expression, source));
  });
  return found;
}

function messageArguments(call: ts.CallExpression, source: ts.SourceFile): readonly ts.Expression[] {
  const parameters = functionNamed(call.expression.getText(), source)?.parameters ?? [];
  return call.arguments.filter((_, index) => parameters[index]?.name.getText() === "message");
}

function functionNamed(name: string, source: ts.SourceFile): ts.FunctionDeclaration | undefined {
  return source.statements.filter(ts.isFunctionDeclaration).find((one) => one.name?.text === name);
}

function visit(node: ts.Node, work: (node: ts.Node) => void): void {
  work(node);
  node.forEachChild((child) => {
    visit(child, work);
  });
}

import { readFileSync } from "node:fs";
import ts from "typescript";

/** Titles of the tests and groups of a file; what differs from one to the next is `…`. */
export function titlesIn(file: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(test|it|describe|where)/.test(node.expression.getText(source))) {
      const [title] = node.arguments;
      if (title !== undefined) found.push(title.getText(source).slice(1, -1));
    }
    node.forEachChild(visit);
  };
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  visit(source);
  return found.map((title) => title.replaceAll(/\$\{[^}]*\}|%[sdj]|\$\w+/g, "…"));
}

import { readFileSync } from "node:fs";
import ts from "typescript";

/** What the doc comments of some TypeScript files say, by `Interface` and by `Interface.field`. */
export function interfaceDocs(files: readonly string[]): ReadonlyMap<string, string> {
  const docs = new Map<string, string>();
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) collect(statement, docs);
    }
  }
  return docs;
}

/** The names of the fields that an interface or a union of object types declares itself. */
export function fieldsOf(file: string, name: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const declaration = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
      (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && statement.name.text === name,
  );
  return declaration === undefined ? [] : [...new Set(signaturesIn(declaration).map((field) => field.name.getText()))];
}

function collect(declaration: ts.InterfaceDeclaration | ts.TypeAliasDeclaration, docs: Map<string, string>): void {
  const name = declaration.name.text;
  const own = textOf(declaration);
  if (own !== "") docs.set(name, own);
  for (const field of signaturesIn(declaration)) {
    const text = textOf(field);
    if (text !== "") docs.set(`${name}.${field.name.getText()}`, text);
  }
}

function signaturesIn(node: ts.Node): readonly ts.PropertySignature[] {
  const found: ts.PropertySignature[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isPropertySignature(child)) found.push(child);
    else child.forEachChild(visit);
  };
  node.forEachChild(visit);
  return found;
}

/** The comment as one paragraph, its default as a sentence at the end. */
function textOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tag = comment?.tags?.find(({ tagName }) => tagName.text === "default");
  const text = flat(comment?.comment);
  const byDefault = flat(tag?.comment).replace(/^- /, "");
  return [text, byDefault === "" ? "" : `Default: ${byDefault}.`].filter((part) => part !== "").join(" ");
}

function flat(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? "").replaceAll(/\s+/g, " ").trim();
}

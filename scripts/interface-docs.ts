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
  return declaration === undefined ? [] : [...new Set(signaturesIn(declaration).map((field) => nameOf(field)))];
}

function collect(declaration: ts.InterfaceDeclaration | ts.TypeAliasDeclaration, docs: Map<string, string>): void {
  const name = declaration.name.text;
  const own = docOf(declaration);
  if (own !== "") docs.set(name, own);
  for (const field of signaturesIn(declaration)) {
    const text = docOf(field);
    if (text !== "") docs.set(`${name}.${nameOf(field)}`, text);
  }
}

/** Names that are no identifiers are written as strings. */
function nameOf({ name }: ts.PropertySignature): string {
  return ts.isStringLiteral(name) ? name.text : name.getText();
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

/** The comment as one paragraph, its default and its errors as sentences at the end. */
export function docOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tagged = (name: string, lead: string) =>
    (comment?.tags ?? [])
      .filter(({ tagName }) => tagName.text === name)
      .map((tag) => `${lead} ${flat(tag.comment).replace(/^- /, "")}.`);
  const text = flat(comment?.comment);
  return [text, ...tagged("default", "Default:"), ...tagged("throws", "Throws")]
    .filter((part) => part !== "")
    .join(" ");
}

function flat(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? "").replaceAll(/\s+/g, " ").trim();
}

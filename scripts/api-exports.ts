import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** What stands behind one exported name: often one declaration, a constant and its type where both have the name. */
export interface Export {
  readonly name: string;
  readonly declarations: readonly ts.Statement[];
}

/** The exports of an entry point in the order in which it lists them. */
export function exportsOf(file: string): readonly Export[] {
  const handedOn = exportDeclarations(file).flatMap(({ from, names }) =>
    names.map(({ name, original }) => ({ name, declarations: declarationsOf(from, original) })),
  );
  const own = parse(file).statements.filter(isExported).flatMap(namesIn);
  return [...handedOn, ...[...new Set(own)].map((name) => ({ name, declarations: declarationsOf(file, name) }))];
}

/**
 * The interfaces and types that exports name and that no entry point hands on: whoever fills in a field has to read them too.
 * @param known - names that have a section already
 */
export function namedBy(exports: readonly Export[], known: ReadonlySet<string>): readonly Export[] {
  const found = new Map<string, Export>();
  let next = exports;
  while (next.length > 0) {
    const named = next.flatMap(({ declarations }) => declarations.flatMap(typesIn));
    next = named.filter(({ name }) => !known.has(name) && !found.has(name));
    for (const one of next) found.set(one.name, one);
  }
  return [...found.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The types of this package that the open part of a declaration names. */
function typesIn(declaration: ts.Statement): readonly Export[] {
  const file = declaration.getSourceFile().fileName;
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || isClosed(node)) return;
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) names.add(node.typeName.text);
    node.forEachChild(visit);
  };
  visit(declaration);
  return [...names].flatMap((name) => {
    const types = find(file, name)?.filter((one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one));
    return types?.[0] === undefined ? [] : [{ name: types[0].name.text, declarations: types }];
  });
}

function isClosed(node: ts.Node): boolean {
  if (!ts.isClassElement(node)) return false;
  const isHidden = node.name !== undefined && ts.isPrivateIdentifier(node.name);
  return isHidden || (ts.getCombinedModifierFlags(node) & CLOSED) !== 0;
}

/** What users of a class cannot reach. */
export const CLOSED = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

const parsed = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  parsed.set(file, source);
  return source;
}

/** The `export { a, type b } from "./c"` of a file; what is declared in the file itself comes beside it. */
function exportDeclarations(file: string) {
  return parse(file)
    .statements.filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, moduleSpecifier }) =>
      exportClause !== undefined && ts.isNamedExports(exportClause) ? [named(file, exportClause, moduleSpecifier)] : [],
    );
}

/** The `import { a, type b } from "./c"` of a file; what comes from a package is documented there. */
function importDeclarations(file: string) {
  return parse(file)
    .statements.filter(ts.isImportDeclaration)
    .flatMap(({ importClause, moduleSpecifier }) => {
      const bindings = importClause?.namedBindings;
      return bindings !== undefined && ts.isNamedImports(bindings) && moduleSpecifier.getText().startsWith('".')
        ? [named(file, bindings, moduleSpecifier)]
        : [];
    });
}

function named(file: string, { elements }: ts.NamedExports | ts.NamedImports, specifier: ts.Expression | undefined) {
  const path = specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : "";
  const names = elements.map(({ name, propertyName }) => ({ name: name.text, original: (propertyName ?? name).text }));
  return { from: resolved(file, path), names };
}

/**
 * What a file means by a name, its own or one that it imports or hands on.
 * @throws Error where it is none of these
 */
export function declarationsOf(file: string, name: string): readonly ts.Statement[] {
  const found = find(file, name);
  if (found === undefined) throw new Error(`${name} is not declared in ${file}`);
  return found;
}

function find(file: string, name: string): readonly ts.Statement[] | undefined {
  const own = parse(file).statements.filter((statement) => namesIn(statement).includes(name));
  if (own.length > 0) return own.flatMap((statement) => meant(file, statement));
  for (const { from, names } of [...exportDeclarations(file), ...importDeclarations(file)]) {
    const other = names.find((one) => one.name === name);
    if (other !== undefined) return find(from, other.original);
  }
  return undefined;
}

/** A type that is only another name of one stands for it. */
function meant(file: string, statement: ts.Statement): readonly ts.Statement[] {
  const isName =
    ts.isTypeAliasDeclaration(statement) &&
    ts.isTypeReferenceNode(statement.type) &&
    statement.type.typeArguments === undefined;
  if (!isName) return [statement];
  return find(file, statement.type.typeName.getText()) ?? [statement];
}

function namesIn(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const isNamed =
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function resolved(file: string, path: string): string {
  if (path === "") return file;
  const base = join(dirname(file), path);
  return ts.sys.fileExists(`${base}.ts`) ? `${base}.ts` : join(base, "index.ts");
}

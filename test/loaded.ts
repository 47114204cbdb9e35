import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** The packages that an entry point loads at import, by the imports and exports of our files that are no mere types. */
export function packagesLoadedBy(entry: string): readonly string[] {
  const [files, packages] = [[entry], new Set<string>()];
  // The list grows while it is walked.
  for (const file of files) {
    for (const specifier of importsOf(file)) {
      if (!specifier.startsWith(".")) packages.add(packageOf(specifier));
      else if (!files.includes(sourceOf(file, specifier))) files.push(sourceOf(file, specifier));
    }
  }
  return [...packages].filter((name) => !name.startsWith("node:")).sort();
}

function importsOf(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const isLoading =
      (ts.isImportDeclaration(statement) && !isTypeImport(statement)) ||
      (ts.isExportDeclaration(statement) && !isTypeExport(statement));
    const specifier = isLoading ? statement.moduleSpecifier : undefined;
    return specifier !== undefined && ts.isStringLiteral(specifier) ? [specifier.text] : [];
  });
}

/** What the compiler leaves out. An import of nothing, for its effects, stays. */
function isTypeImport({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings: bindings } = clause;
  return name === undefined && bindings !== undefined && ts.isNamedImports(bindings) && areTypes(bindings.elements);
}

function isTypeExport({ isTypeOnly, exportClause: clause }: ts.ExportDeclaration): boolean {
  return isTypeOnly || (clause !== undefined && ts.isNamedExports(clause) && areTypes(clause.elements));
}

function areTypes(elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]): boolean {
  return elements.every(({ isTypeOnly }) => isTypeOnly);
}

function sourceOf(from: string, specifier: string): string {
  const path = join(dirname(from), specifier.replace(/\.js$/, ""));
  return [`${path}.ts`, join(path, "index.ts")].find((one) => existsSync(one)) ?? path;
}

/** `@scope/name` or `name`, without the path within it. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

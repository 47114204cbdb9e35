import ts from "typescript";
import { CLOSED, declarationsOf, type Export } from "./api-exports";
import { docOf } from "./interface-docs";

const printer = ts.createPrinter({ removeComments: true });

/**
 * A section for one exported name.
 * @param known - names that have a section of their own; what a declaration takes over from others is told with it
 */
export function printExport({ name, declarations }: Export, known: ReadonlySet<string>): string {
  const docs = declarations.map(docOf).filter((text) => text !== "");
  const heading = `### \`${name}\``;
  return [heading, [...new Set(docs)].join(" "), ...declarations.map((one) => body(one, known))]
    .filter((part) => part !== "")
    .join("\n\n");
}

function body(declaration: ts.Statement, known: ReadonlySet<string>): string {
  if (ts.isFunctionDeclaration(declaration)) return code(signature(declaration));
  if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration))
    return structure(declaration, known);
  if (ts.isVariableStatement(declaration)) return variable(declaration);
  return code(text(declaration).replace(/^export /, ""));
}

type Structure = ts.InterfaceDeclaration | ts.ClassDeclaration;

function structure(declaration: Structure, known: ReadonlySet<string>): string {
  const { told, members } = flattened(declaration, known);
  const sentence = told.length === 0 ? "" : `Has all of ${told.map((name) => `\`${name}\``).join(" and ")}.`;
  return [sentence, table(members)].filter((part) => part !== "").join("\n\n");
}

interface Flattened {
  /** Bases that have a section of their own, or come from elsewhere. */
  readonly told: readonly string[];
  /** The members that a user may call, with those of all other bases. */
  readonly members: readonly Member[];
}

function flattened(declaration: Structure, known: ReadonlySet<string>): Flattened {
  const file = declaration.getSourceFile().fileName;
  const bases = (declaration.heritageClauses ?? []).flatMap(({ types }) => [...types]);
  const isTold = ({ expression, typeArguments }: ts.ExpressionWithTypeArguments) =>
    typeArguments !== undefined || known.has(expression.getText()) || FOREIGN.includes(expression.getText());
  const inner = bases
    .filter((base) => !isTold(base))
    .flatMap(({ expression }) => declarationsOf(file, expression.getText()))
    .filter((base) => ts.isInterfaceDeclaration(base) || ts.isClassDeclaration(base))
    .map((base) => flattened(base, known));
  return {
    told: [...bases.filter(isTold).map((base) => base.getText()), ...inner.flatMap(({ told }) => told)],
    members: [...inner.flatMap(({ members }) => members), ...[...declaration.members].filter(isOpen)],
  };
}

/** Bases of other packages. */
const FOREIGN: readonly string[] = [
  "Construct",
  "Error",
  "TerraformDataSource",
  "TerraformElement",
  "TerraformMetaArguments",
  "TerraformProvider",
  "TerraformResource",
];

function isOpen(member: ts.TypeElement | ts.ClassElement): boolean {
  if ((ts.getCombinedModifierFlags(member) & CLOSED) !== 0 || isForOthers(member)) return false;
  // What is read has the sentence.
  if (ts.isSetAccessorDeclaration(member)) return false;
  return member.name === undefined || !(ts.isPrivateIdentifier(member.name) || ts.isComputedPropertyName(member.name));
}

/** What only the compiler looks at, or only Node: a member that is never there, or the name of an error. */
function isForOthers(member: ts.TypeElement | ts.ClassElement): boolean {
  if (ts.isPropertySignature(member)) return member.type?.kind === ts.SyntaxKind.UndefinedKeyword;
  return ts.isPropertyDeclaration(member) && member.name.getText() === "name" && member.initializer !== undefined;
}

/** The object of helpers that a constant holds, or the constant as it is written. */
function variable({ declarationList }: ts.VariableStatement): string {
  const [declaration] = declarationList.declarations;
  const value = declaration?.initializer;
  const held = value !== undefined && ts.isAsExpression(value) ? value.expression : undefined;
  if (held !== undefined && ts.isObjectLiteralExpression(held)) return table([...held.properties]);
  return code(text(declarationList));
}

type Member = ts.TypeElement | ts.ClassElement | ts.ObjectLiteralElementLike;

function table(all: readonly Member[]): string {
  const rows = all.map((member) => `| \`${cell(shape(member))}\` | ${cell(wordsOf(member))} |`);
  return rows.length === 0 ? "" : ["| member | what |", "| --- | --- |", ...rows].join("\n");
}

/** The parameters of most constructors say it all: their types have sections of their own. */
function wordsOf(member: Member): string {
  const words = docOf(member);
  return words === "" && ts.isConstructorDeclaration(member) ? "Creates one." : words;
}

function shape(member: Member): string {
  if (ts.isConstructorDeclaration(member)) return `new (${parameters(member)})`;
  const isStatic =
    ts.canHaveModifiers(member) && member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  const name = `${isStatic === true ? "static " : ""}${member.name?.getText() ?? ""}`;
  if (ts.isPropertyAssignment(member)) {
    const { initializer } = member;
    return ts.isArrowFunction(initializer) ? `${name}${callable(initializer)}` : `${name}: ${text(initializer)}`;
  }
  if (ts.isMethodSignature(member) || ts.isMethodDeclaration(member)) return `${name}${callable(member)}`;
  if (ts.isPropertyDeclaration(member) && member.type === undefined && member.initializer !== undefined) {
    return `${name} = ${text(member.initializer)}`;
  }
  if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) {
    return `${name}${member.questionToken === undefined ? "" : "?"}: ${member.type === undefined ? "" : text(member.type)}`;
  }
  if (ts.isGetAccessorDeclaration(member)) return `${name}: ${member.type === undefined ? "" : text(member.type)}`;
  return text(member);
}

function signature(declaration: ts.FunctionDeclaration): string {
  return `function ${declaration.name?.text ?? ""}${callable(declaration)};`;
}

function callable(declaration: ts.SignatureDeclaration): string {
  const { typeParameters = [], type } = declaration;
  const generic = typeParameters.length === 0 ? "" : `<${typeParameters.map(text).join(", ")}>`;
  return `${generic}(${parameters(declaration)})${type === undefined ? "" : `: ${text(type)}`}`;
}

function parameters(declaration: ts.SignatureDeclaration): string {
  return declaration.parameters.map(text).join(", ");
}

function text(node: ts.Node): string {
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
}

function code(content: string): string {
  return `\`\`\`ts\n${content}\n\`\`\``;
}

function cell(content: string): string {
  return content
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\.\.(?= |$)/g, ".")
    .replaceAll("|", "\\|");
}

import type { Attribute, Block, ProviderFunction, Type } from "../../src/plugin";

/** What a page is of. */
export interface PageOf {
  /** E.g. `hikube_tenant (Resource)`. */
  readonly title: string;
  readonly block: Block;
  /** HCL, as it stands in its file. @default - none */
  readonly example?: string;
  /** How it is imported. @default - it cannot be */
  readonly imported?: string;
  /** @default - no method has a time */
  readonly timeouts?: readonly string[];
}

/** A page in the form of the registry. @see https://developer.hashicorp.com/terraform/registry/providers/docs */
export function pageOf({ title, block, example, imported, timeouts }: PageOf): string {
  const description = block.description ?? "";
  return [
    ...head(title, description),
    ...(example === undefined ? [] : ["## Example Usage", "", fenced("terraform", example), ""]),
    "## Schema",
    "",
    ...schemaOf(block, timeouts),
    ...(imported === undefined ? [] : ["## Import", "", fenced("shell", imported), ""]),
  ].join("\n");
}

/** The page of a function. */
export function functionPage(name: string, one: ProviderFunction, example: string): string {
  const { parameters = [], variadic, returns, summary = "", description = summary } = one;
  const all = [...parameters, ...(variadic === undefined ? [] : [variadic])];
  const texts = [
    ...parameters.map((parameter) => `${parameter.name} ${inCode(parameter.type)}`),
    ...(variadic === undefined ? [] : [`${variadic.name} ${inCode(variadic.type)}...`]),
  ];
  return [
    ...head(`${name} (Function)`, description, summary),
    ...["## Example Usage", "", fenced("terraform", example), ""],
    ...["## Signature", "", fenced("text", `${name}(${texts.join(", ")}) ${inCode(returns)}`), ""],
    ...["## Arguments", ""],
    ...all.map((parameter, index) => {
      const several = index === parameters.length ? ", any number" : "";
      return `${String(index + 1)}. \`${parameter.name}\` (${nameOf(parameter.type)}${several}) ${parameter.description ?? ""}`;
    }),
    "",
  ].join("\n");
}

function head(title: string, description: string, short = description.split(/(?<=\.) /)[0] ?? ""): readonly string[] {
  return [
    ...["---", `page_title: ${JSON.stringify(title)}`, "description: |-", `  ${short}`, "---", ""],
    ...[`# ${title}`, "", description, ""],
  ];
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}

function schemaOf(block: Block, timeouts: readonly string[] = []): readonly string[] {
  const nested: string[] = [];
  const entries = Object.entries(block.attributes ?? {});
  const lines = [
    ...groupsOf(entries, "", nested),
    ...Object.entries(block.blocks ?? {}).flatMap(([name, { block: inner, maxItems }]) => {
      nested.push(...below(name, groupsOf(Object.entries(inner.attributes ?? {}), name, nested)));
      const most = maxItems === undefined ? "" : `, Max: ${String(maxItems)}`;
      return [`- \`${name}\` (Block List${most}) ${inner.description ?? ""} ${seeBelow(name)}`, ""];
    }),
    ...(timeouts.length === 0
      ? []
      : [`- \`timeouts\` (Block) How long each action may take, such as \`30m\`. ${seeBelow("timeouts")}`, ""]),
  ];
  const times = timeouts.map((method) => `- \`${method}\` (String)`);
  if (times.length > 0) nested.push(...below("timeouts", ["Optional:", "", ...times, ""]));
  return [...lines, ...nested];
}

type Entries = readonly (readonly [string, Attribute])[];

/** Arguments that must be given first, results last. What is below comes into `nested`. */
function groupsOf(entries: Entries, path: string, nested: string[]): readonly string[] {
  const colon = path === "" ? "" : ":";
  const heading = (text: string) => (path === "" ? `### ${text}` : `${text}${colon}`);
  const groups: readonly (readonly [string, Entries])[] = [
    ["Required", entries.filter(([, one]) => one.required === true)],
    ["Optional", entries.filter(([, one]) => one.optional === true)],
    ["Read-Only", entries.filter(([, one]) => one.required !== true && one.optional !== true)],
  ];
  return groups
    .filter(([, members]) => members.length > 0)
    .flatMap(([title, members]) => {
      const sorted = members.toSorted(([left], [right]) => (left < right ? -1 : 1));
      return [heading(title), "", ...sorted.map(([name, one]) => lineOf(name, one, { path, nested })), ""];
    });
}

function lineOf(
  name: string,
  one: Attribute,
  { path, nested }: { readonly path: string; readonly nested: string[] },
): string {
  const flags = [...(one.sensitive === true ? ["Sensitive"] : []), ...(one.writeOnly === true ? ["Write-only"] : [])];
  const kind = [kindOf(one), ...flags].join(", ");
  const text = `- \`${name}\` (${kind}) ${one.description ?? ""}`.trimEnd();
  if (!("nested" in one)) return text;
  const at = path === "" ? name : `${path}--${name}`;
  const place = nested.length;
  const inner: string[] = [];
  const own = below(at, groupsOf(Object.entries(one.nested.attributes), at, inner));
  nested.splice(place, 0, ...own, ...inner);
  return `${text} ${seeBelow(at)}`;
}

function below(at: string, lines: readonly string[]): readonly string[] {
  const anchor = `<a id="nestedatt--${at}"></a>`;
  return [anchor, "", `### Nested Schema for \`${at.replaceAll("--", ".")}\``, "", ...lines];
}

function seeBelow(at: string): string {
  return `(see [below for nested schema](#nestedatt--${at}))`;
}

function kindOf(one: Attribute): string {
  if (!("nested" in one)) return nameOf(one.type);
  const { nesting } = one.nested;
  return nesting === "single" ? "Attributes" : `Attributes ${capital(nesting)}`;
}

function nameOf(type: Type): string {
  if (typeof type === "string") return type === "bool" ? "Boolean" : capital(type);
  const [kind, of] = type;
  if (kind === "list" || kind === "set" || kind === "map") return `${capital(kind)} of ${nameOf(of)}`;
  return capital(kind);
}

function inCode(type: Type): string {
  if (typeof type === "string") return type;
  const [kind, of] = type;
  return kind === "list" || kind === "set" || kind === "map" ? `${kind} of ${inCode(of)}` : kind;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

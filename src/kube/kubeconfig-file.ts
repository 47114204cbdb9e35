import { messageOf } from "../support/errors";
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { isRecord, type JsonRecord as Fields } from "../model/json";
import { ConnectionError } from "./connection-error";
import { together, type Entry } from "./kubeconfig-fields";

export type ListName = "clusters" | "users" | "contexts";

/** One file, with its entries by name. */
export interface Kubeconfig extends Readonly<Record<ListName, ReadonlyMap<string, Entry>>> {
  readonly currentContext?: string;
}

/** Reads one file. @throws Error where it cannot be read, is no kubeconfig, or names two entries alike */
export function readKubeconfig(path: string): Kubeconfig {
  // For kubectl an empty file is one without entries.
  const file = parseFile(path) ?? {};
  if (!isKubeconfig(file))
    throw new ConnectionError(`${path} is not a kubeconfig: it has no lists of clusters, users and contexts`);
  const current = file["current-context"];
  const [clusters, users, contexts] = together(
    () => entriesOf(file, path, "cluster"),
    () => entriesOf(file, path, "user"),
    () => entriesOf(file, path, "context"),
  );
  const isNamed = typeof current === "string" && current !== "";
  return { ...(isNamed ? { currentContext: current } : {}), clusters, users, contexts };
}

function parseFile(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (cause) {
    // Without the cause: it quotes the file, and would be printed with it.
    throw new ConnectionError(`the kubeconfig ${path} cannot be read: ${reasonOf(cause)}`);
  }
}

/** The parser's own messages quote the text, which contains keys and tokens. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof YAMLParseError)) return messageOf(cause);
  const [start] = cause.linePos ?? [];
  return `not valid YAML${start === undefined ? "" : `: line ${start.line}, column ${start.col}`}`;
}

/** Checks enough of its form for reading it safely. */
function isKubeconfig(file: unknown): file is Fields {
  if (!isRecord(file)) return false;
  return (["cluster", "user", "context"] as const).every((field) => {
    const list = file[`${field}s`] ?? [];
    return Array.isArray(list) && list.every((each) => isRecord(each) && isRecord(each[field]));
  });
}

/** As for kubectl, two entries of one name are a fault. */
function entriesOf(file: Fields, path: string, kind: "cluster" | "user" | "context"): ReadonlyMap<string, Entry> {
  const list = (file[`${kind}s`] ?? []) as readonly Fields[]; // Its form was checked.
  const entries = new Map<string, Entry>();
  for (const { name, [kind]: fields } of list) {
    if (typeof name !== "string") throw new ConnectionError(`${path} has an entry without a name under ${kind}s`);
    if (entries.has(name)) throw new ConnectionError(`${path} has two entries "${name}" under ${kind}s; keep one`);
    entries.set(name, { title: `${kind} "${name}"`, fields: withPlaces(fields as Fields, path) });
  }
  return entries;
}

/** Fields that name files. */
const PATHS = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

/** Paths inside a kubeconfig are relative to the file that holds them, and so is a plugin's command with a slash. */
function withPlaces(fields: Fields, path: string): Fields {
  const at = (value: unknown): unknown =>
    typeof value === "string" && value !== "" && !isAbsolute(value) ? resolve(dirname(path), value) : value;
  const placed = PATHS.filter((name) => name in fields).map((name) => [name, at(fields[name])] as const);
  const { exec } = fields;
  const isRelative = isRecord(exec) && typeof exec.command === "string" && exec.command.includes("/");
  return {
    ...fields,
    ...Object.fromEntries<unknown>(placed),
    ...(isRelative ? { exec: { ...exec, command: at(exec.command) } } : {}),
  };
}

import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { isRecord, listIn, objectIn, textIfAny, type JsonRecord } from "../../model/json";

/** The cluster arguments of a provider block of any provider. */
export interface ClusterBlock {
  /** The name of the block in messages, e.g. `kubernetes.east`. */
  readonly title: string;
  /** Its arguments; those of helm's inner block for helm. */
  readonly settings: JsonRecord;
}

/** The last part of the address of providers with the same cluster arguments and variables. */
const CLUSTER_PROVIDERS = /(^|\/)(kubernetes|kubernetes-alpha|kubectl|helm|hikube)$/;

/** The blocks in a stack's JSON that configure a cluster. @param required - the stack's `required_providers` */
export function clusterBlocks(providers: unknown, required: unknown): readonly ClusterBlock[] {
  return Object.entries(objectIn(providers))
    .filter(([name]) => CLUSTER_PROVIDERS.test(textIfAny(objectIn(objectIn(required)[name]).source) ?? name))
    .flatMap(([name, blocks]) => (Array.isArray(blocks) ? blocks : [blocks]).map((block) => toBlock(name, block)));
}

function toBlock(name: string, block: unknown): ClusterBlock {
  const { alias, kubernetes, ...settings } = objectIn(block);
  const title = textIfAny(alias) === undefined ? name : `${name}.${textIfAny(alias) ?? ""}`;
  // A block in the old helm provider, an attribute in the new one.
  const inner = isRecord(kubernetes) ? kubernetes : objectIn(listIn(kubernetes)[0]);
  const isExpression = typeof kubernetes === "string";
  return { title, settings: isExpression ? { ...settings, kubernetes } : { ...settings, ...inner } };
}

/** Arguments that name a cluster or credentials without a kubeconfig. */
const DIRECT = [
  ...["host", "cluster_ca_certificate", "token", "exec", "username", "password", "client_certificate", "client_key"],
  // Helm's whole block as an expression.
  "kubernetes",
];
const CONTEXT_PARTS = ["config_context_cluster", "config_context_auth_info"];
const FILES = ["config_path", "config_paths"];

/** Whether a block names its cluster itself, so that no kubeconfig of the environment applies. */
export function isDirect(block: ClusterBlock): boolean {
  return given(block, DIRECT).length > 0;
}

/** What the command line says of the cluster. */
export interface Choice {
  /** Absolute path. */
  readonly kubeconfig?: string;
  readonly context?: string;
}

/**
 * The arguments of a block that would override the command line; none if they say the same. An expression counts,
 * because only terraform can evaluate it.
 *
 * @param isSame - whether a path of the block is the chosen kubeconfig
 */
export function outranking(block: ClusterBlock, choice: Choice, isSame: (path: string) => boolean): readonly string[] {
  const files = choice.kubeconfig === undefined ? [] : given(block, FILES);
  const contexts = choice.context === undefined ? [] : given(block, ["config_context"]);
  return [
    ...given(block, [...DIRECT, ...CONTEXT_PARTS]),
    ...files.filter((name) => !pathsOf(block.settings[name]).every(isSame)),
    ...contexts.filter((name) => block.settings[name] !== choice.context),
  ];
}

/**
 * Resolves a path of a block, relative to the folder that terraform runs in. Providers that run outside, as in a
 * sandbox, resolve it from their own folder, so a path that does not exist is left as it is.
 */
export function blockPath(path: string, directory: string): string {
  if (path === "" || path.startsWith("~") || isAbsolute(path)) return path;
  const place = resolve(directory, path);
  return existsSync(place) ? place : path;
}

function pathsOf(value: unknown): readonly string[] {
  return [value].flat().map((path) => textIfAny(path) ?? "");
}

/** The arguments that the block sets; empty ones count as unset, as for the providers. */
function given({ settings }: ClusterBlock, names: readonly string[]): readonly string[] {
  return names.filter((name) => !isEmpty(settings[name]));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return Array.isArray(value) && value.every(isEmpty);
}

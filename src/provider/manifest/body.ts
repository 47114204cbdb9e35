import { isRecord, objectIn, type JsonRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { ObjectRef } from "../../kube/cluster";
import { innerOf, plainOf } from "../../kube-provider/plain";
import type { Value } from "../../plugin";

/** Steps to a member of an object, by names. */
export type MemberPath = readonly string[];

/** What is sent to the API server. */
export interface Body {
  readonly object: KubeObject;
  /** Members that come from `secret_wo`, and the data of a Secret: nothing that is stored beside the manifest may show them. */
  readonly secrets: readonly MemberPath[];
}

/** The object that a manifest and its write-only part make. Both must be known. */
export function bodyOf(manifest: Value | undefined, secret: Value | undefined): Body {
  const part = objectIn(plainOf(innerOf(secret)));
  const given = objectIn(plainOf(innerOf(manifest)));
  // The status is the cluster's: a definition that was generated has an empty one.
  const open = Object.fromEntries(Object.entries(given).filter(([name]) => name !== "status"));
  const [base, more] = isSecret(given) ? [withData(open), withData(part)] : [open, part];
  const object = merged(base, more) as KubeObject;
  return { object, secrets: [...leavesOf(more), ...dataOf(object)] };
}

/** Whether an object is a Secret of the core group, whose data is base64. */
export function isSecret({ apiVersion, kind }: JsonRecord): boolean {
  return apiVersion === "v1" && kind === "Secret";
}

/** The data of a Secret, each by its path; none of any other object. */
export function dataOf(object: JsonRecord): readonly MemberPath[] {
  return isSecret(object) ? Object.keys(objectIn(object.data)).map((key) => ["data", key]) : [];
}

/** `stringData` belongs to nobody once it is stored: its later removal would change nothing. */
function withData({ stringData, ...rest }: JsonRecord): JsonRecord {
  if (!isRecord(stringData)) return rest;
  const encoded = Object.entries(stringData).map(([key, text]) => [key, encodedText(text)]);
  return { ...rest, data: { ...objectIn(rest.data), ...(Object.fromEntries(encoded) as JsonRecord) } };
}

function encodedText(text: unknown): string {
  return Buffer.from(typeof text === "string" ? text : JSON.stringify(text)).toString("base64");
}

function merged(base: unknown, more: unknown): unknown {
  if (!isRecord(base) || !isRecord(more)) return more;
  const members = Object.entries(more).map(([name, item]) => [name, name in base ? merged(base[name], item) : item]);
  return { ...base, ...(Object.fromEntries(members) as JsonRecord) };
}

function leavesOf(value: unknown, at: MemberPath = []): readonly MemberPath[] {
  if (!isRecord(value)) return [at];
  return Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...at, name]));
}

/** Shorter ones are found in too many words. */
const SHORTEST_SECRET = 6;

/** The texts of the write-only part, as they are and as base64: none may stand in a message. */
export function secretTexts(secret: Value | undefined): readonly string[] {
  const texts = textsIn(plainOf(innerOf(secret))).filter((text) => text.length >= SHORTEST_SECRET);
  return texts.flatMap((text) => [text, Buffer.from(text).toString("base64")]);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** As messages name an object: `Deployment "shop/web"`. */
export function titleOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} "${namespace === undefined ? name : `${namespace}/${name}`}"`;
}

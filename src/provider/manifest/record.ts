import { createHash } from "node:crypto";
import { FIELD_MANAGER, isOwn, ownFields } from "../objects/managers";
import { dataOf, type MemberPath } from "./body";
import { HOLDER_PATH, isHeldByAnother, withoutHolder } from "./holder";
import { isRecord, listIn, objectIn, sortedJson, textIn, textsIn, type JsonRecord } from "../../model/json";
import { ownersOf, pathsIn, union, withoutMember, type FieldSet } from "../../kube/managed-fields";
import { projected } from "../../kube/projection";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { PrivateState } from "../../plugin";

/** What is kept beside the state: names of fields, no values of secrets. */
export interface Applied {
  /** What we owned after the last apply, without what is secret. */
  readonly fields: FieldSet;
  /** Digest of the object that was shown after it. */
  readonly digest: string;
  /** Members that are shown to nobody. */
  readonly secrets: readonly MemberPath[];
  /** Paths of the fields that we owned, with those of secret members. */
  readonly paths: readonly string[];
}

/** A field of ours that somebody changed or removed since. */
export interface Drifted {
  readonly field: string;
  /** Who owns it now, or wrote last; "" where nobody is named. */
  readonly manager: string;
  readonly time: string;
}

interface Kept extends Applied {
  readonly drift: readonly Drifted[];
}

/** What was kept; `undefined` where nothing was applied yet. */
export function keptIn(kept: PrivateState): Kept | undefined {
  if (!isRecord(kept.fields)) return undefined;
  const drift = listIn(kept.drift).map(objectIn);
  return {
    fields: kept.fields,
    digest: textIn(kept.digest),
    secrets: listIn(kept.secrets).map(textsIn),
    paths: textsIn(kept.paths),
    drift: drift.map(({ field, manager, time }) => ({
      field: textIn(field),
      manager: textIn(manager),
      time: textIn(time),
    })),
  };
}

export interface View {
  /** What was applied, without its secrets: elements stand in its order. */
  readonly guide: JsonRecord;
  readonly secrets: readonly MemberPath[];
  /** What we owned before, so that what others changed is seen. @default - nothing */
  readonly before?: FieldSet;
}

/** The object as it is shown: which one it is, and the fields that are ours. */
export function shownOf(object: KubeObject, { guide, secrets, before = {} }: View): JsonRecord {
  const fields = open(union(ownFields(object), before), [...secrets, ...dataOf(object)]);
  const own = objectIn(storable(Object.keys(fields).length === 0 ? {} : projected(object, fields, guide)));
  const { name, namespace } = object.metadata;
  const metadata = { ...objectIn(own.metadata), name, ...(namespace === undefined ? {} : { namespace }) };
  return { ...own, apiVersion: object.apiVersion, kind: object.kind, metadata };
}

function open(fields: FieldSet, secrets: readonly MemberPath[]): FieldSet {
  return secrets.reduce<FieldSet>((left, path) => withoutMember(left, path) ?? {}, withoutHolder(fields));
}

/** As Terraform stores it: members that are null stand for none, and text is in its normal form. */
function storable(value: unknown): unknown {
  if (typeof value === "string") return value.normalize("NFC");
  if (Array.isArray(value)) return value.map(storable);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(members.map(([name, item]) => [name.normalize("NFC"), storable(item)]));
}

/** What is to be kept of an object that was applied. */
export function appliedOf(object: KubeObject, shown: JsonRecord, secrets: readonly MemberPath[]): Applied {
  const own = ownFields(object);
  const fields = open(own, secrets);
  const all = new Set(pathsIn(own));
  // What is in a secret list would stand in its paths.
  const hidden = [...secrets, HOLDER_PATH].map(titleOfPath).filter((path) => all.has(path));
  return { fields, digest: digestOf(shown), secrets, paths: [...new Set([...pathsIn(fields), ...hidden])] };
}

/** A member as conflicts name it. */
export function titleOfPath(path: MemberPath): string {
  return `.${path.join(".")}`;
}

export function digestOf(shown: JsonRecord): string {
  return createHash("sha256").update(sortedJson(shown)).digest("base64");
}

/** The fields that were ours after the last apply and are not any more, and the object where another resource took it over. */
export function driftOf(object: KubeObject, kept: Pick<Applied, "paths"> & PrivateState): readonly Drifted[] {
  const now = new Set(pathsIn(ownFields(object)));
  const lost = kept.paths.filter((path) => !now.has(path));
  return [...lostTo(object, lost), ...(isHeldByAnother(object, kept) ? [takenOver(object)] : [])];
}

/** Another resource of this provider: of a run that was killed, or of another configuration. */
function takenOver(object: KubeObject): Drifted {
  const { time = "" } = ownersOf(object).find(({ manager }) => manager === FIELD_MANAGER) ?? {};
  return { field: titleOfPath(HOLDER_PATH), manager: FIELD_MANAGER, time };
}

function lostTo(object: KubeObject, lost: readonly string[]): readonly Drifted[] {
  if (lost.length === 0) return [];
  const others = ownersOf(object)
    .filter(({ manager, operation }) => !isOwn(manager) || operation !== "Apply")
    .map((owner) => ({ ...owner, paths: new Set(pathsIn(owner.fields)) }));
  const last = others.toSorted((one, other) => other.time.localeCompare(one.time))[0];
  return lost.map((field) => {
    const { manager = "", time = "" } = others.find((owner) => owner.paths.has(field)) ?? last ?? {};
    return { field, manager, time };
  });
}

import { ANNOTATIONS, LABELS, RECORDS } from "../model/tenant/spec/labels";
import type { StringMap } from "../model/kubernetes/kube-object";
import { changeOf, type Change, type Severity } from "./change";
import { comes } from "./reference";
import { annotationsOf, labelsOf, type ObjectPair, type TenantPair } from "./state";

/** Labels that guardrails, policies and Pod Security read. */
const READ_BY_WALLS = ["hikube.cloud/", "tenant.hikube.cloud/", "pod-security.kubernetes.io/", LABELS.managedBy];
/** Those among them that only tell people something. */
const FOR_PEOPLE: readonly string[] = [
  LABELS.costCenter,
  LABELS.project,
  LABELS.owner,
  LABELS.profile,
  LABELS.name,
  ANNOTATIONS.costNote,
  ANNOTATIONS.released,
];
/** What Pod Security only says, and the version that it judges by. */
const POD_SECURITY_WORDS = /^pod-security\.kubernetes\.io\/(warn|audit|.*-version$)/;

/** Labels and annotations of a namespace that nothing else tells. */
export function labelChanges(pair: TenantPair, told: readonly string[]): readonly Change[] {
  const { tenant, namespace } = pair;
  if (namespace.before === undefined || namespace.after === undefined) return [];
  return metadataMoves(namespace).flatMap(({ key, what, before, after }) => {
    if (told.includes(key)) return [];
    const move = {
      what,
      ...(tenant === undefined ? {} : { tenant }),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
    // Of a namespace that becomes a tenant's, what is new of ours is what makes it one.
    const isOurs = before === undefined && comes(pair) && READ_BY_WALLS.some((start) => key.startsWith(start));
    return [changeOf("label", isOurs ? "info" : severityOf(key), move)];
  });
}

function severityOf(key: string): Severity {
  if (FOR_PEOPLE.includes(key) || POD_SECURITY_WORDS.test(key)) return "notice";
  return READ_BY_WALLS.some((start) => key.startsWith(start)) ? "danger" : "notice";
}

interface MetadataMove {
  readonly key: string;
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/** What differs in the labels and annotations of an object, but for records. */
export function metadataMoves(pair: ObjectPair): readonly MetadataMove[] {
  const [labels, annotations] = [labelsOf(pair), annotationsOf(pair)];
  return [...moves("label", ...labels), ...moves("annotation", ...annotations)];
}

function moves(word: string, before: StringMap, after: StringMap): readonly MetadataMove[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys
    .filter((key) => before[key] !== after[key] && !RECORDS.includes(key))
    .map((key) => ({
      ...{ key, what: `${word} ${key}` },
      ...(before[key] === undefined ? {} : { before: before[key] }),
      ...(after[key] === undefined ? {} : { after: after[key] }),
    }));
}

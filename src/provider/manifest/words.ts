import { isTypeFault, type KubeError } from "../../kube/kube-error";
import { objectIn } from "../../model/json";
import type { PrivateState, ValueRecord } from "../../plugin";
import { innerOf } from "../../kube-provider/plain";
import { isEnded } from "../explained";
import { isSecret } from "./body";
import { keptIn } from "./record";
import { plainWords } from "./type-faults";

/** Whether an object has parts that nobody may see, or had some when it was applied last. */
export function isHidden({ secret_wo: secret = null, manifest }: ValueRecord, kept: PrivateState): boolean {
  return secret !== null || isSecret(objectIn(innerOf(manifest))) || (keptIn(kept)?.secrets ?? []).length > 0;
}

/**
 * What the server says of an object, as it may be told. It quotes values, also those that were there before: where parts of the
 * object are hidden, no more is told than its reason and the names of the fields.
 */
export function wordsOf(error: KubeError, hidden: boolean): string {
  if (!hidden || isOfNoValue(error)) return plainWords(error.message);
  const what = [String(error.code), wordIn(error.reason)].filter((part) => part !== "").join(" ");
  const beginning = `The API server refuses it (${what}). Its own words are not shown: they may quote what is secret.`;
  const fields = isTypeFault(error.message) ? [] : fieldsOf(error);
  return [beginning, ...(fields.length === 0 ? [] : ["It names these fields:", ...fields])].join("\n");
}

/** What no value of the object can stand in: our own words, those of authorization, and what is said of a namespace. */
function isOfNoValue(error: KubeError): boolean {
  const { code, reason, message } = error;
  return code === 0 || code === 401 || reason === "NoKind" || isEnded(error) || OF_NO_VALUE.test(message);
}

const NAME = String.raw`"[^"\s]*"`;

const OF_NO_VALUE = new RegExp(
  [
    String.raw`^(?:[-.\w]+ ${NAME} is forbidden: )?User ${NAME} cannot [a-z]+ resource ${NAME}(?: in API group ${NAME})?(?: in the namespace ${NAME}| at the cluster scope)?$`,
    `^namespaces ${NAME} not found$`,
    String.raw`^[-.\w]+ ${NAME} is forbidden: unable to create new content in namespace [-.\w]+ because it is being terminated$`,
  ].join("|"),
);

/** Fields that are named at most. */
const MOST_FIELDS = 20;

function fieldsOf({ causes, message }: KubeError): readonly string[] {
  const named = causes.map(({ field = "", reason = "" }) => [withoutKeys(field), wordIn(reason)] as const);
  const decoded = /Go struct field ([.\w]+) of type /.exec(message)?.[1] ?? "";
  const lines = [...named, [decoded, ""] as const]
    .filter(([field]) => isPath(field))
    .map(([field, reason]) => `- ${field}${reason === "" ? "" : `: ${reason}`}`);
  return [...new Set(lines)].slice(0, MOST_FIELDS);
}

/** The path of a field without what stands in brackets: elements of a list are named by their values. */
export function withoutKeys(field: string): string {
  return field.replaceAll(/\[(?!\d+\])(?:"(?:[^"\\]|\\.)*"|[^\]"])*\]/g, "[…]");
}

/** Whether a text can be nothing but the path of a field. */
export function isPath(field: string): boolean {
  return /^\.?[\w$][-\w$./…[\]]{0,253}$/.test(field);
}

/** A reason of Kubernetes is one word, e.g. `FieldValueForbidden`; a webhook may write anything. */
function wordIn(reason: string): string {
  return /^[A-Za-z]{1,64}$/.test(reason) ? reason : "";
}

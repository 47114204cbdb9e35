import type { KubeObject } from "../model/kubernetes/kube-object";

/** The longest name of the API; what its authors write elsewhere may be a megabyte. */
const MOST_CHARACTERS = 253;

/** Of an object no more than which one it is. For `keep`, with what is needed beside it. */
export function named({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { name, namespace, uid, deletionTimestamp } = metadata;
  return { apiVersion, kind, metadata: { name, namespace, uid, deletionTimestamp } };
}

/** A text that takes little room; what is left out of it is shown by `…`. */
export function boundedText(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  // A part of a text that is not copied keeps the whole in memory.
  return Buffer.from(`${text.slice(0, MOST_CHARACTERS)}…`, "utf16le").toString("utf16le");
}

/** A record with bounded texts. */
export function boundedTexts<T>(record: Readonly<Record<string, T>>): Record<string, T | string> {
  const entries = Object.entries(record);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === "string" ? boundedText(value) : value]),
  );
}

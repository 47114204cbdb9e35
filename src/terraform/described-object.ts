import { isRecord, listIn, objectIn, textIfAny, type JsonRecord } from "../model/json";
import { kindOfType } from "../model/kubernetes/kinds";

/** The object of Kubernetes that a Terraform resource stands for. */
export interface DescribedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** @default - it has none */
  readonly namespace?: string;
  /** All that the resource says of it, by the fields of its kind. */
  readonly body: JsonRecord;
}

/**
 * The object that a resource's values describe: of a configuration, a plan or a state.
 * @returns nothing for types that stand for none, or are not known here
 */
export function describedObject(type: string, values: unknown): DescribedObject | undefined {
  const body = type === "kubernetes_manifest" ? manifestOf(values) : typedOf(type, values);
  const { name, namespace } = only(body.metadata);
  const [version, kind, objectName, place] = [body.apiVersion, body.kind, name, namespace].map(textIfAny);
  if (version === undefined || kind === undefined || objectName === undefined) return undefined;
  return { apiVersion: version, kind, name: objectName, ...(place === undefined ? {} : { namespace: place }), body };
}

function manifestOf(values: unknown): JsonRecord {
  const { manifest, object } = objectIn(values);
  return isRecord(manifest) ? manifest : objectIn(object);
}

function typedOf(type: string, values: unknown): JsonRecord {
  return { ...objectIn(values), ...(kindOfType(type) ?? { apiVersion: undefined, kind: undefined }) };
}

/** The members of a block; they are lists of one in plans and states. */
export function only(value: unknown): JsonRecord {
  return objectIn(Array.isArray(value) ? listIn(value)[0] : value);
}

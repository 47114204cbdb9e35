import { kindOfType } from "../../model/kubernetes/kinds";
import { LABELS, MANAGER } from "../../model/tenant/objects/labels";
import { isRecord, listOf, recordOf, textOf, textsOf } from "../json";

/** An object of ours, as a Terraform resource describes it. */
export interface ManagedObject {
  readonly type: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Namespace of the tenant that it belongs to. @default - it belongs to the platform */
  readonly tenant?: string;
  /** Values of the `hard` map, for a ResourceQuota. */
  readonly hard: Readonly<Record<string, string>>;
}

/**
 * The object that a resource's values describe: of a configuration, a plan or a state.
 * @returns nothing for what is not ours
 */
export function managedObject(type: string, values: unknown): ManagedObject | undefined {
  const body = type === "kubernetes_manifest" ? manifestOf(values) : typedOf(type, values);
  const { apiVersion, kind, metadata, spec } = body;
  const { name, namespace, labels } = only(metadata);
  const { [LABELS.managedBy]: manager, [LABELS.tenant]: tenant } = textsOf(labels);
  const [version, kindName, objectName] = [textOf(apiVersion), textOf(kind), textOf(name)];
  if (manager !== MANAGER || version === undefined || kindName === undefined || objectName === undefined) {
    return undefined;
  }
  const place = textOf(namespace);
  return {
    ...{ type, apiVersion: version, kind: kindName, name: objectName, hard: textsOf(only(spec).hard) },
    ...(place === undefined ? {} : { namespace: place }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}

/** How the object is called in messages. */
export function objectTitle({ kind, name }: Pick<ManagedObject, "kind" | "name">): string {
  return `${kind} ${name}`;
}

function manifestOf(values: unknown): Readonly<Record<string, unknown>> {
  const { manifest, object } = recordOf(values);
  return isRecord(manifest) ? manifest : recordOf(object);
}

function typedOf(type: string, values: unknown): Readonly<Record<string, unknown>> {
  return { ...recordOf(values), ...(kindOfType(type) ?? { apiVersion: undefined, kind: undefined }) };
}

/** Blocks are lists of one in plans and states. */
function only(value: unknown): Readonly<Record<string, unknown>> {
  return recordOf(Array.isArray(value) ? listOf(value)[0] : value);
}

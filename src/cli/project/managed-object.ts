import { kindOfType } from "../../model/kubernetes/kinds";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { isRecord, listIn, objectIn, textIfAny, textMembersIn } from "../../model/json";

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
  const { [LABELS.managedBy]: manager, [LABELS.tenant]: tenant } = textMembersIn(labels);
  const [version, kindName, objectName] = [textIfAny(apiVersion), textIfAny(kind), textIfAny(name)];
  if (manager !== MANAGER || version === undefined || kindName === undefined || objectName === undefined) {
    return undefined;
  }
  const place = textIfAny(namespace);
  return {
    ...{ type, apiVersion: version, kind: kindName, name: objectName, hard: textMembersIn(only(spec).hard) },
    ...(place === undefined ? {} : { namespace: place }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}

/** How the object is called in messages. */
export function objectTitle({ kind, name }: Pick<ManagedObject, "kind" | "name">): string {
  return `${kind} ${name}`;
}

function manifestOf(values: unknown): Readonly<Record<string, unknown>> {
  const { manifest, object } = objectIn(values);
  return isRecord(manifest) ? manifest : objectIn(object);
}

function typedOf(type: string, values: unknown): Readonly<Record<string, unknown>> {
  return { ...objectIn(values), ...(kindOfType(type) ?? { apiVersion: undefined, kind: undefined }) };
}

/** Blocks are lists of one in plans and states. */
function only(value: unknown): Readonly<Record<string, unknown>> {
  return objectIn(Array.isArray(value) ? listIn(value)[0] : value);
}

import { textMembersIn } from "../../model/json";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { describedObject, only } from "../../terraform/described-object";

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
  const described = describedObject(type, values);
  if (described === undefined) return undefined;
  const { body, ...object } = described;
  const { [LABELS.managedBy]: manager, [LABELS.tenant]: tenant } = textMembersIn(only(body.metadata).labels);
  if (manager !== MANAGER) return undefined;
  const hard = textMembersIn(only(body.spec).hard);
  return { type, ...object, hard, ...(tenant === undefined ? {} : { tenant }) };
}

/** How the object is called in messages. */
export function objectTitle({ kind, name }: Pick<ManagedObject, "kind" | "name">): string {
  return `${kind} ${name}`;
}

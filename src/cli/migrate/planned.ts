import { parseToolJson } from "../command";
import { listIn, objectIn, textIfAny, type JsonRecord } from "../../model/json";
import { describedObject, type DescribedObject } from "../../terraform/described-object";
import { configuredResources } from "../project/configured-resources";
import { withoutKeys } from "../project/provider-ref";

/** A resource in a plan that was made without a cluster. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  /** `true` in the places of what is not known yet. */
  readonly unknown: unknown;
  /** Whether the code itself has an `import` block for it. */
  readonly isImported: boolean;
}

/** What `terraform show -json` prints of a plan, as far as a migration needs it. */
export interface MigrationPlan {
  readonly resources: readonly PlannedResource[];
  /** Addresses of the resources that the code has, without the keys of instances. */
  readonly configured: ReadonlySet<string>;
}

export function migrationPlan(text: string): MigrationPlan {
  const { resource_changes: changes, configuration } = objectIn(parseToolJson(text));
  const configured = configuredResources(configuration).map(({ address }) => withoutKeys(address));
  return {
    resources: listIn(changes)
      .map(objectIn)
      .filter(({ mode }) => mode === "managed")
      .map(resourceOf),
    configured: new Set(configured),
  };
}

function resourceOf({ address, type, change }: JsonRecord): PlannedResource {
  const { actions, before, after, after_unknown: unknown, importing } = objectIn(change);
  const texts = { address: textIfAny(address) ?? "", type: textIfAny(type) ?? "" };
  const isImported = importing !== undefined && importing !== null;
  return { ...texts, actions: listIn(actions).map(String), before, after, unknown, isImported };
}

/** The object that a resource of hashicorp/kubernetes stands for, by its newer name or its older one. */
export function objectOf(type: string, values: unknown): DescribedObject | undefined {
  return describedObject(type, values) ?? describedObject(`${type}_v1`, values);
}

/** By which two objects are the same. */
export function keyOf({ apiVersion, kind, name, namespace = "" }: Omit<DescribedObject, "body">): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}

import { LABELS } from "../../model/tenant/spec/labels";
import { textMembersIn } from "../../model/json";
import type { IssueCode } from "../../model/issue-codes";
import { importId } from "../../model/kubernetes/kinds";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { STAND_IN_FACTS } from "../../review/stand-in-facts";
import { only } from "../../terraform/described-object";
import {
  HIKUBE_PLATFORM,
  HIKUBE_TENANT,
  objectsOfPlatform,
  objectsOfTenants,
  tenantValues,
} from "../plan/hikube-values";
import type { Migration } from "../project/migration-file";
import { withoutKeys } from "../project/provider-ref";
import { parked } from "./parked";
import { keyOf, objectOf, type MigrationPlan, type PlannedResource } from "./planned";

/** Why something is not migrated. */
export interface MigrationFault {
  readonly address: string;
  /** The kind of fault, stable for programs. See `docs/errors.md`. */
  readonly code: IssueCode;
  readonly message: string;
  readonly hint: string;
}

/** What becomes of the resources of a stack, or why nothing may. */
export interface MigrationResult extends Migration {
  readonly faults: readonly MigrationFault[];
}

type Side = "before" | "after";

/**
 * From a plan that would destroy resources of one engine and create those of the other: which of them mean the same
 * objects. Whatever else it would destroy is a fault.
 */
export function migrationOf(plan: MigrationPlan): MigrationResult {
  const { resources } = plan;
  const goes = resources.filter(({ actions }) => actions.includes("delete"));
  const comes = resources.filter(({ actions }) => actions.length === 1 && actions[0] === "create");
  const [taken, given] = [objectsOf(comes, "after"), objectsOf(goes, "before")];
  const moved = goes.flatMap((resource) => {
    const to = successorOf(resource, comes);
    return to === undefined ? [] : [{ from: resource.address, to: to.address }];
  });
  const importsOf = (some: readonly PlannedResource[]) => some.flatMap((one) => importOf(one, allOf(given)));
  const imports = importsOf(comes);
  // A tenant with `adopt` brings the block of its namespace along; a second one for it would be refused.
  const held = [...imports, ...importsOf(resources.filter(({ isImported }) => isImported))];
  const isMoved = new Set(moved.map(({ from }) => from));
  const stays = (resource: PlannedResource): boolean =>
    !isMoved.has(resource.address) && isHeldBy(resource, { taken: allOf(taken), given, imports: held });
  const kept = goes.filter(stays);
  const known = new Set([...isMoved, ...kept.map(({ address }) => address)]);
  const isPart = ({ address }: PlannedResource) => plan.configured.has(withoutKeys(address));
  const parts = kept.filter(isPart).map(({ address }) => address);
  const { moved: aside, forgotten, refused } = parked(parts, plan.configured);
  const whole = kept.filter((resource) => !isPart(resource)).map(({ address }) => withoutKeys(address));
  return {
    moved: [...moved, ...aside],
    forgotten: [...new Set([...whole, ...forgotten])],
    imported: imports.map(({ to, id }) => ({ to, id })),
    faults: [
      ...goes.filter(({ address }) => !known.has(address)).map(destroyed),
      ...refused.map(partly),
      ...orphans(resources, moved),
    ],
  };
}

/** Keys of objects, by the address of the resource of the provider `hikube` that stands for them. */
type ObjectKeys = ReadonlyMap<string, readonly string[]>;

function objectsOf(resources: readonly PlannedResource[], side: Side): ObjectKeys {
  const tenants = resources
    .filter(({ type }) => type === HIKUBE_TENANT)
    .flatMap((resource) => {
      const values = tenantValues(resource[side], side === "after" ? resource.unknown : undefined);
      return values === undefined ? [] : [{ address: resource.address, values }];
    });
  const made = objectsOfTenants(
    tenants.map(({ values }) => values),
    STAND_IN_FACTS,
  );
  const platforms = resources.filter(({ type }) => type === HIKUBE_PLATFORM);
  return new Map([
    ...tenants.map(({ address, values }) => [address, (made.get(values.namespace) ?? []).map(keyOfObject)] as const),
    ...platforms.map((one) => [one.address, objectsOfPlatform(one[side], STAND_IN_FACTS).map(keyOfObject)] as const),
  ]);
}

function allOf(objects: ObjectKeys): ReadonlySet<string> {
  return new Set([...objects.values()].flat());
}

function keyOfObject({ apiVersion, kind, metadata }: KubeObject): string {
  return keyOf({ apiVersion, kind, ...metadata });
}

/** The tenant that a namespace of hashicorp/kubernetes becomes. */
function successorOf(
  { type, before }: PlannedResource,
  comes: readonly PlannedResource[],
): PlannedResource | undefined {
  const object = objectOf(type, before);
  if (object?.kind !== "Namespace") return undefined;
  return comes.find(
    (other) => other.type === HIKUBE_TENANT && tenantValues(other.after, other.unknown)?.namespace === object.name,
  );
}

interface Import {
  readonly to: string;
  readonly id: string;
  /** Of the object. */
  readonly key: string;
}

interface Kept {
  readonly taken: ReadonlySet<string>;
  readonly given: ObjectKeys;
  readonly imports: readonly Import[];
}

/** Whether all that it stands for is in what comes: objects in a resource of the provider `hikube`, and the reverse. */
function isHeldBy({ address, type, before }: PlannedResource, { taken, given, imports }: Kept): boolean {
  const object = objectOf(type, before);
  if (object !== undefined) return taken.has(keyOf(object));
  const own = given.get(address) ?? [];
  const imported = new Set(imports.map(({ key }) => key));
  return own.length > 0 && own.every((key) => imported.has(key));
}

function importOf({ address, type, after }: PlannedResource, given: ReadonlySet<string>): readonly Import[] {
  const object = objectOf(type, after);
  if (object === undefined || !given.has(keyOf(object))) return [];
  return [{ to: address, id: importId({ type, ...object }), key: keyOf(object) }];
}

function destroyed({ address, type, before }: PlannedResource): MigrationFault {
  const object = objectOf(type, before);
  const what =
    object === undefined ? "it" : [object.kind, [object.namespace, object.name].filter(Boolean).join("/")].join(" ");
  return {
    address,
    code: "migration-destroys",
    message: `${what} would be destroyed: nothing that comes in this change makes it`,
    hint: "keep it in the code until the migration is applied, and remove it in a change of its own",
  };
}

function partly(address: string): MigrationFault {
  return {
    address,
    code: "migration-of-some-instances",
    message: "other instances of it or of its module stay in the code, and terraform forgets all or none",
    hint: `take it out of the state by hand: terraform state rm '${address}'`,
  };
}

/** One tree has one engine: shares of a child of the other one are not counted. */
function orphans(resources: readonly PlannedResource[], moved: Migration["moved"]): readonly MigrationFault[] {
  const from = new Set(moved.map((move) => move.from));
  const names = resources
    .filter(({ address }) => from.has(address))
    .map(({ type, before }) => objectOf(type, before)?.name);
  return resources
    .filter(({ address, actions }) => !from.has(address) && !actions.includes("delete"))
    .flatMap(({ address, type, after }) => {
      const object = objectOf(type, after);
      const parent = textMembersIn(only(object?.body.metadata).labels)[LABELS.parent];
      if (object?.kind !== "Namespace" || parent === undefined || !names.includes(parent)) return [];
      const message = `it is a sub-tenant of ${parent}, which becomes a hikube_tenant without it`;
      const hint = "migrate a tree whole: make its sub-tenants hikube_tenant in the same change";
      return [{ address, code: "tree-of-two-engines", message, hint }];
    });
}

import { importId, kindOfType } from "../../model/kubernetes/kinds";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import {
  DiagnosticError,
  forClient,
  type AnyResource,
  type CreateRequest,
  type DeleteRequest,
  type Identity,
  type Schema,
  type UpdateRequest,
  type ValueRecord,
} from "../../plugin";
import { planChange } from "../sdkv2/plan";
import type { Rules } from "../sdkv2/rules";
import { validateConfig } from "../sdkv2/validate";
import { recordOf, textOf, withoutUnknown } from "../../kube-provider/values";
import { emptyBlock } from "../sdkv2/zero";
import { explained, report, type KubernetesClient } from "../../kube-provider/client";
import { objectIdentity } from "../../kube-provider/identity";
import { expandBlock, patchMember } from "./mapping";
import { expandMetadata, metadataRules, patchMetadata } from "./metadata";
import {
  refOfId,
  type Action,
  type ObjectMapping,
  type ObjectType,
  type Wanted,
  type WriteContext,
} from "./object-type";
import { resourceSchema } from "./schema";
import { mappingOf, storedState } from "./state";
import { checkTimeouts, keptTimeouts, timeoutOf } from "./timeouts";

/** Makes the resource type `typeName` of the real provider from how it maps to an object. */
export function objectResource(typeName: string, mapping: ObjectMapping): AnyResource<KubernetesClient> {
  const schema = resourceSchema(typeName);
  const kind = kindOfType(typeName);
  if (kind === undefined) throw new Error(`${typeName} is a resource of no kind`);
  const type: ObjectType = { ...kind, ...mapping };
  const rules: Rules = { ...metadataRules(type.metadata), ...type.rules };
  return forClient<KubernetesClient>().resource<Schema>({
    schema,
    legacyTypeSystem: true,
    identity: identityOf(typeName, type),
    validate({ config, diagnostics }) {
      validateConfig(schema, rules, { config, diagnostics });
      checkTimeouts(type, config);
    },
    plan({ config, state }) {
      const { planned, replace } = planChange(schema, rules, { config, prior: state });
      const more = state === null ? [] : (type.replace?.({ state, plan: planned }) ?? []);
      return { plan: planned, requiresReplace: [...replace, ...more.map((name) => [name])] };
    },
    async create(request) {
      return { state: await createObject(type, schema, request), private: keptTimeouts(type, request.plan) };
    },
    async read({ state, client }) {
      const ref = refOfId(type, textOf(state.id));
      const object = await explained({}, () => client.cluster().get(ref));
      if (object === undefined) return null;
      return { state: storedState(type, schema, { object, before: state, occasion: "read", client }) };
    },
    async update(request) {
      return { state: await updateObject(type, schema, request), private: keptTimeouts(type, request.plan) };
    },
    async delete(request) {
      await deleteObject(type, request);
    },
    import({ id }) {
      refOfId(type, id);
      const state = { ...emptyBlock(schema), ...type.imported, id };
      return Promise.resolve([{ state, private: keptTimeouts(type, state) }]);
    },
  });
}

function identityOf(typeName: string, type: ObjectType): Identity<Schema> | undefined {
  if (type.identity === false) return undefined;
  return objectIdentity({
    namespaced: type.metadata.namespaced,
    refOf: ({ id }) => refOfId(type, textOf(id)),
    importId: ({ namespace = "default", ...ref }) =>
      importId({ ...ref, type: typeName, ...(type.metadata.namespaced ? { namespace } : {}) }),
  });
}

async function createObject(
  type: ObjectType,
  schema: Schema,
  request: CreateRequest<Schema, KubernetesClient>,
): Promise<ValueRecord> {
  const { client, plan: before } = request;
  const wanted = wantedOf(request);
  const context = contextOf(type, "create", request);
  const { apiVersion, kind } = type;
  const members = { ...expandBlock(mappingOf(type, schema), wanted.plan), ...type.expand?.(wanted) };
  const object: KubeObject = { apiVersion, kind, metadata: expandMetadata(wanted.plan), ...members };
  const created = await explained({ prefix: type.failed?.create }, () =>
    type.create === undefined ? context.cluster.create(object) : type.create(object, wanted, context),
  );
  const stored = (found: KubeObject): ValueRecord =>
    storedState(type, schema, { object: found, before, occasion: "apply", client });
  try {
    return stored(await explained({}, () => settled(type, created, { ...wanted, created: true }, context)));
  } catch (error) {
    // The object is there: it must be known, and replaced by the next apply.
    report(request.diagnostics, error);
    return stored(created);
  }
}

async function updateObject(
  type: ObjectType,
  schema: Schema,
  request: UpdateRequest<Schema, KubernetesClient>,
): Promise<ValueRecord> {
  const { client, state, plan: before } = request;
  const wanted = wantedOf(request);
  const context = contextOf(type, "update", request);
  const ref = refOfId(type, textOf(state.id));
  const update = { ...wanted, state };
  const mapping = mappingOf(type, schema);
  const members = (type.patched ?? []).flatMap((path) => patchMember(mapping, path, update));
  const operations = [...patchMetadata(update), ...(type.patch?.(update) ?? []), ...members];
  const object = await explained({ prefix: type.failed?.update }, () =>
    operations.length === 0 ? context.cluster.get(ref) : context.cluster.patch(ref, "json", operations),
  );
  if (object === undefined) throw new DiagnosticError(`${ref.kind} "${textOf(state.id)}" is gone`);
  const last =
    operations.length === 0
      ? object
      : await explained({}, () => settled(type, object, { ...wanted, created: false }, context));
  return storedState(type, schema, { object: last, before, occasion: "apply", client });
}

async function deleteObject(type: ObjectType, request: DeleteRequest<Schema, KubernetesClient>): Promise<void> {
  const context = contextOf(type, "delete", { ...request, plan: request.state });
  const ref = refOfId(type, textOf(request.state.id));
  await explained({}, async () => {
    if (type.remove !== undefined) await type.remove(ref, context);
    else await context.cluster.delete(ref);
  });
}

function settled(
  type: ObjectType,
  object: KubeObject,
  wanted: Wanted & { readonly created: boolean },
  context: WriteContext,
): Promise<KubeObject> {
  return type.settle === undefined ? Promise.resolve(object) : type.settle(object, wanted, context);
}

function wantedOf({ plan, config }: { readonly plan: ValueRecord; readonly config: ValueRecord }): Wanted {
  return { plan: recordOf(withoutUnknown(plan)), config };
}

function contextOf(
  type: ObjectType,
  action: Action,
  request: Pick<CreateRequest<Schema, KubernetesClient>, "client" | "stopping" | "diagnostics" | "plan">,
): WriteContext {
  const { client, stopping: signal, diagnostics, plan } = request;
  return { cluster: client.cluster(), signal, diagnostics, timeoutMs: timeoutOf(type, action, plan) };
}

import type { ObjectRef } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import {
  DiagnosticError,
  forClient,
  type AnyResource,
  type CreateRequest,
  type Schema,
  type ValueRecord,
} from "../../plugin";
import { planChange } from "../sdkv2/plan";
import type { Rules } from "../sdkv2/rules";
import { blockOf, recordOf, textMapOf, textOf } from "../../kube-provider/values";
import { explained, type KubernetesClient } from "../../kube-provider/client";
import { listIn, objectIn, textIn, textMapIn } from "../../model/json";
import { unsupported } from "./unsupported";
import { resourceSchema } from "./schema";

type MapName = "labels" | "annotations";

const RULES: Rules = {
  api_version: { forceNew: true },
  kind: { forceNew: true },
  "metadata.name": { forceNew: true },
  "metadata.namespace": { forceNew: true },
  field_manager: { default: "Terraform" },
};

/** `kubernetes_labels` and `kubernetes_annotations`: some keys of an object that somebody else manages. */
export function labelsOrAnnotations(map: MapName): AnyResource<KubernetesClient> {
  const schema = resourceSchema(`kubernetes_${map}`);
  // Not served, but read as the real provider reads it.
  const templates: ValueRecord = map === "annotations" ? { template_annotations: {} } : {};
  return forClient<KubernetesClient>().resource<Schema>({
    schema,
    legacyTypeSystem: true,
    validate({ config, diagnostics }) {
      if (Object.keys(recordOf(config.template_annotations)).length > 0) {
        throw unsupported("template_annotations", ["template_annotations"]);
      }
      if (map === "labels" || (config.annotations ?? null) !== null) return;
      const detail = '"annotations": one of `annotations,template_annotations` must be specified';
      diagnostics.error("Missing required argument", detail);
    },
    plan({ config, state }) {
      const { planned, replace } = planChange(schema, RULES, { config, prior: state });
      return { plan: planned, requiresReplace: replace };
    },
    async create(request) {
      return { state: await write(map, request) };
    },
    async update(request) {
      return { state: await write(map, request) };
    },
    async read({ state, client, diagnostics }) {
      const ref = await refOf(state, client);
      const object = await explained({}, () => client.cluster().get(ref));
      if (object !== undefined) return { state: { ...state, ...templates, [map]: ownedKeys(map, object, state) } };
      const detail = `${ref.kind} "${ref.name}" has been deleted. Create it again, or remove this resource from the configuration.`;
      diagnostics.warning("Resource deleted", detail);
      return { state };
    },
    async delete({ state, client }) {
      const ref = await refOf(state, client);
      const object = await explained({}, () => client.cluster().get(ref));
      if (object !== undefined) await apply(map, { ref, values: state, keys: {} }, client);
    },
  });
}

async function write(map: MapName, { plan, client }: CreateRequest<Schema, KubernetesClient>): Promise<ValueRecord> {
  const ref = await refOf(plan, client);
  const object = await explained({}, () => client.cluster().get(ref));
  if (object === undefined) throw new DiagnosticError(`The resource "${ref.name}" does not exist`);
  await apply(map, { ref, values: plan, keys: textMapOf(plan[map]) }, client);
  const { metadata } = plan;
  const { name, namespace } = blockOf(metadata);
  const place = textOf(namespace) === "" ? "" : `,namespace=${textOf(namespace)}`;
  const id = `apiVersion=${ref.apiVersion},kind=${ref.kind},name=${textOf(name)}${place}`;
  return { ...plan, id, metadata: [{ name: textOf(name), namespace: textOf(namespace) }] };
}

async function refOf(values: ValueRecord, client: KubernetesClient): Promise<ObjectRef> {
  const { name, namespace } = blockOf(values.metadata);
  const kind = { apiVersion: textOf(values.api_version), kind: textOf(values.kind) };
  const isNamespaced = await explained({}, () => client.cluster().isNamespaced(kind));
  const place = isNamespaced ? { namespace: textOf(namespace) || "default" } : {};
  return { ...kind, name: textOf(name), ...place };
}

interface Written {
  readonly ref: ObjectRef;
  readonly values: ValueRecord;
  readonly keys: Readonly<Record<string, string>>;
}

async function apply(map: MapName, { ref, values, keys }: Written, client: KubernetesClient): Promise<void> {
  const { apiVersion, kind, name, namespace } = ref;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), [map]: keys };
  const options = { fieldManager: textOf(values.field_manager), force: values.force === true };
  await explained({ prefix: 'Field manager conflict or refusal (set "force" to take keys over)' }, () =>
    client.cluster().apply({ apiVersion, kind, metadata }, options),
  );
}

/** The keys that are configured, and those that our field manager owns. */
function ownedKeys(map: MapName, object: KubeObject, state: ValueRecord): ValueRecord {
  const configured = Object.keys(recordOf(state[map]));
  const owned = listIn(object.metadata.managedFields)
    .map(objectIn)
    .filter(({ manager }) => textIn(manager) === textOf(state.field_manager))
    .flatMap(({ fieldsV1 }) => Object.keys(objectIn(objectIn(objectIn(fieldsV1)["f:metadata"])[`f:${map}`])))
    .map((field) => field.replace(/^f:/, ""));
  const shown = [...configured, ...owned];
  return Object.fromEntries(Object.entries(textMapIn(object.metadata[map])).filter(([key]) => shown.includes(key)));
}

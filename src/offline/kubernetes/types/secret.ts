import type { KubeObject } from "../../../model/kubernetes/kube-object";
import { DiagnosticError, type Value, type ValueRecord } from "../../../plugin";
import { poll } from "../../../kube/poll";
import { textMapOf } from "../../../kube-provider/values";
import { defined, objectIn, textMapIn, unlessEmpty } from "../../../model/json";
import type { ObjectMapping, Update, Wanted } from "../object-type";
import { differs, type PatchOperation } from "../patch";
import { changedThoughImmutable } from "./config-map";

/** Attributes that are mapped by hand below, or not at all. */
const VALUE_FIELDS = Object.fromEntries(
  ["data", "binary_data"]
    .flatMap((kind) => [kind, `${kind}_wo`, `${kind}_wo_revision`])
    .concat("wait_for_service_account_token")
    .map((name) => [name, { isApart: true }]),
);

/** @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export const secretType: ObjectMapping = {
  metadata: { namespaced: true },
  failed: { update: "Failed to update secret" },
  timeouts: { create: 1 },
  replace: changedThoughImmutable,
  rules: {
    // Where the values are write-only, what the cluster holds is none of the plan's business.
    data: { suppress: (_prior, _next, config) => isWriteOnly(config) },
    data_wo: { conflictsWith: ["data"] },
    data_wo_revision: { requiredWith: ["data_wo"], validate: revisionFaults },
    binary_data_wo: { conflictsWith: ["binary_data"] },
    binary_data_wo_revision: { requiredWith: ["binary_data_wo"], validate: revisionFaults },
    type: { default: "Opaque", forceNew: true },
    wait_for_service_account_token: { default: true },
  },
  fields: {
    ...VALUE_FIELDS,
    immutable: { isWritten: ({ immutable }) => immutable === true },
  },
  patched: ["immutable"],
  expand: (wanted) =>
    defined<unknown>({
      stringData: unlessEmpty(wantedValues("data", wanted)),
      data: unlessEmpty(wantedValues("binary_data", wanted)),
    }),
  flatten: (object, known): ValueRecord => (isWriteOnly(known) ? {} : flattenData(textMapIn(object.data), known)),
  patch: patchData,
  async settle(object, { plan, created }, { cluster, ...waiting }) {
    const waits = object.type === "kubernetes.io/service-account-token" && plan.wait_for_service_account_token === true;
    if (!created || !waits) return object;
    const { apiVersion, kind, metadata } = object;
    const ready = await poll(async () => {
      const found = await cluster.get({ apiVersion, kind, name: metadata.name, namespace: metadata.namespace });
      return found !== undefined && Object.hasOwn(objectIn(found.data), "token") ? found : undefined;
    }, waiting);
    if (ready !== undefined) return ready;
    throw new DiagnosticError(`Waiting for secret "${nameOf(object)}" to create service account token`);
  },
};

type DataKind = "data" | "binary_data";

function revisionOf(values: ValueRecord, kind: DataKind): number {
  const revision = values[`${kind}_wo_revision`];
  return typeof revision === "number" ? revision : 0;
}

function isWriteOnly(values: ValueRecord): boolean {
  return revisionOf(values, "data") > 0 || revisionOf(values, "binary_data") > 0;
}

/** The values as configured; those that are write-only stand in the configuration alone. */
function wantedValues(kind: DataKind, { plan, config }: Wanted): Record<string, string> {
  return textMapOf(revisionOf(plan, kind) > 0 ? config[`${kind}_wo`] : plan[kind]);
}

/** Keys that are configured as binary stay base64, all others become text. */
function flattenData(data: Readonly<Record<string, string>>, known: ValueRecord): ValueRecord {
  const binary = Object.keys(textMapOf(known.binary_data));
  const texts = Object.entries(data).filter(([key]) => !binary.includes(key));
  return {
    data: Object.fromEntries(texts.map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")])),
    ...(binary.length === 0 ? {} : { binary_data: Object.fromEntries(binary.map((key) => [key, data[key] ?? ""])) }),
  };
}

/** A change of any value writes all of them; write-only values are written when their revision changes. */
function patchData(update: Update): PatchOperation[] {
  const kinds: readonly DataKind[] = ["data", "binary_data"];
  const isChanged = kinds.some((kind) => differs(kind, update) || differs(`${kind}_wo_revision`, update));
  if (!isChanged) return [];
  return [{ op: "add", path: "/data", value: { ...dataOf("data", update), ...dataOf("binary_data", update) } }];
}

function dataOf(kind: DataKind, update: Update): Record<string, string> {
  const values = wantedValues(kind, update);
  if (kind === "binary_data") return values;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value, "utf8").toString("base64")]),
  );
}

function revisionFaults(value: Value, path: string): string[] {
  return typeof value === "number" && value < 1 ? [`expected ${path} to be at least (1), got ${value}`] : [];
}

function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}

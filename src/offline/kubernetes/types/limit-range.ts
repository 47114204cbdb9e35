import { DiagnosticError, type Value, type ValueRecord } from "../../../plugin";
import { blockOf, listOf, recordOf, textMapOf, textOf } from "../../../kube-provider/values";
import { defined, listIn, objectIn, textIn, textMapIn, unlessEmpty } from "../../../model/json";
import type { ObjectType } from "../object-type";
import { setIfChanged } from "../patch";

/** Quantities are not made canonical here: the real provider shows a change for ever, so must this one. */
const MAPS = {
  default: "default",
  default_request: "defaultRequest",
  max: "max",
  max_limit_request_ratio: "maxLimitRequestRatio",
  min: "min",
} as const;

/** @see https://kubernetes.io/docs/concepts/policy/limit-range/ */
export const limitRangeType: ObjectType = {
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: { namespaced: true },
  identity: false,
  failed: { create: "Failed to create limit range", update: "Failed to update limit range" },
  expand({ plan }) {
    const limits = listOf(blockOf(plan.spec).limit).map(recordOf);
    limits.forEach(refusePodRequest);
    return { spec: expandSpec(plan.spec ?? null) };
  },
  flatten({ spec }) {
    const limits = listIn(objectIn(spec).limits).map(objectIn);
    return { spec: limits.length === 0 ? [] : [{ limit: limits.map(flattenLimit) }] };
  },
  patch: (update) => setIfChanged("spec", update, { path: "/spec", value: expandSpec }),
};

/** The API gives Pod limits a default request that it does not take back. */
function refusePodRequest(limit: ValueRecord, index: number): void {
  if (limit.type === "Pod" && Object.keys(recordOf(limit.default_request)).length > 0) {
    throw new DiagnosticError(`limit.${index}.default_request cannot be set for Pod limit`);
  }
}

function expandSpec(spec: Value): unknown {
  return { limits: listOf(blockOf(spec).limit).map(recordOf).map(expandLimit) };
}

function expandLimit(limit: ValueRecord): unknown {
  const maps = Object.entries(MAPS)
    .filter(([attribute]) => !(limit.type === "Pod" && attribute === "default_request"))
    .map(([attribute, field]) => [field, unlessEmpty(textMapOf(limit[attribute]))] as const);
  return defined<unknown>({ type: textOf(limit.type), ...Object.fromEntries(maps) });
}

function flattenLimit(limit: Readonly<Record<string, unknown>>): ValueRecord {
  const maps = Object.entries(MAPS).map(([attribute, field]) => [attribute, textMapIn(limit[field])] as const);
  return { ...Object.fromEntries(maps), type: textIn(limit.type) };
}

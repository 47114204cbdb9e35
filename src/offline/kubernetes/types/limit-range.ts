import { DiagnosticError, type ValueRecord } from "../../../plugin";
import { blockOf, listOf, recordOf } from "../../../kube-provider/values";
import { listIn, objectIn } from "../../../model/json";
import type { ObjectMapping } from "../object-type";

/**
 * Quantities are not made canonical: the real provider shows a change for ever, so must this one.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export const limitRangeType: ObjectMapping = {
  metadata: { namespaced: true },
  identity: false,
  failed: { create: "Failed to create limit range", update: "Failed to update limit range" },
  fields: {
    spec: { isKept: true },
    limit: { name: "limits", isKept: true },
    type: { isKept: true },
    default_request: { isWritten: ({ type }) => type !== "Pod" },
  },
  patched: ["spec"],
  expand({ plan }) {
    listOf(blockOf(plan.spec).limit).map(recordOf).forEach(refusePodRequest);
    return {};
  },
  flatten: ({ spec }): ValueRecord => (listIn(objectIn(spec).limits).length === 0 ? { spec: [] } : {}),
};

/** The API gives Pod limits a default request that it does not take back. */
function refusePodRequest(limit: ValueRecord, index: number): void {
  if (limit.type === "Pod" && Object.keys(recordOf(limit.default_request)).length > 0) {
    throw new DiagnosticError(`limit.${index}.default_request cannot be set for Pod limit`);
  }
}

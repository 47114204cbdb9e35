import { show } from "../../model/issue";
import { recordOf } from "../../kube-provider/values";
import type { Diagnostics, Value } from "../../plugin";

/** `status.conditions[0].type` or `metadata.annotations["a.b/c"]` */
const PATH = /^\.?(?:[^.[\]"\s]+|\["[^"]+"\])(?:\.[^.[\]"\s]+|\[\d+\]|\["[^"]+"\])*$/;

const STATUSES = ["True", "False", "Unknown"];

/** Refuses what would be waited for in vain. */
export function checkWait(wait: Value | undefined, diagnostics: Diagnostics): void {
  const { conditions, fields } = recordOf(wait);
  for (const [type, status] of Object.entries(recordOf(conditions))) {
    if (typeof status !== "string" || STATUSES.includes(status)) continue;
    const detail = `Received ${show(status)}; expected "True", "False" or "Unknown".`;
    diagnostics.error("No condition has this status", detail, ["wait", "conditions", type]);
  }
  for (const path of Object.keys(recordOf(fields)).filter((one) => !PATH.test(one))) {
    const detail = `Received ${show(path)}; expected names joined by dots, e.g. status.phase, status.loadBalancer.ingress[0].ip or metadata.annotations["a.b/c"].`;
    diagnostics.error("This is no path of a field", detail, ["wait", "fields", path]);
  }
}

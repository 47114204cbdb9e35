import type { KindRef } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { textMapOf } from "../../kube-provider/values";
import type { Diagnostics, ValueRecord } from "../../plugin";
import type { LiveObjects } from "../objects/live";
import { objectKey } from "../objects/object-key";

const apiVersion = "admissionregistration.k8s.io/v1";
const KINDS: readonly KindRef[] = [
  { apiVersion, kind: "ValidatingAdmissionPolicy" },
  { apiVersion, kind: "ValidatingAdmissionPolicyBinding" },
];

const MOST_NAMES = 3;

const WAYS =
  "If another configuration holds them, they are its. Else set `guardrails = true`, which takes them over, here or after a new import (`terraform state rm ADDRESS`, `terraform import ADDRESS hikube-system`): " +
  "what is held is removed with `guardrails = false` or with the platform. Or delete them: `kubectl delete validatingadmissionpolicybindings,validatingadmissionpolicies -l app.kubernetes.io/managed-by=hikube`.";

/**
 * Tells guardrails of a platform that stand in the cluster, and that one without guardrails does not hold: they are enforced, and
 * neither its apply nor its removal ends that.
 *
 * @param values - of the platform, as they are planned, or stored where it is to be removed
 * @param held - what its state holds
 */
export async function warnOfUnheld(
  live: LiveObjects,
  { values, held }: { readonly values: ValueRecord; readonly held: ValueRecord },
  diagnostics: Diagnostics,
): Promise<void> {
  if (values.guardrails !== false) return;
  const own = textMapOf(held.objects ?? null);
  const found = (await Promise.all(KINDS.map((kind) => ofPlatform(live, kind)))).flat();
  const unheld = found.map((object) => objectKey(object, PLATFORM_NAMESPACE)).filter((key) => !(key in own));
  if (unheld.length === 0) return;
  const more = unheld.length > MOST_NAMES ? ` and ${String(unheld.length - MOST_NAMES)} more` : "";
  const names = `${unheld.slice(0, MOST_NAMES).join(", ")}${more}`;
  diagnostics.warning(
    "Guardrails stand that this platform does not hold",
    `It is declared with \`guardrails = false\`, and the cluster has ${names}: they are enforced, and stay when it is applied or destroyed. ${WAYS}`,
    ["guardrails"],
  );
}

/** Who makes no guardrails may not be allowed to list them. */
async function ofPlatform(live: LiveObjects, kind: KindRef): Promise<readonly KubeObject[]> {
  try {
    return await live.labelled(kind, LABELS.managedBy, MANAGER);
  } catch (error) {
    if (error instanceof KubeError && error.code === 403) return [];
    throw error;
  }
}

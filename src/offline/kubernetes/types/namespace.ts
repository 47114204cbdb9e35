import { KubeError } from "../../../kube/kube-error";
import { DiagnosticError } from "../../../plugin";
import { deleteAndWait, poll } from "../../../kube/poll";
import type { ObjectMapping } from "../object-type";

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
export const namespaceType: ObjectMapping = {
  metadata: { namespaced: false },
  rules: { wait_for_default_service_account: { default: false } },
  timeouts: { delete: 5 },
  fields: { wait_for_default_service_account: { isApart: true } },
  async settle(object, { plan, created }, { cluster, ...waiting }) {
    if (!created || plan.wait_for_default_service_account !== true) return object;
    const ref = { apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace: object.metadata.name };
    const account = await poll(() => cluster.get(ref), waiting);
    if (account === undefined) throw new KubeError('serviceaccounts "default" not found', 404, "NotFound");
    return object;
  },
  async remove(ref, { cluster, ...waiting }) {
    if (await deleteAndWait(cluster, ref, waiting)) return;
    throw new DiagnosticError(
      `timeout while waiting for resource to be gone (last state: 'Terminating', timeout: ${waiting.timeoutMs / 1000}s): namespace "${ref.name}" still has content or finalizers`,
    );
  },
};

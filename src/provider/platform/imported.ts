import type { KindRef } from "../../kube/cluster";
import { listIn, objectIn, textIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { contactIn } from "../../model/platform/guardrails/messages";
import { CLASSES_ROLE } from "../../model/platform/roles/platform-role";
import { contactIssues } from "../../model/tenant/spec/contact";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import type { ValueRecord } from "../../plugin";
import type { LiveObjects } from "../objects/live";

const POLICY: KindRef = { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy" };
const ROLE: KindRef = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole" };

/** What a platform was asked for, as its objects show it. Whom people ask stands in its refusals: without guardrails nowhere. */
export async function askedOf(live: LiveObjects): Promise<ValueRecord> {
  const policies = await live.labelled(POLICY, LABELS.managedBy, MANAGER);
  const classes = await live.get(ROLE, CLASSES_ROLE);
  const [contact = null] = policies.flatMap(contactsOf);
  return { guardrails: policies.length > 0, readable_classes: classes !== undefined, contact };
}

/** What can be none is left out: it would be refused in a configuration. */
function contactsOf({ spec }: KubeObject): readonly string[] {
  return listIn(objectIn(spec).validations)
    .flatMap((validation) => contactIn(textIn(objectIn(validation).message)) ?? [])
    .filter((contact) => contactIssues(contact, []).length === 0);
}

import { issueUnless, show, type Issue, type Path } from "../../issue";
import { isNameOf } from "../../kubernetes/names";
import { stackImages } from "../resolve/stack";
import type { Tenant } from "../resolve/tenant";
import { ALLOW_LISTS, listCovers } from "../spec/allow-lists";
import type { MonitoringSpec } from "../spec/monitoring-spec";
import type { RuleContext } from "./rule";
import { isWrongList } from "./security-rules";

/** Whether one of the tenant's allow-lists has an entry. */
export function isAllowed(
  tenant: Tenant,
  field: "hostnames" | "imageRegistries" | "storageClasses",
  entry: string,
): boolean {
  const list = ALLOW_LISTS.find((one) => one.field === field);
  return list === undefined || isWrongList(list, tenant) || listCovers(list, tenant.security[field], entry);
}

/** A stack's volumes are of a class that its tenant may use. */
export function storageClass(
  tenant: Tenant,
  spec: MonitoringSpec,
  path: Path,
  { isKnown }: RuleContext,
): readonly Issue[] {
  const { storageClass: name } = spec;
  if (name === undefined || !isKnown(name)) return [];
  const isName = isNameOf("StorageClass", name);
  return issueUnless(isName && isAllowed(tenant, "storageClasses", name), [...path, "storageClass"], () => ({
    code: isName ? "storage-class-not-allowed" : "invalid-storage-class-name",
    message: isName ? "the tenant may not use this StorageClass" : "invalid name of a StorageClass",
    received: show(name),
    expected: isName ? `one of ${tenant.path}.security.storageClasses` : "a name as `kubectl get storageclasses` shows",
    hint: isName
      ? "add it there, or choose another one"
      : "correct the name, or leave it out for the cluster's default",
  }));
}

/** Pipelines of the tenant start pods beside the stack: a registry that is named there must be one of the tenant's own. */
export function imageRegistry(
  tenant: Tenant,
  spec: MonitoringSpec,
  path: Path,
  { isKnown }: RuleContext,
): readonly Issue[] {
  const named = spec.sources?.imageRegistry;
  const isRight =
    typeof named !== "string" ||
    !isKnown(named) ||
    stackImages(named).every((prefix) => isAllowed(tenant, "imageRegistries", prefix));
  return issueUnless(isRight, path, () => ({
    code: "laxer-than-parent",
    message: "the stack's registry is not one of the tenant's",
    received: show(named),
    expected: `one whose images ${tenant.path}.security.imageRegistries allows`,
    hint: "choose another one, or add it there, with its closing `/`",
  }));
}

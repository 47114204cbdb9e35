import { isDnsSubdomain, LABEL_VALUE } from "../../kubernetes/names";

/** Names that the API server takes in the keys of a ResourceQuota: what it refuses would only fail at apply. */

const HUGE_PAGES = /^hugepages-[0-9]+[KMG]i$/;
const COUNT =
  /^(configmaps|persistentvolumeclaims|replicationcontrollers|resourcequotas|secrets|services|services\.nodeports)$/;
/** Devices of a class that claims may take, summed over all of them. */
const DEVICES_OF_CLASS = /^(.+\.deviceclass\.resource\.k8s\.io)\/devices$/;
const COUNT_OF_KIND = /^count\/(.{1,63})$/;
const CLASS_DOMAIN = "storageclass.storage.k8s.io";

/** The ResourceQuota key of one StorageClass. */
export function storageClassKey(name: string): string {
  return `${name}.${CLASS_DOMAIN}/requests.storage`;
}

/** The domain of a class's key is no longer than any name of DNS. */
export function isStorageClassName(name: string): boolean {
  return isDnsSubdomain(name) && isDnsSubdomain(`${name}.${CLASS_DOMAIN}`);
}

/** @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources */
export function isExtendedResource(name: string): boolean {
  if (HUGE_PAGES.test(name)) return true;
  const [domain = "", part = "", ...more] = name.split("/");
  const isTaken = /^(requests|limits)\./.test(domain) || /(^|\.)kubernetes\.io$/.test(domain);
  return more.length === 0 && !isTaken && isDnsSubdomain(`requests.${domain}`) && LABEL_VALUE.test(part);
}

/** @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-on-object-count */
export function isCountKey(key: string): boolean {
  return COUNT.test(key) || [COUNT_OF_KIND, DEVICES_OF_CLASS].some((form) => isDnsSubdomain(form.exec(key)?.[1]));
}

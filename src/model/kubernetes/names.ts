/** A DNS label. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
export const DNS_LABEL_LENGTH = 63;

/** The value of a label, and the part of a qualified name behind its domain. */
export const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/**
 * Whether every JavaScript object has a key of that name, as `constructor`. Constructs, and what else is kept by name in
 * objects, would be found there before it was made.
 */
export function isObjectKey(name: string): boolean {
  return name in Object.prototype;
}

/** Whether a value is a DNS label of at most 63 characters. */
export function isDnsLabel(value: string): boolean;
export function isDnsLabel(value: unknown): value is string;
export function isDnsLabel(value: unknown): boolean {
  return typeof value === "string" && value.length <= DNS_LABEL_LENGTH && DNS_LABEL.test(value);
}

/** Whether a value is at most 253 characters of DNS labels joined by dots; Kubernetes bounds no label of them. */
export function isDnsSubdomain(value: string): boolean;
export function isDnsSubdomain(value: unknown): value is string;
export function isDnsSubdomain(value: unknown): boolean {
  return typeof value === "string" && value.length <= 253 && value.split(".").every((part) => DNS_LABEL.test(part));
}

/** Whether a value is a label's, and not empty. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export function isLabelValue(value: unknown): boolean {
  return typeof value === "string" && LABEL_VALUE.test(value);
}

/** Whether a value is a key of labels, annotations or taints: a name, with a domain and a slash before it or not. */
export function isQualifiedName(value: unknown): boolean {
  if (typeof value !== "string") return false;
  const slash = value.indexOf("/");
  return (slash < 0 || isDnsSubdomain(value.slice(0, slash))) && LABEL_VALUE.test(value.slice(slash + 1));
}

/** Whether a value may stand as one segment of a path, as the names of roles and their bindings do. */
export function isPathSegment(value: unknown): boolean {
  return typeof value === "string" && value !== "" && !/^\.{1,2}$|[/%]/.test(value);
}

/** How names of kinds are formed whose names are not DNS subdomains of at most 253 characters. */
const NAMES: Readonly<Record<string, (value: unknown) => boolean>> = {
  Namespace: isDnsLabel,
  Service: (value) => isDnsLabel(value) && /^[a-z]/.test(value),
  CSIDriver: (value) => isDnsSubdomain(value) && value.length <= 63,
  Role: isPathSegment,
  ClusterRole: isPathSegment,
  RoleBinding: isPathSegment,
  ClusterRoleBinding: isPathSegment,
};

/**
 * Whether the API server takes a value as the name of an object of a kind.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function isNameOf(kind: string, value: unknown): boolean {
  return (NAMES[kind] ?? isDnsSubdomain)(value);
}

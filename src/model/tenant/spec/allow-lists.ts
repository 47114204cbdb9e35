import type { BoundField } from "./bounds";
import { ANNOTATIONS } from "./labels";
import { isDnsSubdomain, isNameOf, isQualifiedName } from "../../kubernetes/names";
import { ANY, type SecuritySpec } from "./security-spec";

/** The fields of a security spec that are allow-lists. */
export type AllowListField = Exclude<
  keyof SecuritySpec,
  "podSecurity" | "alwaysPullImages" | "configSize" | BoundField
>;

/** One list of what a tenant may use. */
export interface AllowList {
  readonly field: AllowListField;
  /** The namespace's annotation that guardrails read the list from. */
  readonly annotation: string;
  /** What one entry names, for messages. */
  readonly what: string;
  /** Default of a top tenant. */
  readonly initial: readonly string[];
  /** The format of an entry, in words. */
  readonly form: string;
  readonly isEntry: (entry: string) => boolean;
  /** Whether `outer` allows everything that `inner` allows. */
  readonly covers: (outer: string, inner: string) => boolean;
}

const REGISTRY = /^[a-z0-9][-a-z0-9.]*(:[0-9]+)?\/([a-z0-9]+([._-]+[a-z0-9]+)*\/)*$/;
/** The last character is not a letter or digit, so that no other name starts with it by chance. */
const SUBJECT_PREFIX = /^[^,\s*]*[^,\s*A-Za-z0-9]$/;
/** A domain and a path, as of `spec.signerName`. */
const SIGNER =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const SERVICE_TYPES = ["ExternalName", "LoadBalancer", "NodePort"];

/** Priority classes of the system preempt any pod of a node. */
export const SYSTEM_PRIORITY = "system-";

const same = (outer: string, inner: string) => outer === inner;
const startsAlike = (outer: string, inner: string) => inner.startsWith(outer);
const orAny = (isEntry: AllowList["isEntry"]) => (entry: string) => entry === ANY || isEntry(entry);

const named = (what: string, kind = what): Pick<AllowList, "what" | "form" | "isEntry" | "covers"> => ({
  what,
  form: `the name of a ${what}, or "${ANY}"`,
  isEntry: orAny((entry) => isNameOf(kind, entry)),
  covers: same,
});

const annotationKeys = (what: string): Pick<AllowList, "what" | "form" | "isEntry" | "covers"> => ({
  what,
  form: `the key of an annotation, or a domain with its closing "/"`,
  isEntry: (entry) => isQualifiedName(entry) || (entry.endsWith("/") && isDnsSubdomain(entry.slice(0, -1))),
  covers: (outer, inner) => outer === inner || (outer.endsWith("/") && inner.startsWith(outer)),
});

/** Every allow-list; `docs/tenants.md` shows the same table, which a test keeps equal. */
export const ALLOW_LISTS: readonly AllowList[] = [
  {
    field: "imageRegistries",
    annotation: ANNOTATIONS.imageRegistries,
    what: "image registry",
    initial: [ANY],
    form: `the start of an image's name that ends in "/", such as "ghcr.io/acme/", or "${ANY}"`,
    isEntry: orAny((entry) => REGISTRY.test(entry)),
    covers: startsAlike,
  },
  { field: "storageClasses", annotation: ANNOTATIONS.storageClasses, initial: [ANY], ...named("StorageClass") },
  { field: "ingressClasses", annotation: ANNOTATIONS.ingressClasses, initial: [ANY], ...named("IngressClass") },
  {
    field: "hostnames",
    annotation: ANNOTATIONS.hostnames,
    what: "hostname",
    initial: [],
    form: `a DNS name such as "shop.example.ch", "*.shop.example.ch" for all below it, or "${ANY}"`,
    isEntry: orAny((entry) => isDnsSubdomain(entry.replace(/^\*\./, ""))),
    covers: (outer, inner) => outer === inner || (outer.startsWith("*.") && inner.endsWith(outer.slice(1))),
  },
  {
    field: "serviceTypes",
    annotation: ANNOTATIONS.serviceTypes,
    what: "Service type",
    initial: ["LoadBalancer"],
    form: SERVICE_TYPES.map((type) => `"${type}"`).join(" or "),
    isEntry: (entry) => SERVICE_TYPES.includes(entry),
    covers: same,
  },
  {
    field: "priorityClasses",
    annotation: ANNOTATIONS.priorityClasses,
    initial: [],
    ...named("PriorityClass"),
    form: `the name of a PriorityClass that does not start with "${SYSTEM_PRIORITY}", or "${ANY}"`,
    isEntry: orAny((entry) => isNameOf("PriorityClass", entry) && !entry.startsWith(SYSTEM_PRIORITY)),
  },
  { field: "csiDrivers", annotation: ANNOTATIONS.csiDrivers, initial: [], ...named("CSI driver", "CSIDriver") },
  {
    field: "certificateSigners",
    annotation: ANNOTATIONS.certificateSigners,
    what: "signer of certificates",
    initial: [],
    form: `the name of a signer, such as "example.com/mesh", or "${ANY}"`,
    isEntry: orAny((entry) => SIGNER.test(entry)),
    covers: same,
  },
  { field: "deviceClasses", annotation: ANNOTATIONS.deviceClasses, initial: [], ...named("DeviceClass") },
  {
    field: "tolerations",
    annotation: ANNOTATIONS.tolerations,
    what: "taint",
    initial: [],
    form: `the key of a taint, such as "shop.example.ch/dedicated"`,
    isEntry: (entry) => isQualifiedName(entry),
    covers: same,
  },
  {
    field: "subjectPrefixes",
    annotation: ANNOTATIONS.subjectPrefixes,
    what: "prefix of users and groups",
    initial: [],
    form: `the start of names that ends in neither letter nor digit, such as "oidc:shop-", or "${ANY}"; never "system:"`,
    isEntry: orAny((entry) => SUBJECT_PREFIX.test(entry) && !entry.startsWith("system:")),
    covers: startsAlike,
  },
  {
    field: "ingressAnnotations",
    annotation: ANNOTATIONS.ingressAnnotations,
    initial: [],
    ...annotationKeys("annotation of Ingresses"),
  },
  {
    field: "serviceAnnotations",
    annotation: ANNOTATIONS.serviceAnnotations,
    initial: [],
    ...annotationKeys("annotation of Services"),
  },
];

/** Whether a list allows whatever an entry of a narrower list does. */
export function listCovers({ covers }: AllowList, list: readonly string[], entry: string): boolean {
  return list.some((outer) => outer === ANY || covers(outer, entry));
}

import { show, type Issue, type Path } from "../../issue";
import { listIn } from "../../json";
import { isQualifiedName } from "../../kubernetes/names";
import { list, string, type ListSchema } from "../../schema/schema";
import { ANNOTATIONS, LABELS, subtreeLabel } from "./labels";

/** Keys that others write on a tenant's namespace; a `*` at the end stands for the rest of a key. */
export const IGNORED_KEYS: ListSchema = list(string("field.cattle.io/*"));

/** What of a key may be written before the `*`: a domain, so that it is somebody's. */
const DOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[-A-Za-z0-9_.]*$/;

const POD_SECURITY = "pod-security.kubernetes.io/";

/** What policies and guardrails read: a plan that left it alone would not mend isolation. */
const OURS: readonly string[] = [
  ...Object.values(LABELS),
  ...Object.values(ANNOTATIONS),
  subtreeLabel(""),
  POD_SECURITY,
];
const OUR_DOMAINS = ["hikube.cloud/", subtreeLabel(""), POD_SECURITY];

/** What is wrong with the keys that a plan is to leave alone; their types are judged by whoever reads them. */
export function ignoredKeyIssues(keys: unknown, path: Path): readonly Issue[] {
  return listIn(keys).flatMap((key, index): readonly Issue[] => {
    const fault = typeof key === "string" ? faultOf(key) : undefined;
    if (fault === undefined) return [];
    const expected = "a key such as `istio-injection`, or a domain and the start of a name: `field.cattle.io/*`";
    const hint = "name what somebody else writes there, or leave it out";
    return [
      { path: [...path, index], code: "invalid-ignored-key", message: fault, received: show(key), expected, hint },
    ];
  });
}

function faultOf(key: string): string | undefined {
  const start = startOf(key);
  const isRight = start === undefined ? isQualifiedName(key) : DOMAIN.test(start);
  if (!isRight) return "not a key of labels or annotations";
  const isOurs =
    start === undefined
      ? OURS.includes(key) || OUR_DOMAINS.some((domain) => key.startsWith(domain))
      : [...OURS, ...OUR_DOMAINS].some((ours) => ours.startsWith(start) || start.startsWith(ours));
  return isOurs ? "the platform's own labels and annotations are part of isolation" : undefined;
}

/** What stands before a `*` at the end; nothing where the key is whole. */
function startOf(key: string): string | undefined {
  return key.endsWith("*") ? key.slice(0, -1) : undefined;
}

/** The key as the expression that hashicorp/kubernetes takes for it, of the whole key. */
export function ignoredKeyExpression(key: string): string {
  const start = startOf(key);
  const text = (start ?? key).replaceAll(".", "\\.");
  return start === undefined ? `^${text}$` : `^${text}`;
}

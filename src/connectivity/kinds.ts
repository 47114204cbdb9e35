import type { Path } from "../model/issue";
import { isRecord } from "../model/json";
import { Field } from "./fields";

/** What an object is to the judgement of connectivity. */
export type Role = "namespace" | "pod" | "policy" | "foreign-policy" | "none";

/** An object of a snapshot, out of the list that held it. */
export interface Item {
  /** Where it was found, e.g. `["objects", 0, "items", 3]`. */
  readonly field: Field;
  readonly apiVersion: string;
  readonly kind: string;
}

/** API groups whose policies open or close ways too, and are not judged here. */
export const FOREIGN_POLICY_GROUPS = [
  ...["policy.networking.k8s.io", "cilium.io", "crd.projectcalico.org", "projectcalico.org"],
  ...["crd.antrea.io", "k8s.ovn.org", "security.istio.io"],
];

/** `extensions/v1beta1` was the first home of NetworkPolicy: such an object is one, of a version that is not served. */
const POLICY_GROUPS = ["networking.k8s.io", "extensions"];

export function roleOf({ apiVersion, kind }: Pick<Item, "apiVersion" | "kind">): Role {
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  if (kind === "NetworkPolicy" && POLICY_GROUPS.includes(group)) return "policy";
  // A kind is written in one way alone: "networkpolicy" is none that is judged either.
  if (/networkpolicy$/i.test(kind) || (kind.endsWith("Policy") && FOREIGN_POLICY_GROUPS.includes(group))) {
    return "foreign-policy";
  }
  if (apiVersion !== "v1") return "none";
  return kind === "Namespace" ? "namespace" : kind === "Pod" ? "pod" : "none";
}

/** Kinds that end in "List" may be of anybody; these are of Kubernetes. */
const LISTS = ["List", "NamespaceList", "PodList", "NetworkPolicyList"];

/**
 * The objects of a list and of the lists in it, as `kubectl get -o yaml` prints them. What is no object is a fault.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#collections
 */
export function openLists(field: Field, of?: Pick<Item, "apiVersion" | "kind">): readonly Item[] {
  if (!isRecord(field.value)) {
    field.fail("wrong-type", "must be a Kubernetes object", "an object with apiVersion, kind and metadata");
    return [];
  }
  // Items of a list of one kind may come without their kind.
  const [versionField, kindField] = [field.get("apiVersion"), field.get("kind")];
  const apiVersion = versionField.isMissing && of !== undefined ? of.apiVersion : versionField.text();
  const kind = kindField.isMissing && of !== undefined ? of.kind : kindField.text();
  const items = field.get("items");
  if (LISTS.includes(kind) && items.isMissing) {
    field.fail("missing-field", "a list without items", "items, which may be empty");
  }
  if (kind.endsWith("List") && field.get("metadata").get("continue").value) {
    const hint = "ask for all of them: `kubectl get -o json` does";
    field.fail(
      "missing-field",
      "the list goes on: only its first part is here",
      "a list without `metadata.continue`",
      hint,
    );
  }
  if (!kind.endsWith("List") || items.isMissing) return [{ field, apiVersion, kind }];
  const ofItems = kind === "List" ? undefined : { apiVersion, kind: kind.slice(0, -"List".length) };
  return items.items().flatMap((item) => openLists(item, ofItems));
}

/** The objects of a value that is a list, an object, or a List. */
export function openAll(value: unknown, path: Path, issues: ConstructorParameters<typeof Field>[2]): readonly Item[] {
  const field = new Field(value, path, issues);
  return Array.isArray(value) ? field.items().flatMap((item) => openLists(item)) : openLists(field);
}

/** A policy of another kind would change the answers: only the user can decide to leave it out. */
export function refuseForeignPolicy({ field, apiVersion, kind }: Item): void {
  field.fail(
    "unsupported-policy",
    `policies of kind ${kind} (${apiVersion}) are not evaluated`,
    "NetworkPolicies of networking.k8s.io/v1",
    "leave it out, knowing that the answer may then differ from what the cluster does",
  );
}

import type { Cluster } from "../../src/kube/cluster";
import { ACCESS_LEVELS, type AccessLevel } from "../../src/model/tenant/spec/access-levels";
import { toldRights } from "../model/docs-table";

const REVIEWS = "/apis/authorization.k8s.io/v1";

/** Requests that are asked at once. */
const AT_ONCE = 40;

/** What the guide says that a level may do, each as `resource verb`, sorted. */
export function rightsTold(level: AccessLevel, { guardrails }: { readonly guardrails: boolean }): readonly string[] {
  const order = ACCESS_LEVELS.map((entry) => entry.level);
  const rights = toldRights()
    .filter((right) => order.indexOf(right.level) <= order.indexOf(level))
    .filter(({ needsGuardrails }) => guardrails || !needsGuardrails)
    .map(({ resource, verb }) => `${resource} ${verb}`);
  return [...new Set(rights)].sort();
}

interface ResourceRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** All that a user may do in a namespace, as the API server tells the user; sorted. */
export async function rightsIn(as: Cluster, namespace: string): Promise<readonly string[]> {
  const answer = (await as.raw("POST", `${REVIEWS}/selfsubjectrulesreviews`, {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectRulesReview",
    spec: { namespace },
  })) as { status: { resourceRules: readonly ResourceRule[] } };
  const rights = answer.status.resourceRules.flatMap(rightsOf);
  return [...new Set(rights)].sort();
}

function rightsOf({ verbs, apiGroups = [], resources = [], resourceNames = [] }: ResourceRule): readonly string[] {
  const only = resourceNames.length === 0 ? "" : ` named ${resourceNames.join(" ")}`;
  return apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.map((verb) => `${withGroup(resource, group)} ${verb}${only}`)),
  );
}

/** As `kubectl auth can-i` takes it: `deployments.apps/scale`. */
export function withGroup(resource: string, group: string): string {
  const [name = "", ...subresource] = resource.split("/");
  return [group === "" ? name : `${name}.${group}`, ...subresource].join("/");
}

/** A resource of an API; `name` has its subresource in it, as discovery gives it. */
export interface ServedResource {
  readonly group: string;
  readonly name: string;
  readonly namespaced: boolean;
}

/** Every resource that the API server serves, subresources too. */
export async function servedResources(cluster: Cluster): Promise<readonly ServedResource[]> {
  const { groups } = (await cluster.raw("GET", "/apis")) as {
    groups: readonly { name: string; versions: readonly { groupVersion: string }[] }[];
  };
  const places = groups.flatMap(({ name, versions }) =>
    versions.map(({ groupVersion }) => ({ group: name, path: `/apis/${groupVersion}` })),
  );
  const lists = await Promise.all(
    [{ group: "", path: "/api/v1" }, ...places].map(async ({ group, path }) => {
      const { resources } = (await cluster.raw("GET", path)) as {
        resources: readonly { name: string; namespaced: boolean }[];
      };
      return resources.map(({ name, namespaced }) => ({ group, name, namespaced }));
    }),
  );
  return [...new Map(lists.flat().map((one) => [withGroup(one.name, one.group), one])).values()];
}

export interface Question {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

/** What of the questions is answered with yes for a member of a group, as `resource verb`, sorted. */
export async function allowedOf(
  cluster: Cluster,
  member: { readonly group: string; readonly namespace: string },
  questions: readonly Question[],
): Promise<readonly string[]> {
  const allowed: string[] = [];
  const left = [...questions];
  const worker = async () => {
    for (let question = left.pop(); question !== undefined; question = left.pop()) {
      if (await isAllowed(cluster, member, question)) {
        allowed.push(`${withGroup(question.resource, question.group)} ${question.verb}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return allowed.sort();
}

async function isAllowed(
  cluster: Cluster,
  { group, namespace }: { readonly group: string; readonly namespace: string },
  question: Question,
): Promise<boolean> {
  const [resource, subresource] = question.resource.split("/");
  const answer = (await cluster.raw("POST", `${REVIEWS}/subjectaccessreviews`, {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    spec: {
      user: "ann",
      groups: [group, "system:authenticated"],
      resourceAttributes: { namespace, group: question.group, resource, subresource, verb: question.verb },
    },
  })) as { status: { allowed: boolean } };
  return answer.status.allowed;
}

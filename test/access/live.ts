import { liveReport, type AccessReport } from "../../src/access/report";
import { heldRights, roleFactsOf } from "../../src/access/roles";
import type { LiveNamespace } from "../../src/access/live";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { platformObjects } from "../../src/model/platform/platform";
import { forestObjects } from "../../src/model/tenant/objects/objects";
import { tenantNodes, type Forest } from "../../src/model/tenant/resolve/tenant";
import { CLUSTER, tree } from "../model/tenants";

const apiVersion = "rbac.authorization.k8s.io/v1";

/** A tenant of everybody's kind, with one below it. */
export const FOREST: Forest = [
  tree({
    name: "top",
    access: {
      owners: [{ kind: "Group", name: "platform" }],
      viewers: [{ kind: "Group", name: "support" }],
      deployers: [{ name: "ci" }],
    },
    security: { subjectPrefixes: ["oidc:"] },
    children: [
      {
        name: "shop",
        quota: { cpu: "1", memory: "2Gi", storage: "10Gi" },
        access: { admins: [{ kind: "Group", name: "support" }] },
      },
    ],
  }),
];

export const person = (name: string, kind: "User" | "Group" = "User") => ({ kind, name });
export const account = (name: string, namespace: string) => ({ kind: "ServiceAccount", name, namespace });

/** `Role a` in a namespace, or `ClusterRole a`, to some subjects. */
export function binding(role: string, subjects: readonly object[], namespace?: string, name = "by-hand"): KubeObject {
  const [kind = "", called = ""] = role.split(" ");
  return {
    apiVersion,
    kind: namespace === undefined ? "ClusterRoleBinding" : "RoleBinding",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { kind, name: called },
    subjects,
  };
}

/** `pods,secrets.get,list` in the core group, or in `group/`. */
export function role(name: string, rules: readonly string[], namespace?: string): KubeObject {
  return {
    apiVersion,
    kind: namespace === undefined ? "ClusterRole" : "Role",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    rules: rules.map(rule),
  };
}

export function rule(text: string): Readonly<Record<string, readonly string[]>> {
  const [, group = "", resources = "", verbs = "", names] = /^(?:(.*)\/)?([^:]*):([^@]*)(?:@(.*))?$/.exec(text) ?? [];
  return {
    apiGroups: [group],
    resources: resources.split(",").map((resource) => resource.replace("|", "/")),
    verbs: verbs.split(","),
    ...(names === undefined ? {} : { resourceNames: names.split(",") }),
  };
}

export const EVERYTHING = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };
export const ADMIN_ROLE = { ...role("cluster-admin", []), rules: [EVERYTHING] };

/** What `access --live` finds where the cluster holds the forest, the platform and these. */
export function found(more: readonly KubeObject[] = [], options: Options = {}): AccessReport {
  const {
    forest = FOREST,
    without = () => false,
    namespaces = [],
    declared = true,
    isStrict,
    cluster = CLUSTER,
  } = options;
  const emitted = forestObjects(forest).flatMap(({ objects }) => objects);
  const platform = platformObjects({ guardrails: true, cluster: CLUSTER }).base;
  const all = [...emitted, ...platform, ADMIN_ROLE, ...more].filter((object) => !without(object));
  const of = (...kinds: readonly string[]) => all.filter(({ kind }) => kinds.includes(kind));
  const held = heldRights();
  const live = {
    namespaces: [...tenantNodes(forest).map(({ tenant }) => namespaceOf(tenant)), ...namespaces],
    bindings: of("RoleBinding"),
    clusterBindings: of("ClusterRoleBinding"),
    roles: of("Role", "ClusterRole").map((one) => roleFactsOf(one, held)),
  };
  return liveReport(live, declared ? { roots: forest, cluster, isStrict } : undefined);
}

interface Options {
  readonly forest?: Forest;
  /** Objects that the cluster does not have. */
  readonly without?: (object: KubeObject) => boolean;
  readonly namespaces?: readonly LiveNamespace[];
  readonly declared?: boolean;
  readonly isStrict?: boolean;
  readonly cluster?: ClusterFacts;
}

function namespaceOf({ namespace, name, ancestors, security }: ReturnType<typeof tree>["tenant"]): LiveNamespace {
  const parent = ancestors.at(-1);
  return {
    ...{ namespace, name, subjectPrefixes: security.subjectPrefixes },
    ...(parent === undefined ? {} : { parent }),
  };
}

/** Findings on one line each: `code tenant`. */
export function codesOf({ findings }: AccessReport): readonly string[] {
  return findings.map(({ code, tenant = "-" }) => `${code} ${tenant}`);
}

import { myTenants } from "../../../src/cli/people/my-tenants";
import type { Cluster } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { PolicyRule } from "../../../src/model/kubernetes/kube-object";
import { levelRules } from "../../../src/model/platform/roles/levels";

interface Told {
  readonly rules?: readonly PolicyRule[];
  readonly incomplete?: string;
  /** Resources that a review of access allows. */
  readonly allowed?: readonly string[];
  readonly absent?: boolean;
}

/** Answers reviews by namespace, and counts how many questions were asked. */
function clusterOf(told: Readonly<Record<string, Told>>): { readonly cluster: Cluster; readonly asked: string[] } {
  const asked: string[] = [];
  const raw = (_method: string, path: string, body: unknown) => {
    const { spec } = body as {
      spec: { namespace?: string; resourceAttributes?: { namespace: string; resource: string } };
    };
    const { namespace, resource } = spec.resourceAttributes ?? { namespace: spec.namespace ?? "", resource: "" };
    const { rules = [], incomplete, allowed = [] } = told[namespace] ?? {};
    asked.push(`${path.split("/").at(-1) ?? ""} ${namespace}`);
    const review = { resourceRules: rules, incomplete: incomplete !== undefined, evaluationError: incomplete };
    return Promise.resolve({ status: resource === "" ? review : { allowed: allowed.includes(resource) } });
  };
  const get = ({ name }: { name: string }) => {
    if (told[name]?.absent === true) return Promise.resolve(undefined);
    if ((told[name]?.rules ?? []).length === 0) return Promise.reject(new KubeError("no", 403, "Forbidden"));
    const metadata = {
      ...{ name, labels: { "hikube.cloud/tenant": name } },
      annotations: { "hikube.cloud/suspended": "true", "hikube.cloud/expires-at": "2027-03-31T00:00:00Z" },
    };
    return Promise.resolve({ apiVersion: "v1", kind: "Namespace", metadata });
  };
  return { cluster: { raw, get } as unknown as Cluster, asked };
}

const VIEWER = levelRules("viewer", { guardrails: true });
const NODES = "node authorizer does not support user rule resolution";

test("tells each tenant that somebody may enter, with its state", async () => {
  const { cluster } = clusterOf({ a: { rules: VIEWER }, b: {}, c: { rules: VIEWER.slice(0, 1) } });
  const state = { suspended: true, expiresAt: "2027-03-31T00:00:00Z" };
  expect(await myTenants(cluster, ["a", "b", "c"])).toEqual([
    { namespace: "a", level: "viewer", ...state },
    { namespace: "c", level: "other", ...state },
  ]);
});

test("one question for each candidate is enough where RBAC and nodes alone decide", async () => {
  const { cluster, asked } = clusterOf({ a: { rules: VIEWER, incomplete: NODES } });
  await myTenants(cluster, ["a", "b"]);
  expect(asked).toEqual(["selfsubjectrulesreviews -", "selfsubjectrulesreviews a", "selfsubjectrulesreviews b"]);
});

test("where another authorizer lists nothing, it is asked for each stronger level", async () => {
  const incomplete = "webhook authorizer does not support user rule resolution";
  const { cluster } = clusterOf({
    a: { rules: VIEWER, incomplete, allowed: ["deployments", "pods"] },
    b: { incomplete, allowed: ["pods"] },
    c: { incomplete },
  });
  const found = await myTenants(cluster, ["a", "b", "c"]);
  expect(found.map(({ namespace, level }) => [namespace, level])).toEqual([
    ["a", "admin"],
    ["b", "user"],
  ]);
});

test("what is declared and not there is nobody's, and so is a namespace of no tenant", async () => {
  const everywhere = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
  const { cluster } = clusterOf({ "-": { rules: everywhere }, a: { rules: everywhere, absent: true } });
  expect(await myTenants(cluster, ["a"])).toEqual([]);
});

import { objectsOfPlatform, objectsOfTenants, tenantValues } from "../../../src/cli/plan/hikube-values";
import { parsePlan } from "../../../src/cli/plan/plan";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import { summarize } from "../../../src/cli/plan/summary";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { lineOf } from "../../review/states";
import { CLUSTER } from "../../model/tenants";
import { TOP, WEB, type Values } from "./shop";
import { typedState } from "./typed-state";

const made = (...tenants: readonly Values[]): readonly KubeObject[] =>
  [
    ...objectsOfTenants(
      tenants.flatMap((values) => tenantValues(values) ?? []),
      CLUSTER,
    ).values(),
  ].flat();
const FORMER = made(TOP, WEB);

const resource = (address: string, actions: readonly string[], [before, after]: readonly unknown[]) => ({
  ...{ address, mode: "managed", type: address.split(".")[0] },
  change: { actions, before, after, after_unknown: {} },
});
const isNamespace = ({ kind }: KubeObject) => kind === "Namespace";
/** Their resources, as the provider of Kubernetes reads them. */
const forgotten = (objects: readonly KubeObject[]) =>
  objects.map((manifest, index) => {
    const { type, values } = typedState(manifest) ?? { type: "kubernetes_manifest", values: { manifest } };
    return resource(`${type}.x${index}`, ["forget"], [values, null]);
  });
const taken = (values: { readonly name: string; readonly namespace: string }) =>
  resource(`hikube_tenant.${values.name}`, ["update"], [{ namespace: values.namespace }, values]);
const stateOf = (objects: readonly KubeObject[]) => ({
  resources: objects.filter(isNamespace).map(({ metadata }) => ({
    ...{ mode: "managed", type: "kubernetes_namespace_v1", name: metadata.name },
    instances: [{ attributes: { metadata: [metadata] } }],
  })),
});

/** The plan of a migration of both, in which one thing or nothing becomes other. */
const planOf = (
  top: typeof TOP & Values,
  { state = stateOf(FORMER), more = [] }: { readonly state?: object; readonly more?: readonly object[] } = {},
) => {
  const left = forgotten(FORMER.filter((object) => !isNamespace(object)));
  const resource_changes = [...left, taken(top), taken(WEB), ...more];
  return parsePlan(JSON.stringify({ resource_changes }), CLUSTER, JSON.stringify(state));
};
const linesOf = (plan: ReturnType<typeof planOf>) => reviewPlans([{ plan }], "none").changes.map(lineOf);

test("where nothing becomes other, all of a tenant is taken over, and nothing else is told", () => {
  const plan = planOf(TOP);
  expect(linesOf(plan)).toEqual([]);
  const nothing = { added: [], changed: [], removed: [], replaced: [], imported: [], moved: [], forgotten: [] };
  const names = ({ kind, metadata }: KubeObject) => `${kind} ${metadata.name}`;
  expect(summarize(plan)).toEqual([
    expect.objectContaining({ ...nothing, tenant: "tenant-shop" }),
    expect.objectContaining({ ...nothing, tenant: "tenant-shop-web" }),
  ]);
  const [top] = summarize(plan);
  expect([...(top?.takenOver ?? [])].sort()).toEqual(made(TOP).map(names).sort());
  expect(plan.hasEffect).toBe(true);
});

test.each([
  [
    "raised access",
    { access: { owners: [{ kind: "Group", name: "contractors" }] } },
    "danger tenant-shop +tenant-shop-web access Group contractors: - => owner",
  ],
  [
    "a lowered wall",
    { network: { egress: [{ to_cidrs: ["10.0.0.0/8"], ports: [{ protocol: "TCP", port: 443 }] }] } },
    "danger tenant-shop way-opens tenant-shop -> private networks (IPv4): - => TCP 443 to 10.0.0.0/8 without 10.96.0.0/16, 10.244.0.0/16",
  ],
  [
    "a raised quota",
    { quota: { ...TOP.quota, load_balancers: 30 } },
    "danger tenant-shop quota services.loadbalancers: 4 => 30",
  ],
  ["protection that ends", { protected: false }, "danger tenant-shop lifetime protected: yes => no"],
])("%s is named, and nothing is left unjudged", (_what, edit, line) => {
  const plan = planOf({ ...TOP, ...edit });
  const lines = linesOf(plan);
  expect(lines).toContain(line);
  expect(lines.filter((each) => each.startsWith("danger"))).toEqual([line]);
  const moved = summarize(plan).flatMap(({ added, changed }) => [...added, ...changed]);
  expect(moved).not.toEqual([]);
});

test("what the platform consists of is taken over, not added", () => {
  const all = objectsOfPlatform({}, CLUSTER);
  const left = forgotten(all).map((one, index) => ({ ...one, address: `${one.type}.p${index}` }));
  const plan = planOf(TOP, { more: [...left, resource("hikube_platform.this", ["create"], [null, {}])] });
  const [platform] = summarize(plan);
  expect(platform).toMatchObject({ tenant: "platform", added: [], changed: [], forgotten: [] });
  expect(platform?.takenOver).toHaveLength(all.length);
  expect(linesOf(plan)).toEqual([]);
});

test("a namespace that was nobody's is told as one that is adopted", () => {
  const plain = FORMER.filter(isNamespace).map(({ metadata: { name }, ...rest }) => ({ ...rest, metadata: { name } }));
  const [line] = linesOf(
    parsePlan(JSON.stringify({ resource_changes: [taken(TOP)] }), CLUSTER, JSON.stringify(stateOf(plain))),
  ).filter((each) => each.includes("tenant-added"));
  expect(line).toBe("notice tenant-shop tenant-added tenant-shop: - => a top tenant, profile production");
});

test("where the state does not say what the namespace was, nobody judges it", () => {
  const lines = linesOf(planOf(TOP, { state: {} }));
  expect(lines.filter((line) => line.includes("not-judged"))).toHaveLength(2);
});

describe("a hikube_manifest that adopts what a typed resource leaves", () => {
  const metadata = { name: "settings", namespace: "tenant-shop" };
  const values = { metadata: [{ ...metadata, labels: { team: "a" }, uid: "1" }], data: { a: "1" }, immutable: null };
  const left = resource("kubernetes_config_map_v1.x", ["forget"], [values, null]);
  const planned = (data: object, more: object = {}) => {
    const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata, data };
    const made = resource("hikube_manifest.x", ["create"], [null, { manifest, adopt: true, ...more }]);
    return planOf(TOP, { more: [left, made] });
  };
  const others = (plan: ReturnType<typeof planOf>) =>
    summarize(plan).find(({ tenant }) => tenant === "other resources");

  test("takes it over as it is, which is nothing to review", () => {
    const plan = planned({ a: "1" });
    expect(linesOf(plan)).toEqual([]);
    expect(others(plan)).toMatchObject({ takenOver: ["hikube_manifest.x"], added: [], changed: [], forgotten: [] });
  });

  test("is told with what of it becomes other", () => {
    const plan = planned({ a: "2", b: "3" });
    expect(linesOf(plan)).toEqual(["notice tenant-shop object-changed ConfigMap settings: - => data.a, data.b"]);
    expect(others(plan)).toMatchObject({ takenOver: ["hikube_manifest.x"], changed: ["hikube_manifest.x"] });
  });

  test("is told with what it opens, where it says less than the typed resource did", () => {
    const rule = { from: [{ pod_selector: [{ match_labels: { app: "a" } }] }] };
    const spec = { pod_selector: [{ match_labels: { app: "b" } }], policy_types: ["Ingress"], ingress: [rule] };
    const policy = resource(
      "kubernetes_network_policy_v1.x",
      ["forget"],
      [{ metadata: [metadata], spec: [spec] }, null],
    );
    const manifest = {
      ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata },
      spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] },
    };
    const made = resource("hikube_manifest.x", ["create"], [null, { manifest, adopt: true }]);
    const lines = linesOf(planOf(TOP, { more: [policy, made] }));
    expect(lines).toContain("danger tenant-shop way-opens internet -> tenant-shop: - => all ports");
  });

  test("runs its provisioners, as what is new does", () => {
    const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } };
    const made = resource("hikube_manifest.x", ["create"], [null, { manifest, adopt: true }]);
    const written = { address: "hikube_manifest.x", provisioners: [{ type: "local-exec", expressions: {} }] };
    const configuration = { root_module: { resources: [written] } };
    expect(parsePlan(JSON.stringify({ resource_changes: [left, made], configuration })).commands).toHaveLength(1);
  });

  test("is new where it does not adopt, which the apply refuses", () => {
    const plan = planned({ a: "1" }, { adopt: null });
    expect(others(plan)).toMatchObject({ added: ["hikube_manifest.x"], takenOver: [] });
  });
});

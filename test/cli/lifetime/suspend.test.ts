import { formatSuspension, suspensionExit } from "../../../src/cli/lifetime/report";
import { resumeTenant, suspendTenant, suspendTenants } from "../../../src/cli/lifetime/suspend";
import type { Cluster, KindRef, ObjectRef } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";

const NAMESPACE = "tenant-a";
const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": NAMESPACE };
const gone = () => new KubeError("not found", 404, "NotFound");

interface Patched {
  readonly name: string;
  readonly body: unknown;
}

/** A cluster of one tenant whose Deployments are these; what `answer` gives is the refusal of a patch. */
function clusterOf(
  deployments: readonly KubeObject[],
  answer: (ref: ObjectRef, body: unknown) => KubeError | undefined,
  quota = "5",
) {
  const patched: Patched[] = [];
  const spec = { hard: { pods: quota } };
  const cluster = {
    get: ({ kind, name }: ObjectRef) =>
      Promise.resolve({
        kind,
        metadata: { name, labels, annotations: { "hikube.cloud/replicas-before-suspend": "5" } },
        spec,
      }),
    list: ({ kind }: KindRef) => Promise.resolve(kind === "Deployment" ? deployments : []),
    raw: () => Promise.resolve({ status: { allowed: true } }),
    dryRunPatch: () => Promise.resolve([]),
    patch: (ref: ObjectRef, _type: string, body: unknown) => {
      if (ref.kind !== "Deployment") return Promise.resolve({});
      const error = answer(ref, body);
      if (error !== undefined) return Promise.reject(error);
      patched.push({ name: ref.name, body });
      return Promise.resolve({});
    },
  };
  return { cluster: cluster as unknown as Cluster, patched };
}

function deployment(name: string, annotations: Readonly<Record<string, string>> = {}, replicas = 2): KubeObject {
  const metadata = { name, namespace: NAMESPACE, annotations };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { replicas } };
}

const failing = (name: string, error: () => KubeError) => (ref: ObjectRef) => {
  return ref.name === name ? error() : undefined;
};

test("what was deleted while a tenant is suspended is no fault", async () => {
  const { cluster, patched } = clusterOf([deployment("gone"), deployment("stays")], failing("gone", gone));
  const reports = await suspendTenant(cluster, NAMESPACE);
  expect(reports).toEqual([{ namespace: NAMESPACE, workloads: ["Deployment stays"], podsLeft: [] }]);
  expect(patched.map(({ name }) => name)).toEqual(["stays"]);
});

test("one that refuses stops no other, and is told on one line that quotes no whole object", async () => {
  const refusal = () => new KubeError(`no\n${"x".repeat(5000)}`, 403, "Forbidden");
  const { cluster } = clusterOf([deployment("first"), deployment("second")], failing("first", refusal));
  const reports = await suspendTenant(cluster, NAMESPACE);
  expect(reports).toMatchObject([{ workloads: ["Deployment second"] }]);
  expect(suspensionExit(reports)).toBe(1);
  const lines = formatSuspension("suspended", reports).split("\n");
  expect(lines).toEqual([
    "tenant-a is only partly suspended: 1 workload scaled to zero",
    expect.stringMatching(/^ {2}failed: Deployment first: no\\nx{290,300} …$/),
  ]);
});

test("where there is no room for the annotation a workload is suspended without it", async () => {
  const full = (_: ObjectRef, body: unknown) =>
    JSON.stringify(body).includes("annotations") ? new KubeError("Too long", 422, "Invalid") : undefined;
  const { cluster, patched } = clusterOf([deployment("full")], full);
  const [report] = await suspendTenant(cluster, NAMESPACE);
  expect(patched).toEqual([{ name: "full", body: { spec: { replicas: 0 } } }]);
  expect(report?.faults).toEqual([expect.stringContaining("will not restore it (2 replicas): Too long")]);
});

test("an annotation that is not a number of replicas is reported, and what is beside it is restored", async () => {
  const note = (value: string) => ({ "hikube.cloud/replicas-before-suspend": value });
  const { cluster, patched } = clusterOf(
    [deployment("spoiled", note("99999999999"), 0), deployment("good", note("3"), 0)],
    () => undefined,
    "0",
  );
  const [report] = await resumeTenant(cluster, NAMESPACE);
  expect(report?.workloads).toEqual(["Deployment good"]);
  expect(report?.faults).toEqual([expect.stringContaining("Deployment spoiled: stays suspended")]);
  expect(patched.map(({ body }) => (body as { spec: unknown }).spec)).toEqual([{}, { replicas: 3 }]);
});

describe("several tenants", () => {
  const wanted = ["tenant-none", NAMESPACE].map((namespace) => ({ namespace, because: "expired" }));

  test("are suspended also where one of them is not there", async () => {
    const { cluster } = clusterOf([deployment("web")], () => undefined);
    const get = (ref: ObjectRef) => (ref.name === "tenant-none" ? Promise.resolve(undefined) : cluster.get(ref));
    const reports = await suspendTenants({ ...cluster, get }, wanted);
    expect(reports).toMatchObject([
      { namespace: "tenant-none", faults: ["tenant: the cluster has no namespace tenant-none"] },
      { namespace: NAMESPACE, workloads: ["Deployment web"] },
    ]);
  });

  test("stay as they are where a right is missing on one", async () => {
    const { cluster, patched } = clusterOf([deployment("web")], () => undefined);
    const raw = (_method: string, _path: string, body: unknown) => {
      const { verb, namespace } = (body as { spec: { resourceAttributes: { verb: string; namespace?: string } } }).spec
        .resourceAttributes;
      return Promise.resolve({ status: { allowed: !(verb === "patch" && namespace === NAMESPACE) } });
    };
    await expect(suspendTenants({ ...cluster, raw }, wanted)).rejects.toThrow(
      `missing permissions to suspend expired tenants; nothing was changed:\n  patch namespaces in ${NAMESPACE}\n`,
    );
    expect(patched).toEqual([]);
  });
});

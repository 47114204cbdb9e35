import { markReleased, removeWalls, wallsOf } from "../../../src/cli/release/walls";
import type { Cluster, KindRef, ListOptions, ObjectRef } from "../../../src/kube/cluster";

const labels = {
  "app.kubernetes.io/managed-by": "hikube",
  "hikube.cloud/tenant": "tenant-a",
  "tenant.hikube.cloud/tenant-a": "",
  "pod-security.kubernetes.io/enforce": "baseline",
  "example.com/team": "a",
};
const annotations = { "hikube.cloud/hostnames": "*", "example.com/contact": "ann" };

const NAMES: Readonly<Record<string, readonly string[]>> = {
  RoleBinding: ["hikube-admin"],
  NetworkPolicy: ["hikube-same-tenant-ingress", "hikube-default-deny-ingress"],
  ResourceQuota: ["hikube-tenant"],
  LimitRange: ["hikube-container"],
  ServiceAccount: ["ci"],
};

function cluster() {
  const done: string[] = [];
  const patches: unknown[] = [];
  const port = {
    list: ({ apiVersion, kind }: KindRef, { namespace, labelSelector }: ListOptions) => {
      expect(labelSelector).toBe("app.kubernetes.io/managed-by=hikube,hikube.cloud/tenant=tenant-a");
      const metadata = (name: string) => ({ name, namespace, labels });
      return Promise.resolve((NAMES[kind] ?? []).map((name) => ({ apiVersion, kind, metadata: metadata(name) })));
    },
    get: ({ apiVersion, kind, name }: ObjectRef) =>
      Promise.resolve({ apiVersion, kind, metadata: { name, labels, annotations } }),
    delete: ({ kind, name, namespace }: ObjectRef) => {
      done.push(`delete ${kind} ${namespace ?? ""}/${name}`);
      return Promise.resolve(true);
    },
    patch: ({ kind, name }: ObjectRef, _type: string, body: unknown) => {
      done.push(`patch ${kind} ${name}`);
      patches.push(body);
      return Promise.resolve({});
    },
  };
  return { port: port as unknown as Cluster, done, patches };
}

test("access goes before walls, denials before what allows, and the marks of the namespace last", async () => {
  const { port, done, patches } = cluster();
  await removeWalls(port, "tenant-a", await wallsOf(port, "tenant-a"));
  expect(done).toEqual([
    "delete RoleBinding tenant-a/hikube-admin",
    "delete ServiceAccount hikube-system/ci",
    "delete ResourceQuota tenant-a/hikube-tenant",
    "delete LimitRange tenant-a/hikube-container",
    "delete NetworkPolicy tenant-a/hikube-default-deny-ingress",
    "delete NetworkPolicy tenant-a/hikube-same-tenant-ingress",
    "patch ServiceAccount default",
    "patch Namespace tenant-a",
  ]);
  const none = Object.fromEntries(
    Object.keys(labels).flatMap((key) => (key.startsWith("example") ? [] : [[key, null]])),
  );
  expect(patches[1]).toEqual({ metadata: { labels: none, annotations: { "hikube.cloud/hostnames": null } } });
});

test("the namespace says since when nothing manages it", async () => {
  const { port, patches } = cluster();
  await markReleased(port, "tenant-a", new Date("2027-01-02T03:04:05Z"));
  expect(patches).toEqual([{ metadata: { annotations: { "hikube.cloud/released": "2027-01-02T03:04:05.000Z" } } }]);
});

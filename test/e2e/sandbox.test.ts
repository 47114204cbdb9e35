import { readFileSync } from "node:fs";
import { request } from "node:https";
import { connect } from "../../src/kube/http-cluster";
import { readState } from "../../src/sandbox/state/state";
import {
  admissionPolicy,
  claim,
  configMap,
  freshNamespace,
  job,
  loadBalancer,
  pod,
  quota,
  statusOf,
} from "./sandbox-objects";
import { describeOnSandbox, eventually } from "./support";

describeOnSandbox("a sandbox", (sandbox) => {
  const cluster = () => sandbox().cluster();
  const isReady = ({ conditions = [] }: { conditions?: readonly { type: string; status: string }[] }) =>
    conditions.some(({ type, status }) => type === "Ready" && status === "True") || undefined;

  test("is Kubernetes 1.35 with ready nodes and aggregated roles", async () => {
    expect(await cluster().raw("GET", "/version")).toMatchObject({ gitVersion: "v1.35.4" });
    const nodes = await cluster().list({ apiVersion: "v1", kind: "Node" });
    expect(nodes.map((node) => isReady(node.status as object))).toEqual([true, true]);
    const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", name: "admin" };
    expect((await cluster().get(role))?.rules).not.toHaveLength(0);
  });

  test("runs pods with addresses of the pod range, and lets them go at once", async () => {
    const ns = await freshNamespace(cluster(), "pods");
    const app = await cluster().create(pod("app", ns));
    await statusOf(cluster(), app, isReady);
    expect(await statusOf(cluster(), app, ({ podIP }) => podIP)).toMatch(/^10\.244\./);
    await cluster().delete({ apiVersion: "v1", kind: "Pod", name: "app", namespace: ns });
    await eventually("the pod to be gone", async () =>
      (await cluster().get({ apiVersion: "v1", kind: "Pod", name: "app", namespace: ns })) === undefined
        ? true
        : undefined,
    );
  });

  test("binds volumes, gives LoadBalancers addresses, completes Jobs", async () => {
    const ns = await freshNamespace(cluster(), "services");
    const made = [claim("data", ns), loadBalancer("web", ns), job("once", ns)] as const;
    const [data, web, once] = made;
    await Promise.all(made.map((object) => cluster().create(object)));
    await statusOf(cluster(), data, ({ phase }) => (phase === "Bound" ? phase : undefined));
    const ip = await statusOf(cluster(), web, ({ loadBalancer: status }) => status?.ingress?.[0]?.ip);
    expect(ip).toMatch(/^203\.0\.113\./);
    await statusOf(cluster(), once, ({ succeeded }) => succeeded);
    await statusOf(cluster(), once, ({ conditions }) => conditions?.find(({ type }) => type === "Complete"));
  });

  test("removes the volume with its claim", async () => {
    const ns = await freshNamespace(cluster(), "volumes");
    const data = await cluster().create(claim("data", ns));
    await statusOf(cluster(), data, ({ phase }) => (phase === "Bound" ? phase : undefined));
    const volume = { apiVersion: "v1", kind: "PersistentVolume", name: `pvc-${String(data.metadata.uid)}` };
    expect(await cluster().get(volume)).toBeDefined();
    await cluster().delete({ apiVersion: "v1", kind: "PersistentVolumeClaim", name: "data", namespace: ns });
    await eventually("the volume to be gone", async () =>
      (await cluster().get(volume)) === undefined ? true : undefined,
    );
  });

  test("counts quotas and refuses what is over them", async () => {
    const ns = await freshNamespace(cluster(), "quotas");
    const limit = await cluster().create(quota("limit", ns));
    expect(await statusOf(cluster(), limit, ({ used }) => used)).toEqual({ pods: "0" });
    await cluster().create(pod("one", ns));
    await expect(cluster().create(pod("two", ns))).rejects.toThrow("exceeded quota: limit");
  });

  test("refuses privileged pods where Pod Security says so", async () => {
    const ns = await freshNamespace(cluster(), "secure", { "pod-security.kubernetes.io/enforce": "baseline" });
    const containers = [{ name: "app", image: "app:1", securityContext: { privileged: true } }];
    await expect(cluster().create(pod("bad", ns, { containers }))).rejects.toThrow(
      'violates PodSecurity "baseline:latest"',
    );
  });

  test("evaluates admission policies", async () => {
    const ns = await freshNamespace(cluster(), "policies");
    for (const object of admissionPolicy("names", "object.metadata.name != 'bad'")) await cluster().create(object);
    const message = await eventually("the policy to be in force", async () => {
      try {
        await cluster().create(configMap("bad", ns));
        await cluster().delete({ apiVersion: "v1", kind: "ConfigMap", name: "bad", namespace: ns });
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(message).toContain("not by this policy");
    await expect(cluster().create(configMap("good", ns))).resolves.toBeDefined();
  });

  test("knows users by certificate and by impersonation, and gives them no rights of their own", async () => {
    const self = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview", metadata: { name: "" } };
    const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    const signedIn = connect(await sandbox().clientCertificate("eve", ["tenant:a"]));
    const posing = sandbox().cluster({ user: "eve", groups: ["tenant:a"] });
    for (const eve of [signedIn, posing]) {
      expect(await eve.raw("POST", path, self)).toMatchObject({
        status: { userInfo: { username: "eve", groups: expect.arrayContaining(["tenant:a"]) as unknown } },
      });
      await expect(eve.list({ apiVersion: "v1", kind: "Secret" })).rejects.toMatchObject({ code: 403 });
    }
    signedIn.close();
  });

  test("keeps its store shut to other users of the machine", async () => {
    const etcd = etcdPort(sandbox().directory);
    const connection = await sandbox().clientCertificate("eve");
    const call = (options: object) =>
      new Promise<unknown>((resolve, reject) => {
        const asked = request({
          host: "127.0.0.1",
          port: etcd,
          path: "/version",
          rejectUnauthorized: false,
          ...options,
        });
        asked.on("response", resolve).on("error", reject).end();
      });
    await expect(call({})).rejects.toThrow();
    const { clientCertificate: cert, clientKey: key } = connection;
    await expect(call({ cert, key })).rejects.toThrow();
  });

  test("tells the facts that the tenants' rules need", async () => {
    expect(await sandbox().facts()).toMatchObject({
      version: "v1.35.4",
      podCidrs: ["10.244.0.0/16"],
      serviceCidrs: ["10.96.0.0/16"],
      nodeCidrs: ["192.0.2.10/32", "192.0.2.11/32"],
      apiServer: { cidrs: ["192.0.2.1/32"] },
      dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
      serviceAccounts: { keys: [{ kty: "RSA" }] },
    });
  });
});

function etcdPort(directory: string): number {
  const pid = readState(directory)!.components.etcd!.pid;
  const [, port] =
    /--listen-client-urls=https:\/\/127\.0\.0\.1:(\d+)/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8")) ?? [];
  return Number(port);
}

import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { CollectionSpec } from "../../../src/model/monitoring/collection/collection-spec";
import { collectionObjects } from "../../../src/model/monitoring/collection/objects";
import { STACK_PARTS, scraperOf } from "../../../src/model/tenant/objects/stack-policies";
import { VERSIONS } from "../../../src/model/monitoring/collection/images";
import { MONITORING_TOOLS } from "../../../src/toolchain/monitoring-tools";
import { ACME, BETA, CLUSTER, OWN, SPEC, stack } from "./facts";

const objects = collectionObjects(SPEC);
const named = (kind: string, name: string, from = objects) =>
  from.find((object) => object.kind === kind && object.metadata.name === name)!;
const ofKind = (kind: string, from = objects) => from.filter((object) => object.kind === kind);

interface PodTemplate {
  readonly metadata: { readonly labels: object; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly securityContext: object;
    readonly containers: readonly {
      readonly args: readonly string[];
      readonly image: string;
      readonly securityContext: object;
      readonly volumeMounts: readonly {
        readonly name: string;
        readonly mountPath: string;
        readonly readOnly: boolean;
      }[];
      readonly resources: { readonly requests: object; readonly limits: object };
    }[];
    readonly volumes: readonly Readonly<Record<string, unknown>>[];
  };
}

const templateOf = (object: KubeObject) => (object.spec as { template: PodTemplate }).template;
const workloads = objects.filter(({ kind }) => kind === "Deployment" || kind === "DaemonSet");

test("the namespace comes first, and everything else of a namespace is in it", () => {
  expect(objects[0]).toMatchObject({ kind: "Namespace", metadata: { name: "hikube-monitoring" } });
  const namespaces = new Set(objects.map(({ metadata }) => metadata.namespace));
  expect(namespaces).toEqual(new Set([undefined, "hikube-monitoring"]));
});

test("each stack has its vmagent and its vlagent, and the platform one vmagent for all", () => {
  expect(workloads.map(({ metadata }) => metadata.name).sort()).toEqual([
    "platform-vmagent",
    ...["vlagent-tenant-acme", "vlagent-tenant-acme-own", "vlagent-tenant-beta"],
    ...["vmagent-tenant-acme", "vmagent-tenant-acme-own", "vmagent-tenant-beta"],
  ]);
});

test("a collector has a token for its stack and no other, and no Secret is there at all", () => {
  const [tokens] = templateOf(named("Deployment", "vmagent-tenant-acme")).spec.volumes;
  const token = (namespace: string) => ({
    serviceAccountToken: { audience: `hikube-monitoring/${namespace}`, expirationSeconds: 3600, path: namespace },
  });
  expect(tokens).toMatchObject({ projected: { sources: [token("tenant-acme-monitoring")] } });
  const [all] = templateOf(named("Deployment", "platform-vmagent")).spec.volumes;
  expect(all).toMatchObject({
    projected: { sources: [OWN, BETA, ACME].map(({ namespace }) => token(namespace)) },
  });
  expect(JSON.stringify(objects)).not.toMatch(/"Secret"|secretKeyRef|password/i);
});

test("every file that an argument names is mounted", () => {
  for (const workload of workloads) {
    const { containers, volumes } = templateOf(workload).spec;
    const mounts = containers[0]!.volumeMounts;
    const files = containers[0]!.args.flatMap((argument) => /=(\/[^,]+)$/.exec(argument)?.[1] ?? []);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect(mounts.some(({ mountPath }) => file.startsWith(mountPath))).toBe(true);
    expect(mounts.map(({ name }) => name).sort()).toEqual(volumes.map(({ name }) => name).sort());
  }
});

test("every file that an argument names as configuration is in the ConfigMap, as JSON", () => {
  for (const workload of ofKind("Deployment")) {
    const data = named("ConfigMap", workload.metadata.name).data as Record<string, string>;
    const { args } = templateOf(workload).spec.containers[0]!;
    const files = args.flatMap((argument) => /=\/etc\/vmagent\/(.+)$/.exec(argument)?.[1] ?? []);
    expect(Object.keys(data).sort()).toEqual([...files].sort());
    for (const text of Object.values(data)) expect(() => JSON.parse(text) as unknown).not.toThrow();
  }
});

test("no collector may gain rights, write to its image, or use more memory than is said", () => {
  for (const workload of workloads) {
    const { containers, securityContext } = templateOf(workload).spec;
    expect(containers[0]!.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(securityContext).toMatchObject({ seccompProfile: { type: "RuntimeDefault" } });
    expect(containers[0]!.resources).toMatchObject({ requests: { memory: expect.any(String) as string } });
    expect(containers[0]!.resources).toMatchObject({ limits: { memory: expect.any(String) as string } });
  }
});

test("only the reader of log files is root, which it reads and never writes", () => {
  const root = workloads.filter((workload) => JSON.stringify(templateOf(workload)).includes('"runAsUser":0'));
  expect(root.map(({ kind }) => kind)).toEqual(["DaemonSet", "DaemonSet", "DaemonSet"]);
  const { volumeMounts } = templateOf(root[0]!).spec.containers[0]!;
  expect(volumeMounts.find(({ name }) => name === "logs")).toMatchObject({ mountPath: "/var/log", readOnly: true });
});

test("a stack that takes namespaces from another one replaces that one's readers of logs", () => {
  const nested = (spec: CollectionSpec) =>
    templateOf(named("DaemonSet", "vlagent-tenant-acme", collectionObjects(spec))).metadata.annotations;
  expect(nested({ ...SPEC, stacks: [ACME] })).toEqual({ "hikube.cloud/nested-stacks": "" });
  expect(nested({ ...SPEC, stacks: [ACME, BETA] })).toEqual({ "hikube.cloud/nested-stacks": "" });
  expect(nested(SPEC)).toEqual({ "hikube.cloud/nested-stacks": "tenant-acme-own" });
});

test("a stack that is appended changes nothing of the collectors of the others", () => {
  const before = collectionObjects({ ...SPEC, stacks: [OWN, BETA] });
  const after = collectionObjects({ ...SPEC, stacks: [OWN, BETA, stack("tenant-new")] });
  const kept = before.filter((object) => /-tenant-(acme-own|beta)/.test(object.metadata.name));
  expect(kept.length).toBeGreaterThan(8);
  for (const object of kept) expect(after).toContainEqual(object);
});

test("without a stack nothing runs", () => {
  const none = collectionObjects({ ...SPEC, stacks: [] });
  expect(none.filter(({ kind }) => /Deployment|DaemonSet|ConfigMap|Claim/.test(kind))).toEqual([]);
});

test("collectors read of the API what they need: no Secret, no shell, no log, nothing to write", () => {
  const roles = [...ofKind("ClusterRole"), ...ofKind("Role")];
  const rules = roles.flatMap(({ rules }) => rules as { resources: string[]; verbs: string[] }[]);
  expect(new Set(rules.flatMap(({ resources }) => resources))).toEqual(
    new Set(["pods", "namespaces", "nodes", "nodes/metrics"]),
  );
  expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list", "watch"]));
});

interface Policy {
  readonly podSelector: object;
  readonly policyTypes: readonly string[];
  readonly egress?: readonly { readonly to: readonly object[]; readonly ports?: readonly object[] }[];
  readonly ingress?: readonly object[];
}

const policy = (name: string, from = objects) => named("NetworkPolicy", name, from).spec as Policy;

test("nothing goes in or out, but each collector to what it reads and to its stack", () => {
  expect(policy("hikube-default-deny-ingress")).toEqual({ podSelector: {}, policyTypes: ["Ingress"] });
  expect(policy("hikube-default-deny-egress")).toEqual({ podSelector: {}, policyTypes: ["Egress"] });
  const { podSelector, egress } = policy("hikube-vmagent-tenant-acme-egress");
  expect(podSelector).toEqual({
    matchLabels: { "app.kubernetes.io/name": "vmagent", "app.kubernetes.io/instance": "tenant-acme" },
  });
  expect(egress).toEqual([
    { to: [{ namespaceSelector: { matchLabels: { "hikube.cloud/monitoring": "tenant-acme-monitoring" } } }] },
    {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "tenant-acme-monitoring" } },
          podSelector: { matchLabels: STACK_PARTS.gateway },
        },
      ],
      ports: [{ protocol: "TCP", port: 8427 }],
    },
  ]);
});

test("the collector of a stack is the one that the stack's tenants let in", () => {
  const { podSelector } = scraperOf(ACME.namespace);
  const { labels } = templateOf(named("Deployment", "vmagent-tenant-acme")).metadata;
  expect(podSelector?.matchLabels).toEqual(labels);
});

test("only the platform's vmagent reaches kube-state-metrics, and only it reaches nodes", () => {
  const ingress = ofKind("NetworkPolicy").filter(({ spec }) => (spec as Policy).ingress !== undefined);
  expect(ingress.map(({ metadata }) => metadata.name)).toEqual(["hikube-kube-state-metrics-ingress"]);
  const toNodes = ofKind("NetworkPolicy").filter(({ spec }) => JSON.stringify(spec).includes("192.0.2.0/24"));
  expect(toNodes.map(({ metadata }) => metadata.name)).toEqual(["hikube-platform-vmagent-egress"]);
});

test("the way to a stack in another cluster leads out of this one, by its port", () => {
  const far = stack("tenant-far", { gateway: "https://write.example.ch", cluster: "west" });
  const spec = { ...SPEC, stacks: [far] };
  const { egress = [] } = policy("hikube-vlagent-tenant-far-egress", collectionObjects(spec));
  expect(egress[0]?.ports).toEqual([{ protocol: "TCP", port: 443 }]);
  expect(JSON.stringify(egress[0]?.to)).toContain("10.0.0.0/8");
  const token = templateOf(named("DaemonSet", "vlagent-tenant-far", collectionObjects(spec))).spec.volumes[0];
  expect(JSON.stringify(token)).toContain("hikube-monitoring/tenant-far-monitoring/west");
});

test("no rule is without a peer, which would mean everybody", () => {
  for (const cluster of [CLUSTER, { ...CLUSTER, nodeCidrs: [], apiServer: { cidrs: [], port: 6443 } }]) {
    for (const { spec } of ofKind("NetworkPolicy", collectionObjects({ ...SPEC, cluster }))) {
      const { egress = [] } = spec as Policy;
      for (const { to } of egress) expect(to.length).toBeGreaterThan(0);
    }
  }
});

test("the images are of the versions that the tests attack", () => {
  expect(VERSIONS.vmagent).toBe(MONITORING_TOOLS.victoriametrics.version);
  expect(VERSIONS.vlagent).toBe(MONITORING_TOOLS.victorialogs.version);
  const images = collectionObjects({ ...SPEC, sources: { imageRegistry: "registry.example.ch" } })
    .filter(({ kind }) => kind === "DaemonSet")
    .map((object) => templateOf(object).spec.containers[0]!.image);
  expect(new Set(images)).toEqual(new Set([`registry.example.ch/victoriametrics/vlagent:v${VERSIONS.vlagent}`]));
});

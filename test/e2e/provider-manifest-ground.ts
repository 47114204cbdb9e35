import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { Cluster, ObjectRef } from "../../src/kube/cluster";
import type { Connection } from "../../src/kube/connection";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { absent } from "../../src/plugin/testing";
import { createCertificate } from "../../src/plugin/x509/certificate";

/** A resource of configuration, from an object and further arguments. */
export function manifest(name: string, object: object, more = ""): string {
  return `resource "hikube_manifest" "${name}" {\n  manifest = jsondecode(<<-JSON\n${JSON.stringify(object)}\nJSON\n  )\n${more}\n}\n`;
}

/** A block of the provider that names a server and credentials of its own. */
export function providerBlock({ server, ca, clientCertificate, clientKey }: Connection, more = ""): string {
  const pem = (text: string | undefined): string => JSON.stringify(text ?? null);
  return `provider "hikube" {
  host                   = ${JSON.stringify(server)}
  cluster_ca_certificate = ${pem(ca)}
  client_certificate     = ${pem(clientCertificate)}
  client_key             = ${pem(clientKey)}
  ${more}
}\n`;
}

export const configMap = (namespace: string, name: string, data: object, labels?: object): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace, ...(labels === undefined ? {} : { labels: labels as Record<string, string> }) },
  data,
});

export const namespace = (name: string): KubeObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** A deployment written as people write it: amounts, empty lists and ports in another form than the server keeps them. */
export function deployment(space: string, spec: object = {}): KubeObject {
  const container = {
    name: "web",
    image: "registry.test/web:1",
    env: [],
    ports: [{ containerPort: "8080" }],
    resources: { limits: { cpu: "1000m", memory: "1024Mi" } },
  };
  const template = { metadata: { labels: { app: "web" } }, spec: { containers: [container], volumes: [] } };
  const selector = { matchLabels: { app: "web" } };
  const metadata = { name: "web", namespace: space, labels: { app: "web", tier: "front" }, annotations: {} };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { selector, template, ...spec } };
}

/** Has the deployment of a namespace scaled by an autoscaler, as its controller does: through the subresource, by a manager of its own. */
export async function autoscale(cluster: Cluster, space: string): Promise<void> {
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
  await cluster.create({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web", namespace: space },
    spec: { scaleTargetRef, minReplicas: 3, maxReplicas: 5 },
  });
  const how = { subresource: "scale", fieldManager: "kube-controller-manager" };
  await cluster.patch({ ...scaleTargetRef, namespace: space }, "merge", { spec: { replicas: 3 } }, how);
}

/** A definition of the kind `Gadget` whose two versions are both served. */
export function gadgets(group: string): KubeObject {
  const schema = {
    openAPIV3Schema: {
      type: "object",
      properties: { spec: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
    },
  };
  const versions = ["v1beta1", "v1"].map((name) => ({ name, served: true, storage: name === "v1", schema }));
  const names = { plural: "gadgets", singular: "gadget", kind: "Gadget", listKind: "GadgetList" };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `gadgets.${group}` },
    spec: { group, names, scope: "Namespaced", versions },
  };
}

export const gadget = (group: string, version: string, space: string, spec: object): KubeObject => ({
  apiVersion: `${group}/${version}`,
  kind: "Gadget",
  metadata: { name: "one", namespace: space },
  spec,
});

/** Whoever applies fields as another field manager. */
export async function applyAs(cluster: Cluster, fieldManager: string, object: KubeObject): Promise<void> {
  await cluster.apply(object, { fieldManager, force: true });
}

export async function uidOf(cluster: Cluster, ref: ObjectRef): Promise<unknown> {
  return (await cluster.get(ref))?.metadata.uid;
}

/** A webhook that adds a sidecar and an annotation to every deployment of the namespaces with its label. */
export async function startInjector(cluster: Cluster): Promise<Server> {
  const { certificate, key } = createCertificate({
    commonName: "injector",
    hosts: ["127.0.0.1"],
    usages: ["server"],
    isAuthority: true,
  });
  const patch = [
    { op: "add", path: "/metadata/annotations", value: { "injector.test/status": "injected" } },
    {
      op: "add",
      path: "/spec/template/spec/containers/0",
      value: { name: "sidecar", image: "registry.test/sidecar:1" },
    },
  ];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { request: review } = JSON.parse(Buffer.concat(parts).toString()) as Review;
      const isInjected = review.object.spec.template.spec.containers.some(({ name }) => name === "sidecar");
      const answer = isInjected
        ? {}
        : { patchType: "JSONPatch", patch: Buffer.from(JSON.stringify(patch)).toString("base64") };
      response.setHeader("Content-Type", "application/json");
      const body = { uid: review.uid, allowed: true, ...answer };
      response.end(JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: body }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await cluster.create({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name: "injector" },
    webhooks: [
      {
        name: "injector.test.example",
        clientConfig: {
          url: `https://127.0.0.1:${String(port)}/`,
          caBundle: Buffer.from(certificate).toString("base64"),
        },
        rules: [
          { apiGroups: ["apps"], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["deployments"] },
        ],
        namespaceSelector: { matchLabels: { inject: "yes" } },
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
      },
    ],
  });
  return server;
}

interface Review {
  readonly request: {
    readonly uid: string;
    readonly object: {
      readonly spec: {
        readonly template: { readonly spec: { readonly containers: readonly { readonly name: string }[] } };
      };
    };
  };
}

/** Lets a user write definitions, which he may not read, and do everything with gadgets. */
export async function allowWithoutRead(cluster: Cluster, user: string, group: string): Promise<void> {
  const made = ["create", "patch", "delete"];
  const verbs = [...made, "get"];
  const rules = [
    { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: made },
    { apiGroups: [group], resources: ["gadgets"], verbs: [...verbs, "list"] },
    { apiGroups: [""], resources: ["namespaces", "configmaps"], verbs },
  ];
  const rbac = "rbac.authorization.k8s.io";
  await cluster.create({ apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name: user }, rules });
  await cluster.create({
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: user },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: user },
    subjects: [{ apiGroup: rbac, kind: "User", name: user }],
  });
}

/** What is stored of the deployment: what we own, in the server's form, and nothing that others added. */
export const ownDeployment = {
  metadata: { labels: { app: "web", tier: "front" }, annotations: {} },
  spec: {
    replicas: absent,
    template: {
      spec: {
        containers: [
          {
            name: "web",
            image: "registry.test/web:1",
            ports: [{ containerPort: 8080 }],
            resources: { limits: { cpu: "1", memory: "1Gi" } },
          },
        ],
      },
    },
  },
};

/** A pod on a node that nobody runs. */
export const stuckPod = (space: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "stuck", namespace: space },
  spec: {
    nodeName: "nowhere",
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "web", image: "registry.test/none:1" }],
  },
});

const waiting = { reason: "ImagePullBackOff", message: "Back-off pulling image" };

/** What the kubelet of its node would report. */
export const PULLING = [{ name: "web", ready: false, image: "", imageID: "", restartCount: 0, state: { waiting } }];

/** A token of an account that may write config maps of a namespace. */
export async function tokenOf(cluster: Cluster, space: string): Promise<string> {
  const metadata = { name: "writer", namespace: space };
  const rbac = "rbac.authorization.k8s.io";
  await cluster.create({ apiVersion: "v1", kind: "ServiceAccount", metadata });
  await cluster.create({
    apiVersion: `${rbac}/v1`,
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "edit" },
    subjects: [{ kind: "ServiceAccount", ...metadata }],
  });
  const path = `/api/v1/namespaces/${space}/serviceaccounts/writer/token`;
  const { status } = (await cluster.raw("POST", path, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: {},
  })) as {
    readonly status: { readonly token: string };
  };
  return status.token;
}

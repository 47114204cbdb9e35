import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { objectIn } from "../../src/model/json";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";

/** What the API server of a test has, and what its user may not do: `list pods`. */
export interface Held {
  objects: readonly KubeObject[];
  refused: readonly string[];
}

const RESOURCES = [
  { name: "namespaces", kind: "Namespace", namespaced: false },
  { name: "nodes", kind: "Node", namespaced: false },
  { name: "pods", kind: "Pod", namespaced: true },
  { name: "resourcequotas", kind: "ResourceQuota", namespaced: true },
  { name: "networkpolicies", kind: "NetworkPolicy", namespaced: true },
  { name: "rolebindings", kind: "RoleBinding", namespaced: true },
  { name: "roles", kind: "Role", namespaced: true },
  { name: "clusterrolebindings", kind: "ClusterRoleBinding", namespaced: false },
  { name: "clusterroles", kind: "ClusterRole", namespaced: false },
];

/** Every test has a server that answers lists of the objects, and a `kubeconfig` for it in its folder. */
export function withServer(): Held {
  const held: Held = { objects: [], refused: [] };
  let server: Server;
  beforeEach(async () => {
    Object.assign(held, { objects: [], refused: [] });
    server = createServer((request, response) => {
      void answer(request, held).then((body) => response.end(JSON.stringify(body)));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const cluster = { server: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
    writeFileSync(
      "kubeconfig",
      JSON.stringify({
        "current-context": "c",
        contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
        clusters: [{ name: "c", cluster }],
        users: [{ name: "u", user: {} }],
      }),
    );
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return held;
}

async function answer(request: IncomingMessage, { objects, refused }: Held): Promise<unknown> {
  const { pathname } = new URL(request.url ?? "", "http://x");
  if (pathname.endsWith("/selfsubjectaccessreviews")) {
    const { spec } = objectIn(JSON.parse(await text(request)));
    const { verb, resource } = objectIn(objectIn(spec).resourceAttributes);
    return { status: { allowed: !refused.includes(`${String(verb)} ${String(resource)}`) } };
  }
  const resource = RESOURCES.find(({ name }) => pathname.endsWith(`/${name}`));
  if (resource !== undefined) return { metadata: {}, items: objects.filter(({ kind }) => kind === resource.kind) };
  return pathname === "/apis" ? { groups: [] } : { resources: RESOURCES };
}

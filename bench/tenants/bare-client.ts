import { Agent, request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { buffer } from "node:stream/consumers";
import type { Connection } from "../../src/kube/connection";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";

/** Connections of the provider, too. */
const CONNECTIONS = 32;

/** Where a tenant's objects live in the API. */
const PATHS: Readonly<Record<string, string>> = {
  Namespace: "/api/v1/namespaces",
  ResourceQuota: "resourcequotas",
  LimitRange: "limitranges",
  ServiceAccount: "serviceaccounts",
  NetworkPolicy: "networkpolicies",
  RoleBinding: "rolebindings",
};
/** Calls to an API server, as many at once as the provider has connections; what an answer holds is not looked at. */
export class BareClient {
  private readonly agent: Agent;

  constructor(private readonly connection: Connection) {
    const { ca, clientCertificate: cert, clientKey: key } = connection;
    this.agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca, cert, key });
  }

  /** Server-side apply of all: namespaces, then what isolates them, then who gets in. */
  async apply(objects: readonly KubeObject[]): Promise<void> {
    const isStep = [
      ({ kind }: KubeObject) => kind === "Namespace",
      ({ kind }: KubeObject) => kind !== "Namespace" && kind !== "RoleBinding",
      ({ kind }: KubeObject) => kind === "RoleBinding",
    ];
    for (const step of isStep) {
      await Promise.all(
        objects.filter(step).map((object) => this.call("PATCH", pathOf(object), JSON.stringify(object))),
      );
    }
  }

  async destroy(namespaces: readonly string[]): Promise<void> {
    await Promise.all(namespaces.map((name) => this.call("DELETE", `/api/v1/namespaces/${name}`)));
    const path = "/api/v1/namespaces?labelSelector=app.kubernetes.io/managed-by%3Dhikube,hikube.cloud/tenant&limit=1";
    while ((await this.call("GET", path)).includes('"uid"')) await sleep(100);
  }

  private call(method: string, path: string, body?: string): Promise<string> {
    const headers = body === undefined ? {} : { "content-type": "application/apply-patch+yaml" };
    const options = { method, headers, agent: this.agent };
    return new Promise((resolve, reject) => {
      const call = request(new URL(path, this.connection.server), options, (response) => {
        buffer(response).then((bytes) => {
          const told = bytes.toString("utf8");
          if ((response.statusCode ?? 0) < 300) resolve(told);
          else reject(new Error(`${method} ${path}: ${told}`));
        }, reject);
      });
      call.once("error", reject).end(body);
    });
  }
}

function pathOf({ apiVersion, kind, metadata: { name, namespace = "" } }: KubeObject): string {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const resource = PATHS[kind];
  if (resource === undefined) throw new Error(`no path of the kind ${kind} is known`);
  const path = kind === "Namespace" ? `${resource}/${name}` : `${group}/namespaces/${namespace}/${resource}/${name}`;
  return `${path}?fieldManager=bench&force=true`;
}

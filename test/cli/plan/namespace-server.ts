import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { withServer } from "./own-server";

/** An API server of a test that has namespaces, and nothing in them. */
export interface NamespaceServer {
  /** What it has, by name; a deletion is done at once. */
  readonly namespaces: Map<string, KubeObject>;
  /** Names that it was asked to delete, in order. */
  readonly deleted: string[];
  /** Its address. */
  url: string;
}

const KINDS = [
  { name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get", "list", "delete"] },
  { name: "pods", kind: "Pod", namespaced: true, verbs: ["list"] },
];

/** Every test has a server of its own. */
export function withNamespaces(): NamespaceServer {
  const here: NamespaceServer = { namespaces: new Map(), deleted: [], url: "" };
  withServer(
    ({ method = "", url = "/" }, response) => {
      const body = answer(here, method, new URL(url, "http://x"));
      response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? { kind: "Status", code: 404, reason: "NotFound", message: "not found" }));
    },
    (url) => {
      here.namespaces.clear();
      here.deleted.length = 0;
      here.url = url;
    },
  );
  return here;
}

function answer({ namespaces, deleted }: NamespaceServer, method: string, { pathname, searchParams }: URL) {
  if (pathname === "/api/v1") return { kind: "APIResourceList", groupVersion: "v1", resources: KINDS };
  const [, , , , name, part] = pathname.split("/");
  if (part !== undefined) return { kind: "PodList", items: [] };
  if (name === undefined) return { kind: "NamespaceList", items: labelled(namespaces, searchParams) };
  const found = namespaces.get(name);
  if (method === "DELETE" && namespaces.delete(name)) deleted.push(name);
  return found;
}

function labelled(namespaces: ReadonlyMap<string, KubeObject>, asked: URLSearchParams): readonly KubeObject[] {
  const [key = "", value] = (asked.get("labelSelector") ?? "").split("=");
  return [...namespaces.values()].filter(({ metadata }) => metadata.labels?.[key] === value);
}

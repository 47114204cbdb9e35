import { setImmediate } from "node:timers/promises";
import type { Cluster } from "../../../src/kube/cluster";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { DiagnosticError } from "../../../src/plugin";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects } from "../../../src/provider/objects/live";
import { platformResource } from "../../../src/provider/platform/platform-resource";
import { Registry } from "../../../src/provider/tenant/registry";
import { tenantResource } from "../../../src/provider/tenant/tenant-resource";
import { CLUSTER } from "../../model/tenants";

/** A server that answers everything but lists of one kind, and says when it is asked for that. */
function clientWithout(kind: string) {
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (tell = resolve));
  const namespaces = new Map<string, KubeObject>();
  const cluster: Partial<Cluster> = {
    get: (ref) => Promise.resolve(ref.kind === "Namespace" ? namespaces.get(ref.name) : undefined),
    apply: (object) => {
      if (object.kind === "Namespace") namespaces.set(object.metadata.name, object);
      return Promise.resolve(object);
    },
    list: (listed) => {
      if (listed.kind !== kind) return Promise.resolve([]);
      tell();
      return new Promise(() => undefined);
    },
    until: () => cluster as Cluster,
  };
  const facts = () => Promise.resolve(CLUSTER);
  const live = new LiveObjects(() => cluster as Cluster);
  const client = { live, facts, cluster: () => cluster, tenants: new Registry(live, facts) };
  return { client: client as unknown as HikubeClient, asked };
}

const TENANT = { name: "shop", profile: "development", namespace: "tenant-shop" };
const OVER = new DiagnosticError("The create timed out after 3s", "Where it needs longer, set timeouts.create.");

test.each([
  ["tenant", "Namespace", tenantResource(), TENANT],
  ["tenant", "NetworkPolicy", tenantResource(), TENANT],
  ["platform", "ClusterRole", platformResource(), {}],
] as const)("a %s whose list of kind %s hangs is ended by its own timeout, and both are told", async (...given) => {
  const [, kind, resource, plan] = given;
  const { client, asked } = clientWithout(kind);
  // Another resource waits for it already.
  client.live.begin([{ apiVersion: "v1", kind }]);
  await asked;
  const end = new AbortController();
  // What is made by half is told, and not thrown.
  const error = (summary: string, detail: string) => {
    throw new DiagnosticError(summary, detail);
  };
  const request = { client, plan, signal: end.signal, diagnostics: { error } };
  const making = Promise.resolve(resource.create(request as never));
  // Whatever answers at once has answered then.
  await setImmediate();
  end.abort(OVER);
  await expect(making).rejects.toMatchObject({
    summary: `The API server did not answer with the list of kind ${kind}`,
    detail: expect.stringMatching(/Waited 0\.\d s for it[^]*timed out after 3s[^]*set timeouts\.create/) as string,
  });
});

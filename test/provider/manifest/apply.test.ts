import { KubeError } from "../../../src/kube/kube-error";
import type { Cluster } from "../../../src/kube/cluster";
import { DiagnosticError } from "../../../src/plugin";
import { scopeOnceServed } from "../../../src/provider/manifest/apply";

const refusing: Partial<Cluster> = {
  isNamespaced: ({ kind, apiVersion }) =>
    Promise.reject(new KubeError(`the API server serves no kind "${kind}" in version "${apiVersion}"`, 404, "NoKind")),
};

const ref = (apiVersion: string) => ({ apiVersion, kind: "Gadget", name: "x", namespace: "shop" });

test("a kind that no definition can bring is refused at once", async () => {
  const never = new AbortController().signal;
  await expect(scopeOnceServed(refusing as Cluster, ref("v1"), never)).rejects.toMatchObject({ reason: "NoKind" });
});

test("a kind that did not come in time is named, and nothing was done", async () => {
  const over = AbortSignal.abort(
    new DiagnosticError("The create timed out after 4s", "What was asked for may have been done."),
  );
  await expect(scopeOnceServed(refusing as Cluster, ref("example.test/v1"), over)).rejects.toMatchObject({
    summary: 'Cannot apply Gadget "shop/x"',
    detail:
      'the API server serves no kind "Gadget" in version "example.test/v1".\n\nThe create timed out after 4s. Nothing was written.',
  });
});

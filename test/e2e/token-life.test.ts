import type { Cluster } from "../../src/kube/cluster";
import { describeOnSandbox, eventually } from "./support";

/** What the kubelet asks for on behalf of the volume that every pod gets, in seconds. */
const MOUNTED = 3607;

interface TokenReview {
  readonly status: { readonly authenticated?: boolean; readonly error?: string; readonly user?: { username: string } };
}

describeOnSandbox("a token that is mounted into a pod", (sandbox) => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = sandbox().cluster();
    await cluster.create({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "mine", namespace: "default" },
    });
  });

  /** Starts a pod of the account. */
  async function startPod(
    name: string,
    volumes: readonly object[] = [],
  ): Promise<{ uid: string; nodeName: string; seconds: readonly number[] }> {
    const containers = [{ name: "main", image: "example.com/main:1" }];
    const created = await cluster.create({
      ...{ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" } },
      spec: { serviceAccountName: "mine", nodeName: "sandbox-1", containers, volumes },
    });
    const { volumes: mounted = [] } = created.spec as { volumes?: readonly ProjectedVolume[] };
    const seconds = mounted.flatMap(({ projected }) =>
      (projected?.sources ?? []).flatMap(({ serviceAccountToken }) => serviceAccountToken?.expirationSeconds ?? []),
    );
    const { nodeName } = created.spec as { nodeName: string };
    return { uid: (created.metadata as unknown as { uid: string }).uid, nodeName, seconds };
  }

  /** As the node asks that runs the pod. */
  async function tokenOf(pod: string, uid: string, node: string, audiences?: readonly string[]): Promise<string> {
    const kubelet = sandbox().cluster({
      user: `system:node:${node}`,
      groups: ["system:nodes", "system:authenticated"],
    });
    const boundObjectRef = { apiVersion: "v1", kind: "Pod", name: pod, uid };
    const answer = await kubelet.raw("POST", "/api/v1/namespaces/default/serviceaccounts/mine/token", {
      ...{ apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest" },
      spec: { expirationSeconds: MOUNTED, boundObjectRef, ...(audiences === undefined ? {} : { audiences }) },
    });
    return (answer as { status: { token: string } }).status.token;
  }

  async function review(token: string, audiences?: readonly string[]): Promise<TokenReview["status"]> {
    const answer = await cluster.raw("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {
      ...{ apiVersion: "authentication.k8s.io/v1", kind: "TokenReview" },
      spec: { token, ...(audiences === undefined ? {} : { audiences }) },
    });
    return (answer as TokenReview).status;
  }

  test("lives as long as it asks to, for who checks its signature alone too", async () => {
    const { uid, nodeName, seconds } = await startPod("living");
    expect(seconds).toEqual([MOUNTED]);
    const claims = claimsOf(await tokenOf("living", uid, nodeName));
    expect(claims.exp - claims.iat).toBe(MOUNTED);
  });

  test("is nobody's once its pod is deleted, where the API server is asked", async () => {
    const { uid, nodeName } = await startPod("ending");
    const token = await tokenOf("ending", uid, nodeName);
    expect(await review(token)).toMatchObject({
      authenticated: true,
      user: { username: "system:serviceaccount:default:mine" },
    });
    await cluster.delete({ apiVersion: "v1", kind: "Pod", name: "ending", namespace: "default" });
    // The API server remembers for some seconds what it has found.
    const refused = await eventually("the token to be refused", async () => {
      const answer = await review(token);
      return answer.authenticated === true ? undefined : answer;
    });
    expect(refused.error).toMatch(/pod has been deleted|invalid bearer token/i);
  });

  test("of another audience is none for the API server, and lives as long as it asks to", async () => {
    const sources = [{ serviceAccountToken: { path: "token", audience: "vault", expirationSeconds: MOUNTED } }];
    const { uid, nodeName } = await startPod("elsewhere", [{ name: "vault", projected: { sources } }]);
    const token = await tokenOf("elsewhere", uid, nodeName, ["vault"]);
    const claims = claimsOf(token);
    expect([claims.aud, claims.exp - claims.iat]).toEqual([["vault"], MOUNTED]);
    expect((await review(token)).authenticated ?? false).toBe(false);
    expect(await review(token, ["vault"])).toMatchObject({ authenticated: true });
  });
});

interface ProjectedVolume {
  readonly projected?: {
    readonly sources?: readonly { readonly serviceAccountToken?: { readonly expirationSeconds: number } }[];
  };
}

/** What stands in a token, as everybody reads it who knows the issuer's keys. */
function claimsOf(token: string): { readonly iat: number; readonly exp: number; readonly aud: readonly string[] } {
  const [, body = ""] = token.split(".");
  return JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as ReturnType<typeof claimsOf>;
}

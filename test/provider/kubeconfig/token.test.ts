import type { Cluster } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { HikubeClient } from "../../../src/provider/client";
import { tokenFor, type TokenQuery } from "../../../src/provider/kubeconfig/token";
import { accountIn } from "../../../src/provider/kubeconfig/schema";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { Registry } from "../../../src/provider/tenant/registry";
import { CLUSTER } from "../../model/tenants";

const TENANT = { ...NAMESPACE, metadata: { name: "tenant-a", labels: { "hikube.cloud/tenant": "tenant-a" } } };
const binding = (...names: readonly string[]): KubeObject => ({
  ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", metadata: { name: "hikube-admin" } },
  subjects: names.map((name) => ({ kind: "ServiceAccount", namespace: "hikube-system", name })),
});

interface Ground {
  readonly namespace?: KubeObject | KubeError;
  readonly deployers?: readonly string[];
  readonly refusal?: KubeError;
  /** Whether this run plans the tenant, with the deployer `ci`. */
  readonly planned?: boolean;
}

function ask({ namespace, deployers = [], refusal, planned = false }: Ground, of: TokenQuery["of"] = "admin") {
  const cluster = {
    get: ({ kind }: KubeObject) => {
      if (kind === "RoleBinding") return Promise.resolve(binding(...deployers));
      return namespace instanceof KubeError ? Promise.reject(namespace) : Promise.resolve(namespace);
    },
    list: () => Promise.resolve([]),
    raw: (_method: string, path: string) =>
      refusal === undefined
        ? Promise.resolve({ status: { token: path, expirationTimestamp: "2030-01-01T00:00:00Z" } })
        : Promise.reject(refusal),
  } as unknown as Cluster;
  const tenants = new Registry(new LiveObjects(() => cluster), () => Promise.resolve(CLUSTER));
  if (planned) {
    tenants.plan("tenant-a", {
      spec: { name: "a", profile: "development", access: { deployers: [{ name: "ci", level: "admin" }] } },
    });
  }
  return tokenFor({ cluster: () => cluster, tenants } as HikubeClient, { namespace: "tenant-a", of });
}

test("a token is that of the tenant's own deployer rather than of one above", async () => {
  const found = await ask({ namespace: TENANT, deployers: ["tenant-top.ci", "tenant-a.ci"] });
  expect(found?.account).toBe("hikube-system/tenant-a.ci");
  expect(found?.token).toBe("/api/v1/namespaces/hikube-system/serviceaccounts/tenant-a.ci/token");
});

test("what this run is about to make is not missed: the token is there when it is", async () => {
  expect(await ask({ planned: true })).toBeUndefined();
  expect(await ask({ planned: true, namespace: TENANT })).toBeUndefined();
  const gone = new KubeError("not found", 404, "NotFound");
  expect(await ask({ planned: true, namespace: TENANT, deployers: ["tenant-a.ci"], refusal: gone })).toBeUndefined();
});

test.each<[string, Ground, RegExp, TokenQuery["of"]]>([
  ["there is no namespace", {}, /tenant-a is no tenant/, "admin"],
  [
    "the namespace is none of a tenant",
    { namespace: { ...NAMESPACE, metadata: { name: "x" } } },
    /is no tenant/,
    "admin",
  ],
  ["nobody holds the level", { namespace: TENANT }, /No deployer holds hikube:admin/, "admin"],
  ["nobody will hold it", { namespace: TENANT, planned: true }, /No deployer holds hikube:viewer/, "viewer"],
  ["several hold it", { namespace: TENANT, deployers: ["tenant-a.x", "tenant-a.y"] }, /Several deployers/, "admin"],
])("it is told where %s", async (_title, ground, expected, of) => {
  await expect(ask(ground, of)).rejects.toThrow(expected);
});

test("refusals of the cluster name the account, and who may not read the namespace is believed", async () => {
  const forbidden = new KubeError("may not", 403, "Forbidden");
  const account = accountIn("ns/bot") ?? { namespace: "", name: "" };
  await expect(ask({ namespace: forbidden, refusal: forbidden }, account)).rejects.toThrow(/No token of ns\/bot/);
  const gone = new KubeError("not found", 404, "NotFound");
  await expect(ask({ namespace: TENANT, refusal: gone }, account)).rejects.toMatchObject({
    summary: "There is no ServiceAccount ns/bot",
    path: ["service_account"],
  });
  expect((await ask({ namespace: forbidden }, account))?.account).toBe("ns/bot");
});

test.each(["bot", "a/b/c", "A/b", "/b", "a/"])("%s is no account", (text) => {
  expect(accountIn(text)).toBeUndefined();
});

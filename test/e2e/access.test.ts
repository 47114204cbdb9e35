import type { Cluster } from "../../src/kube/cluster";
import { connect } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { INERT_RULES } from "../../src/model/platform/roles/inert-rules";
import { platformObjects } from "../../src/model/platform/platform";
import { isolationList, tenantObjects } from "../../src/model/tenant/objects/objects";
import { ACCESS_LEVELS, type AccessLevel } from "../../src/model/tenant/spec/access-levels";
import type { TenantNode } from "../../src/model/tenant/resolve/tenant";
import { SMALL, tree, type LooseSpec } from "../model/tenants";
import { accessLive } from "./access-live";
import { allowedOf, rightsIn, rightsTold, servedResources, withGroup, type Question } from "./access-reviews";
import { describeOnSandbox, eventually } from "./support";

const LEVELS = ACCESS_LEVELS.map(({ level }) => level);
const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/** Rights that no API serves and that hand out others. */
const POWERS: readonly Question[] = [
  { group: "", resource: "users", verb: "impersonate" },
  { group: "", resource: "groups", verb: "impersonate" },
  { group: "", resource: "serviceaccounts", verb: "impersonate" },
  ...["roles", "clusterroles"].flatMap((resource) =>
    ["bind", "escalate"].map((verb) => ({ group: "rbac.authorization.k8s.io", resource, verb })),
  ),
  ...["update", "delete", "operate"].map((verb) => ({ group: "hikube.cloud", resource: "tenants", verb })),
];

/** One group and one deployer a level, named after the tenant. */
function accessOf(tenant: string): LooseSpec["access"] {
  const groups = ACCESS_LEVELS.map(({ level, field }) => [field, [{ kind: "Group", name: `${tenant}-${level}` }]]);
  const deployers = LEVELS.map((level) => ({ name: level, level }));
  return { ...(Object.fromEntries(groups) as object), deployers };
}

const FOREST = [
  tree({
    name: "top",
    access: accessOf("top"),
    children: [
      { name: "shop", quota: SMALL, access: accessOf("shop"), children: [{ name: "web", quota: { share: 50 } }] },
      { name: "bank", quota: SMALL },
    ],
  }),
  tree({ name: "other" }),
];
const NAMESPACES = [
  ...["tenant-top", "tenant-top-shop", "tenant-top-shop-web", "tenant-top-bank", "tenant-other"],
  ...["hikube-system", "kube-system", "default"],
];
const OWN: Readonly<Record<string, readonly string[]>> = {
  top: ["tenant-top", "tenant-top-shop", "tenant-top-shop-web", "tenant-top-bank"],
  shop: ["tenant-top-shop", "tenant-top-shop-web"],
};

function objectsOf({ tenant, children }: TenantNode): readonly KubeObject[] {
  const below = children.map((child) => child.tenant);
  const { namespace, isolation, bindings } = tenantObjects(tenant, below);
  return [namespace, ...isolationList(isolation), ...bindings, ...children.flatMap(objectsOf)];
}

describeOnSandbox("access, as the API server decides it", (sandbox) => {
  const cluster = tree({ name: "top" }).tenant.cluster.facts;

  async function applyAll(objects: readonly KubeObject[]): Promise<void> {
    const admin = sandbox().cluster();
    for (const object of objects) await admin.apply(object, { fieldManager: "hikube", force: true });
  }

  function member(...groups: readonly string[]): Cluster {
    return sandbox().cluster({ user: "ann", groups: [...groups, "system:authenticated"] });
  }

  /** What a user may do beyond what everybody may who is signed in. */
  async function ownRights(as: Cluster, namespace: string): Promise<readonly string[]> {
    const everybodys = new Set(await rightsIn(member(), namespace));
    return (await rightsIn(as, namespace)).filter((right) => !everybodys.has(right));
  }

  beforeAll(async () => {
    const { base, guardrails } = platformObjects({ cluster, guardrails: true });
    await applyAll([...base, ...guardrails, ...FOREST.flatMap(objectsOf)]);
    const last = member("shop-owner");
    await eventually("the bindings to take effect", async () => {
      return (await ownRights(last, "tenant-top-shop-web")).length > 0 || undefined;
    });
  });

  test.each(LEVELS)("%s may do what the guide's table says, and nothing else", async (level) => {
    const told = rightsTold(level, { guardrails: true });
    expect(told.length).toBeGreaterThan(20);
    expect(await ownRights(member(`shop-${level}`), "tenant-top-shop")).toEqual(told);
  });

  test("every resource that is served, asked with every verb, gives the same answer for every level", async () => {
    const served = await servedResources(sandbox().cluster());
    expect(served.length).toBeGreaterThan(100);
    // The use of pods is told where a metrics server is installed, which a sandbox has not.
    const named = new Set(served.map(({ group, name }) => withGroup(name, group)));
    const isServed = (right: string) => named.has(right.split(" ")[0] ?? "");
    const questions = served.flatMap(({ group, name }) => VERBS.map((verb) => ({ group, resource: name, verb })));
    for (const level of LEVELS) {
      const asked = { group: `shop-${level}`, namespace: "tenant-top-shop" };
      const everybodys = await allowedOf(sandbox().cluster(), { ...asked, group: "nobody" }, questions);
      const allowed = await allowedOf(sandbox().cluster(), asked, questions);
      const own = allowed.filter((right) => !everybodys.includes(right));
      expect([level, own]).toEqual([level, rightsTold(level, { guardrails: true }).filter(isServed)]);
    }
  });

  test("of the names that open nothing none is served, but for scales, which take none of those verbs", async () => {
    const served = await servedResources(sandbox().cluster());
    const named = new Set(served.map(({ group, name }) => withGroup(name, group)));
    const inert = INERT_RULES.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap((group) => resources.map((resource) => withGroup(resource, group))),
    );
    expect([...new Set(inert.filter((name) => named.has(name)))].sort()).toEqual([
      // Binds a pod to a node by `create` alone, which no level holds.
      "bindings",
      ...[
        "deployments.apps/scale",
        "replicasets.apps/scale",
        "replicationcontrollers/scale",
        "statefulsets.apps/scale",
      ],
    ]);
  });

  test("no level may act as somebody else, hand out what it has not, or pass as the platform", async () => {
    for (const level of LEVELS) {
      const asked = { group: `top-${level}`, namespace: "tenant-top" };
      expect([level, await allowedOf(sandbox().cluster(), asked, POWERS)]).toEqual([level, []]);
    }
  });

  describe.each(Object.keys(OWN))("rights on %s", (tenant) => {
    test.each(LEVELS)("as %s flow down its tree, and neither up nor aside", async (level) => {
      const told = rightsTold(level, { guardrails: true });
      for (const namespace of NAMESPACES) {
        const expected = OWN[tenant]!.includes(namespace) ? told : [];
        expect([namespace, await ownRights(member(`${tenant}-${level}`), namespace)]).toEqual([namespace, expected]);
      }
    });
  });

  describe("a deployer", () => {
    const accounts = "/api/v1/namespaces/hikube-system/serviceaccounts";
    const tokenFor = async (as: Cluster, account: string, expirationSeconds: number): Promise<string> => {
      const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds } };
      const answer = (await as.raw("POST", `${accounts}/${account}/token`, request)) as { status: { token: string } };
      return answer.status.token;
    };

    test.each(LEVELS)("of level %s holds it on its tenant and below, by a token of an hour", async (level) => {
      const token = await tokenFor(sandbox().cluster(), `tenant-top-shop.${level}`, 3600);
      const { server, ca } = sandbox().connection;
      const pipeline = connect({ server, ca, token });
      for (const namespace of NAMESPACES) {
        const expected = OWN.shop!.includes(namespace) ? rightsTold(level, { guardrails: true }) : [];
        expect([namespace, await ownRights(pipeline, namespace)]).toEqual([namespace, expected]);
      }
      pipeline.close();
    });

    test("gets no token for longer, not even from a cluster-admin", async () => {
      const asking = tokenFor(sandbox().cluster(), "tenant-top-shop.admin", 86_400);
      await expect(asking).rejects.toMatchObject({ message: /lives too long/ });
    });

    test("gets no token from the tenant's own people, and has no Secret that holds one", async () => {
      for (const tenant of Object.keys(OWN)) {
        const asking = tokenFor(member(`${tenant}-owner`), "tenant-top-shop.viewer", 3600);
        await expect(asking).rejects.toMatchObject({ reason: "Forbidden" });
      }
      const secrets = await sandbox()
        .cluster()
        .list({ apiVersion: "v1", kind: "Secret" }, { namespace: "hikube-system" });
      expect(secrets).toEqual([]);
    });

    test("can be no pod: none is admitted beside it", async () => {
      const pod = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "me", namespace: "hikube-system" },
        spec: { serviceAccountName: "tenant-top-shop.admin", containers: [{ name: "a", image: "example.com/a:1" }] },
      };
      await expect(sandbox().cluster().create(pod)).rejects.toMatchObject({ code: 403 });
    });
  });

  test("a default account mounts no token", async () => {
    const ref = { apiVersion: "v1", kind: "ServiceAccount", name: "default" };
    for (const namespace of OWN.top!) {
      const account = await sandbox()
        .cluster()
        .get({ ...ref, namespace });
      expect(account).toMatchObject({ automountServiceAccountToken: false });
    }
  });

  accessLive(sandbox);

  test("without guardrails the levels lose what only these make safe", async () => {
    await applyAll(platformObjects({ cluster, guardrails: false }).base);
    const rights = (level: AccessLevel) => ownRights(member(`shop-${level}`), "tenant-top-shop");
    const owners = rightsTold("owner", { guardrails: false });
    await eventually("the roles to shrink", async () => (await rights("owner")).length === owners.length || undefined);
    for (const level of LEVELS) {
      expect([level, await rights(level)]).toEqual([level, rightsTold(level, { guardrails: false })]);
    }
  });
});

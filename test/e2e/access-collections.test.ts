import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { AccessLevel } from "../../src/model/tenant/spec/access-levels";
import { describeUnderGuardrails, SHOP } from "./attack-ground";
import { account, binding, honestPolicy, READ_CONFIG, role } from "./attack-objects";
import { own, withMetadata } from "./attacks";

const MANAGED = { "app.kubernetes.io/managed-by": "hikube" };
const MINE = { team: "blue" };
const CORE = "/api/v1";
const RBAC = "/apis/rbac.authorization.k8s.io/v1";

interface Collection {
  readonly level: AccessLevel;
  readonly path: string;
  readonly object: KubeObject;
}

const COLLECTIONS: Readonly<Record<string, Collection>> = {
  configmaps: { level: "admin", path: CORE, object: own("v1", "ConfigMap", { data: { a: "1" } }) },
  secrets: { level: "admin", path: CORE, object: own("v1", "Secret", { stringData: { a: "1" } }) },
  services: { level: "admin", path: CORE, object: own("v1", "Service", { spec: { ports: [{ port: 80 }] } }) },
  networkpolicies: { level: "admin", path: "/apis/networking.k8s.io/v1", object: honestPolicy() },
  roles: { level: "owner", path: RBAC, object: role(READ_CONFIG) },
  rolebindings: { level: "owner", path: RBAC, object: binding(account("robot", SHOP)) },
  serviceaccounts: { level: "owner", path: CORE, object: own("v1", "ServiceAccount", {}) },
};

/**
 * Admission sees each object of a collection with an empty `request.name`: a rule that asked for the name would judge
 * none of them.
 */
describeUnderGuardrails("a whole collection, deleted at once", (ground) => {
  test.each(Object.keys(COLLECTIONS))("%s: what the platform made stays, what the tenant made goes", async (plural) => {
    const { level, path, object } = COLLECTIONS[plural]!;
    const { admin, member } = ground();
    const named = (name: string, labels: typeof MANAGED | typeof MINE) => withMetadata(object, { name, labels });
    const names = async () =>
      (await admin.list(refOf(object), { namespace: SHOP })).map(({ metadata }) => metadata.name);
    const collection = `${path}/namespaces/${SHOP}/${plural}`;

    await member("owner")
      .create(withMetadata(role(READ_CONFIG), { name: "reader" }))
      .catch(() => undefined);
    await admin.create(named("of-the-platform", MANAGED));
    const labelSelector = "app.kubernetes.io/managed-by=hikube";
    const kept = (await admin.list(refOf(object), { namespace: SHOP, labelSelector })).map((one) => one.metadata.name);
    await member(level).create(named("zz-of-the-tenant", MINE));

    await expect(member(level).raw("DELETE", collection)).rejects.toMatchObject({
      code: 403,
      message: expect.stringMatching(/hikube-managed-objects.*written by the platform alone/) as string,
    });
    await expect(member(level).raw("DELETE", `${collection}?labelSelector=team%3Dblue`)).resolves.toBeDefined();
    const left = await names();
    expect(left).toEqual(expect.arrayContaining(kept));
    expect(left).not.toContain("zz-of-the-tenant");
  });

  test("is not for who may delete one pod after the other", async () => {
    const { member } = ground();
    const pods = `${CORE}/namespaces/${SHOP}/pods`;
    await expect(member("user").raw("DELETE", pods)).rejects.toMatchObject({ code: 403, reason: "Forbidden" });
    await expect(member("admin").raw("DELETE", pods)).resolves.toBeDefined();
  });
});

import { describeUnderGuardrails, SHOP } from "./attack-ground";
import { account, binding, role } from "./attack-objects";
import { creating, deleting, own, pod, testAttacks } from "./attacks";
import { eventually } from "./support";

describeUnderGuardrails("accounts of a tenant:", (ground) => {
  describe("attack 24, making an account more than a name:", () => {
    const service = (body: object = {}) => own("v1", "ServiceAccount", body);
    const DEFAULT = { apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace: SHOP };
    const managed = /hikube-managed-objects.*written by the platform alone/;
    testAttacks(ground, [
      {
        tries: "gives the default account its token back",
        attack: (cluster) => cluster.patch(DEFAULT, "merge", { automountServiceAccountToken: true }),
        refusal: managed,
        honest: (cluster) => cluster.patch(DEFAULT, "merge", { imagePullSecrets: [{ name: "pull" }] }),
      },
      {
        tries: "does so while a pull secret is added",
        attack: (cluster) =>
          cluster.patch(DEFAULT, "merge", { automountServiceAccountToken: null, imagePullSecrets: [{ name: "pull" }] }),
        refusal: managed,
        honest: creating(service({ automountServiceAccountToken: false })),
      },
      {
        tries: "takes the platform's mark off the default account",
        attack: (cluster) => cluster.patch(DEFAULT, "merge", { metadata: { labels: { "hikube.cloud/tenant": null } } }),
        refusal: managed,
        honest: (cluster) => cluster.patch(DEFAULT, "merge", { metadata: { annotations: { team: "blue" } } }),
      },
      {
        tries: "keeps the default account from being deleted",
        attack: (cluster) => cluster.patch(DEFAULT, "merge", { metadata: { finalizers: ["example.ch/stay"] } }),
        refusal: managed,
        honest: (cluster) => cluster.list(DEFAULT, { namespace: SHOP }),
      },
      {
        tries: "has the default account deleted with an owner of its own making",
        attack: (cluster) =>
          cluster.patch(DEFAULT, "merge", {
            metadata: { ownerReferences: [{ apiVersion: "v1", kind: "Secret", name: "gone", uid: "1" }] },
          }),
        refusal: managed,
        honest: deleting(service()),
      },
      {
        tries: "deletes the default account",
        attack: (cluster) => cluster.delete(DEFAULT),
        refusal: managed,
        honest: deleting(service()),
      },
      {
        tries: "gives an account rights",
        attack: creating(binding(account("app", SHOP))),
        refusal: /cannot create resource "rolebindings"/,
        honest: creating(service()),
      },
      {
        tries: "asks for the account's token",
        attack: (cluster) =>
          cluster.raw("POST", `/api/v1/namespaces/${SHOP}/serviceaccounts/default/token`, { spec: {} }),
        refusal: /cannot create resource "serviceaccounts\/token"/,
        honest: creating(service()),
      },
    ]);
  });

  test("the verbs of sessions that are only there to be handed on open none", async () => {
    const owner = ground().member("owner");
    const verbs = ["list", "watch", "update", "patch", "delete", "deletecollection"];
    const name = "looker";
    await owner.create({ ...own("v1", "ServiceAccount", {}), metadata: { name, namespace: SHOP } });
    const rules = [
      { apiGroups: [""], resources: ["pods/attach", "pods/exec", "pods/portforward"], verbs },
      { apiGroups: [""], resources: ["configmaps"], verbs: ["list"] },
    ];
    await owner.create({ ...role({}), rules, metadata: { name, namespace: SHOP } });
    await owner.create(binding(account(name, SHOP), { kind: "Role", name }));
    const looker = ground().outsider(`system:serviceaccount:${SHOP}:${name}`);
    await eventually("its right", () =>
      looker.list({ apiVersion: "v1", kind: "ConfigMap" }, { namespace: SHOP }).catch(() => undefined),
    );
    const { metadata } = await ground().member("admin").create(pod());
    const path = `namespaces/${SHOP}/pods/${metadata.name}/exec?command=id&stdout=true`;
    for (const [method, code] of Object.entries({ GET: 403, POST: 403, PUT: 405, PATCH: 405, DELETE: 405 })) {
      await expect(looker.raw(method, `/api/v1/${path}`)).rejects.toMatchObject({ code });
    }
    await expect(looker.raw("GET", `/api/v1/${path}&watch=true`)).rejects.toMatchObject({ code: 403 });
    await expect(looker.raw("GET", `/api/v1/watch/${path}`)).rejects.toMatchObject({ code: 404 });
  });
});

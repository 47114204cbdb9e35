import { TerraformStack } from "cdktf";
import {
  HikubeSubTenant,
  HikubeTenant,
  Quota,
  Subject,
  TenantProfile,
  type ClusterFacts,
  type HikubeTenantProps,
} from "cdktf-hikube";
import { BASE_ISOLATION } from "../../src/model/tenant/objects/base-isolation";
import type { KindRef } from "../../src/kube/cluster";
import { applyTenant, describeUnderGuardrails, newTenant, type Ground } from "./attack-ground";
import { terraformBinaries } from "./binaries";
import { openStacks, type Stacks } from "./stacks";
import { eventually } from "./support";

/** What every tenant has, as `Kind name`. */
const BASE = Object.entries(BASE_ISOLATION).flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`));
const KINDS = [
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "v1", kind: "LimitRange" },
  { apiVersion: "v1", kind: "ServiceAccount" },
];
const REFUSAL = /hikube-protected-isolation[^]*isolates the protected tenant of namespace/;

describeUnderGuardrails("the isolation of a protected tenant", (ground) => {
  describe("under anybody's hands, a cluster-admin's too", () => {
    const VAULT = "tenant-vault";
    const OPEN = "tenant-open";
    const refs = Object.entries(BASE_ISOLATION).flatMap(([kind, names]) =>
      names.map((name) => [kind, name, KINDS.find((one) => one.kind === kind)!.apiVersion] as const),
    );

    beforeAll(async () => {
      const { admin, sandbox } = ground();
      const cluster = await sandbox.facts();
      const internet = { network: { internet: "allow" } } as const;
      await applyTenant(admin, newTenant({ name: "vault", profile: "production", ...internet }, cluster));
      await applyTenant(admin, newTenant({ name: "open", profile: "staging", ...internet }, cluster));
    });

    test.each(refs)(
      "%s %s is not deleted, not even when its label is taken off first",
      async (kind, name, apiVersion) => {
        const { admin } = ground();
        const ref = { apiVersion, kind, name, namespace: VAULT };
        await expect(admin.delete(ref)).rejects.toThrow(REFUSAL);
        const dry = { propagationPolicy: "Background", gracePeriodSeconds: 0, dryRun: ["All"] };
        await expect(admin.raw("DELETE", pathOf(ref), dry)).rejects.toThrow(REFUSAL);
        await admin.patch(ref, "merge", { metadata: { labels: { "app.kubernetes.io/managed-by": null } } });
        await expect(admin.delete(ref)).rejects.toThrow(REFUSAL);
      },
    );

    test.each(KINDS)("not as a collection of $kind either", async ({ apiVersion, kind }) => {
      const { admin } = ground();
      const before = await isolationOf(ground(), VAULT);
      await expect(admin.raw("DELETE", pathOf({ apiVersion, kind, namespace: VAULT }))).rejects.toThrow(REFUSAL);
      const kept = before.filter((name) => BASE.includes(name));
      expect(await isolationOf(ground(), VAULT)).toEqual(expect.arrayContaining(kept));
    });

    test("nor by the garbage collector, for the sake of an owner that is not there", async () => {
      const { admin } = ground();
      const ref = { ...KINDS[0]!, name: "hikube-default-deny-egress", namespace: VAULT };
      const owner = { apiVersion: "v1", kind: "ConfigMap", name: "gone", uid: "6f9f4f5e-0000-4000-8000-000000000000" };
      await admin.patch(ref, "merge", { metadata: { ownerReferences: [owner] } });
      const canary = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "canary", namespace: VAULT, ownerReferences: [owner] },
      };
      await admin.create(canary);
      await eventually("the collection of the canary", async () => {
        const { name, namespace } = canary.metadata;
        return (await admin.get({ apiVersion: "v1", kind: "ConfigMap", name, namespace })) === undefined || undefined;
      });
      await expect(admin.get(ref)).resolves.toMatchObject({ metadata: { name: ref.name } });
      await admin.patch(ref, "merge", { metadata: { ownerReferences: null } });
    });

    test("ways that the spec opened, and objects of the tenant's own, go as before", async () => {
      const { admin } = ground();
      const policy = { ...KINDS[0]!, namespace: VAULT };
      await admin.apply(
        { ...KINDS[0]!, metadata: { name: "default", namespace: VAULT }, spec: { podSelector: {} } },
        APPLY,
      );
      await expect(admin.delete({ ...policy, name: "default" })).resolves.toBe(true);
      await admin.apply(
        { ...KINDS[0]!, metadata: { name: "hikube-expose-ingress", namespace: VAULT }, spec: { podSelector: {} } },
        APPLY,
      );
      await expect(admin.delete({ ...policy, name: "hikube-expose-ingress" })).resolves.toBe(true);
      const account = { ...KINDS[3]!, metadata: { name: "own", namespace: VAULT } };
      await admin.apply(account, APPLY);
      await expect(admin.delete({ ...KINDS[3]!, name: "own", namespace: VAULT })).resolves.toBe(true);
    });

    test("changes go on: they are what the tenant's code says", async () => {
      const { admin, sandbox } = ground();
      const spec = { name: "vault", profile: "production", quota: { cpu: "3" } } as const;
      await applyTenant(admin, newTenant(spec, await sandbox.facts()));
      expect(await cpuOf(ground(), VAULT)).toBe("3");
    });

    test("an unprotected tenant's may be deleted, and a namespace that ends empties itself", async () => {
      const { admin } = ground();
      await expect(admin.delete({ ...KINDS[2]!, name: "hikube-container", namespace: OPEN })).resolves.toBe(true);
      const namespace = { apiVersion: "v1", kind: "Namespace", name: VAULT };
      await expect(admin.delete(namespace)).rejects.toThrow(/hikube-protected-namespaces/);
      await admin.patch(namespace, "merge", { metadata: { annotations: { "hikube.cloud/protected": null } } });
      await admin.delete(namespace);
      // Even if somebody protects it again while it ends.
      await admin
        .patch(namespace, "merge", { metadata: { annotations: { "hikube.cloud/protected": "true" } } })
        .catch(() => undefined);
      await eventually("the end of the namespace", async () => (await admin.get(namespace)) === undefined || undefined);
    });
  });

  describe.each(terraformBinaries())("removed from the code under plain $name", (binary) => {
    const top = `tenant-top${binary.name}`;
    const sub = `${top}-sub`;
    let company: Company;

    beforeAll(async () => {
      company = await openCompany(binary.path(), binary.name, ground());
      company.synth({ sub: {} });
      await company.stacks.apply("company");
    }, 300_000);

    afterAll(() => company.stacks.close());

    const shareOf = (namespace: string) => cpuOf(ground(), namespace);
    const refused = () => company.stacks.apply("company").then(() => "", outputOf);

    async function assertWhole(namespace: string): Promise<void> {
      expect(await isolationOf(ground(), namespace)).toEqual(expect.arrayContaining(BASE));
      const found = await ground().admin.get({ apiVersion: "v1", kind: "Namespace", name: namespace });
      expect(found).toMatchObject({ status: { phase: "Active" } });
    }

    test("stays whole, and its parent gets nothing of its share back", async () => {
      expect([await shareOf(top), await shareOf(sub)]).toEqual(["6", "2"]);
      company.synth({});
      expect(await refused()).toMatch(REFUSAL);
      await assertWhole(sub);
      expect([await shareOf(top), await shareOf(sub)]).toEqual(["6", "2"]);
    });

    test("is as it was once the tenant is put back", async () => {
      company.synth({ sub: {} });
      await company.stacks.apply("company");
      expect(await company.stacks.plan("company")).toMatchObject({ code: 0 });
    });

    test("keeps that of the unprotected tenant above it too", async () => {
      company.synth({ top: false });
      expect(await refused()).toMatch(REFUSAL);
      await assertWhole(sub);
      // Ways of its own may be closed; nothing is open that was not.
      const base = BASE.filter((name) => !/NetworkPolicy hikube-(same-tenant|to-)/.test(name));
      expect(await isolationOf(ground(), top)).toEqual(expect.arrayContaining(base));
      expect([await shareOf(top), await shareOf(sub)]).toEqual(["6", "2"]);
      company.synth({ sub: {} });
      await company.stacks.apply("company");
      expect(await company.stacks.plan("company")).toMatchObject({ code: 0 });
    });

    test("lets the spec change, and loses nothing by it", async () => {
      company.synth({
        sub: { protected: true, security: { priorityClasses: ["high"], podSecurity: "restricted" }, network: CLOSED },
      });
      // The way from the ancestors goes, and that is all.
      expect(await company.stacks.apply("company")).toMatch(/0 added, \d+ changed, 1 destroyed/);
      expect(await company.stacks.plan("company")).toMatchObject({ code: 0 });
      company.synth({ sub: {} });
      await company.stacks.apply("company");
      await assertWhole(sub);
      expect(await company.stacks.plan("company")).toMatchObject({ code: 0 });
    });

    test("stands when an id changed, and moves as a whole when its former path is told", async () => {
      company.synth({ sub: {}, id: "renamed" });
      expect(await refused()).toMatch(REFUSAL);
      await assertWhole(sub);
      company.synth({ sub: {}, id: "renamed", movedFrom: "sub" });
      await company.stacks.apply("company");
      await assertWhole(sub);
      company.synth({ sub: {}, id: "renamed" });
      expect(await company.stacks.plan("company")).toMatchObject({ code: 0 });
      for (const [id, movedFrom] of [
        ["moved", "company/renamed"],
        ["renamed", "moved"],
      ] as const) {
        company.synth({ sub: {}, id, movedFrom });
        expect(await company.stacks.apply("company")).toMatch(/0 added, 0 changed, 0 destroyed/);
      }
    });

    test("comes with a namespace that is adopted", async () => {
      const namespace = `legacy-${binary.name}`;
      await ground().admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
      company.synth({ sub: {}, id: "renamed", adopted: namespace });
      expect(await company.stacks.apply("company")).toMatch(/1 imported, \d+ added, [12] changed, 0 destroyed/);
      expect(await company.stacks.plan("company")).toMatchObject({ code: 0 });
      company.synth({ sub: {}, id: "renamed" });
      expect(await refused()).toMatch(REFUSAL);
      await assertWhole(namespace);
      company.synth({ sub: {}, id: "renamed", adopted: namespace });
      await company.stacks.apply("company");
    });

    test("goes with the tenant, at once after it was unprotected", async () => {
      const adopted = `legacy-${binary.name}`;
      company.synth({ sub: { protected: false }, id: "renamed", adopted });
      await company.stacks.apply("company");
      company.synth({ adopted });
      expect(await company.stacks.apply("company")).toMatch(/0 added, 1 changed, \d+ destroyed/);
      expect(await ground().admin.get({ apiVersion: "v1", kind: "Namespace", name: sub })).toBeUndefined();
      expect(await shareOf(top)).toBe("8");
    });
  });
});

const APPLY = { fieldManager: "test", force: true };
const PLURALS: Readonly<Record<string, string>> = {
  NetworkPolicy: "apis/networking.k8s.io/v1/namespaces/NAMESPACE/networkpolicies",
  ResourceQuota: "api/v1/namespaces/NAMESPACE/resourcequotas",
  LimitRange: "api/v1/namespaces/NAMESPACE/limitranges",
  ServiceAccount: "api/v1/namespaces/NAMESPACE/serviceaccounts",
};

function pathOf({ kind, namespace, name }: KindRef & { readonly namespace: string; readonly name?: string }): string {
  const collection = `/${(PLURALS[kind] ?? "").replace("NAMESPACE", namespace)}`;
  return name === undefined ? collection : `${collection}/${name}`;
}

const CLOSED = { fromAncestors: false } as const;

interface Company {
  readonly stacks: Stacks;
  /** Writes the stack: without `sub` there is no sub-tenant, with `top: false` nothing at all. */
  synth(what: {
    readonly top?: false;
    readonly sub?: Partial<HikubeTenantProps>;
    readonly id?: string;
    readonly movedFrom?: string;
    /** A second top tenant, protected, that takes this namespace over. */
    readonly adopted?: string;
  }): void;
}

async function openCompany(terraform: string, name: string, { sandbox }: Ground): Promise<Company> {
  const stacks = await openStacks(terraform, sandbox);
  const cluster: ClusterFacts = await sandbox.facts();
  return {
    stacks,
    synth({ top, sub, id = "sub", movedFrom, adopted }) {
      stacks.synth((app) => {
        const stack = new TerraformStack(app, "company");
        stacks.configure(stack);
        if (top === false) return;
        const access = { viewers: [Subject.group("support")] };
        const security = { priorityClasses: ["high"] };
        const props = {
          platform: { cluster },
          profile: TenantProfile.DEVELOPMENT,
          access,
          security,
          quota: { cpu: "8" },
        };
        const parent = new HikubeTenant(stack, "top", { ...props, name: `top${name}` });
        if (adopted !== undefined) {
          const old = { ...props, name: `old${name}`, namespace: adopted, adopt: true, protected: true };
          new HikubeTenant(stack, "old", old);
        }
        if (sub === undefined) return;
        const quota = Quota.share(25);
        new HikubeSubTenant(stack, id, {
          parent,
          name: "sub",
          quota,
          protected: true,
          security: { priorityClasses: [] },
          movedFrom,
          ...sub,
        });
      });
    },
  };
}

async function isolationOf({ admin }: Ground, namespace: string): Promise<readonly string[]> {
  const found = await Promise.all(KINDS.map((kind) => admin.list(kind, { namespace })));
  return found.flat().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

async function cpuOf({ admin }: Ground, namespace: string): Promise<string | undefined> {
  const quota = await admin.get({ apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace });
  return (quota?.spec as { hard: Readonly<Record<string, string>> } | undefined)?.hard["requests.cpu"];
}

function outputOf(error: unknown): string {
  const { stdout, stderr } = error as { stdout?: string; stderr?: string };
  return `${stdout ?? ""}${stderr ?? ""}`.replaceAll(/\s*│\s*/g, " ");
}

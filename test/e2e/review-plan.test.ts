import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Cluster } from "../../src/kube/cluster";
import type { ReviewDocument } from "../../src/review/document";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { AFTER, BEFORE, dangersIn, EDITS } from "../review/dangerous";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Said } from "./hikube";
import { asAnyCluster, describeOnSandbox } from "./support";

const TOP = "tenant-acme";
const SHOP = "tenant-acme-shop";
const POLICY = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", namespace: SHOP };
const LETS_IN = { ...POLICY, name: "hikube-from-ancestors-ingress" };
const NAMESPACE = { apiVersion: "v1", kind: "Namespace", name: TOP };

/** What this test changes of a stack. */
interface Synthesized {
  readonly resource: { readonly kubernetes_resource_quota_v1: Readonly<Record<string, Quota>> };
}
interface Quota {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly hard: Record<string, string> };
  lifecycle?: object;
}

describe.each(terraformBinaries())("a plan that is reviewed, with $name", (binary) => {
  describeOnSandbox("on a real API server", (sandbox) => {
    const home = process.cwd();
    let folder: string;
    let providers: ProviderEnvironment;
    let environment: Readonly<Record<string, string | undefined>>;
    let admin: Cluster;

    const attempt = (...args: readonly string[]): Promise<Said> => hikubeWith(environment)(...args);
    const hikube = (...args: readonly string[]) => succeeding(hikubeWith(environment))(...args);
    const write = (tenant: object) => {
      writeFileSync("tenants.yaml", stringify({ formatVersion: 1, cluster: "cluster.json", tenants: [tenant] }));
    };
    const protection = async () => (await admin.get(NAMESPACE))?.metadata.annotations?.["hikube.cloud/protected"];

    beforeAll(async () => {
      admin = sandbox().cluster();
      folder = mkdtempSync(join(tmpdir(), "hikube-review-"));
      process.chdir(folder);
      writeFileSync("cluster.json", JSON.stringify(await sandbox().facts()));
      const base = { ...process.env, ...asAnyCluster(sandbox(), folder), HIKUBE_TERRAFORM: binary.path() };
      providers = await provideProviders({ source: "offline", environment: base });
      environment = { ...base, ...providers.env };
      write(BEFORE);
      await hikube("apply", "tenants.yaml", "--auto-approve");
    }, 300_000);

    afterAll(async () => {
      process.chdir(home);
      await providers.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test("names each dangerous edit in its Markdown, and nothing where nothing changes", async () => {
      expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
      write(AFTER);
      const { code, out } = await attempt("plan", "tenants.yaml", "--markdown", "--detailed-exitcode");
      expect(code).toBe(2);
      const found = dangersIn(out);
      for (const [edit, line] of EDITS) expect([edit, found.some((one) => one.startsWith(line))]).toEqual([edit, true]);
      expect(found.filter((line) => line.startsWith("- ") && !line.startsWith("- `"))).toHaveLength(EDITS.length);
    });

    test("warns of facts that the cluster tells otherwise, once", async () => {
      write(BEFORE);
      const facts = await sandbox().facts();
      writeFileSync("cluster.json", JSON.stringify({ ...facts, apiServer: { ...facts.apiServer, port: 7443 } }));
      const { out } = await hikube("plan", "tenants.yaml");
      const warning = `warning: apiServer.port: the file says 7443, the cluster ${facts.apiServer.port} [stale-cluster-facts]`;
      expect(out.split("\n").filter((line) => line.includes("stale-cluster-facts"))).toEqual([`  ${warning}`]);
      writeFileSync("cluster.json", JSON.stringify(facts));
      expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
    });

    const file = join("cdktf.out", "stacks", "tenants", "cdk.tf.json");

    test("tells a change that ignore_changes hides, and nothing where it hides none", async () => {
      write(BEFORE);
      await hikube("synth", "tenants.yaml");
      const stack = JSON.parse(readFileSync(file, "utf8")) as Synthesized;
      const quotas = Object.values(stack.resource.kubernetes_resource_quota_v1);
      const quota = quotas.find(({ metadata }) => metadata.name === "hikube-tenant")!;
      quota.lifecycle = { ignore_changes: ["spec[0].hard"] };
      writeFileSync(file, JSON.stringify(stack));
      expect((await hikube("plan", "--no-synth")).out).toBe("nothing to change\n");
      quota.spec.hard.pods = "7";
      writeFileSync(file, JSON.stringify(stack));
      const { code, out } = await attempt("plan", "--no-synth", "--fail-on", "danger");
      expect(out).toMatch(
        /! not judged: ResourceQuota .*is not what is declared: ignore_changes hides spec\[0\]\.hard/,
      );
      expect([code, out]).toEqual([3, expect.stringMatching(/\nnothing to change\n$/)]);
    });

    test("judges what an app has beside its tenants, or says that it does not", async () => {
      write(BEFORE);
      await hikube("synth", "tenants.yaml");
      const stack = JSON.parse(readFileSync(file, "utf8")) as { readonly resource: object };
      const metadata: object = { name: "beside", namespace: SHOP };
      const subject = { kind: "Group", name: "crew", api_group: "rbac.authorization.k8s.io" };
      const roleRef = (name: string) => ({ kind: "ClusterRole", name, api_group: "rbac.authorization.k8s.io" });
      const beside = {
        kubernetes_role_binding_v1: { x: { metadata, role_ref: roleRef("admin"), subject } },
        kubernetes_cluster_role_binding_v1: {
          x: { metadata: { name: "beside" }, role_ref: roleRef("cluster-admin"), subject },
        },
        kubernetes_network_policy_v1: {
          x: { metadata, spec: { pod_selector: {}, policy_types: ["Ingress"], ingress: [{}] } },
        },
        kubernetes_secret_v1: { x: { metadata, data: { password: "hunter2" } } },
      };
      const types = Object.entries<object>(beside).map(([type, own]) => {
        const ours = (stack.resource as Readonly<Record<string, object>>)[type];
        return [type, { ...ours, ...own }] as const;
      });
      const resource: object = { ...stack.resource, ...Object.fromEntries<object>(types) };
      writeFileSync(file, JSON.stringify({ ...stack, resource }));
      const { code, out } = await attempt("plan", "--no-synth", "--fail-on", "danger");
      expect(code).toBe(3);
      expect(out).toContain(
        "! access of Group crew: none → ClusterRole admin; by RoleBinding beside, which no tenant declares",
      );
      expect(out).toContain("! access of Group crew: none → ClusterRole cluster-admin; by ClusterRoleBinding beside");
      expect(out).toContain(`! way opens: internet -> ${SHOP}: all ports`);
      expect(out).not.toContain("hunter2");
    });

    test("tells what somebody changed by hand, in the direction of the plan", async () => {
      write(BEFORE);
      await admin.patch(LETS_IN, "merge", { spec: { ingress: [{}] } });
      const reviewed = async () =>
        (JSON.parse((await hikube("plan", "tenants.yaml", "--json")).out) as { readonly review: ReviewDocument })
          .review;
      const review = await reviewed();
      expect(review.changes).toContainEqual({
        ...{ kind: "way-closes", severity: "notice", tenant: SHOP, what: `internet -> ${SHOP}`, before: "all ports" },
      });
      expect(review.changes).toContainEqual(
        expect.objectContaining({ kind: "object-changed", severity: "info", what: `NetworkPolicy ${LETS_IN.name}` }),
      );
      // Somebody's own policy opens the same: nothing closes.
      await admin.create({
        ...POLICY,
        metadata: { name: "by-hand", namespace: SHOP },
        spec: { podSelector: {}, ingress: [{}] },
      });
      expect((await reviewed()).changes.map(({ kind }) => kind)).toEqual(["object-changed"]);
      await admin.delete({ ...POLICY, name: "by-hand" });
      await hikube("apply", "tenants.yaml", "--auto-approve");
    });

    test("is kept for its user alone, and refused once the code or the state is another", async () => {
      write({ ...BEFORE, protected: false });
      const { out } = await hikube("plan", "tenants.yaml", "--out", "one.plan");
      const [, digest = ""] = /kept: (sha256:[0-9a-f]{64}); apply it by: hikube apply one\.plan\n$/.exec(out) ?? [];
      expect(digest).not.toBe("");
      expect(statSync("one.plan").mode & 0o777).toBe(0o600);
      await hikube("plan", "tenants.yaml", "--out", "same.plan");

      const otherDigest = await attempt("apply", "one.plan", "--auto-approve", "--expect", "sha256:0");
      expect(otherDigest).toMatchObject({ code: 1, err: expect.stringContaining("[stale-plan]") as unknown });
      write({ ...BEFORE, protected: false, suspended: true });
      // Nobody is there to confirm, which is told of what could be applied alone.
      const otherCode = await attempt("apply", "one.plan");
      expect(otherCode).toMatchObject({
        code: 1,
        err: expect.stringContaining("stack tenants: the code was changed") as unknown,
      });
      expect(await protection()).toBe("true");

      write({ ...BEFORE, protected: false });
      expect((await attempt("apply", "one.plan")).err).toContain("[not-a-terminal]");
      expect(await protection()).toBe("true");
      await hikube("apply", "one.plan", "--auto-approve", "--expect", digest);
      expect(await protection()).toBeUndefined();
      expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");

      const otherState = await attempt("apply", "same.plan");
      expect(otherState).toMatchObject({
        code: 1,
        err: expect.stringMatching(
          /stack tenants: its state was changed[^]*`hikube plan tenants\.yaml --out same\.plan`/,
        ) as unknown,
      });
      expect((await hikube("plan", "tenants.yaml", "--out", "none.plan")).out).toMatch(
        /; there is nothing to apply\n$/,
      );
    });

    test("is refused where it was changed, and takes no options that it was made with", async () => {
      await hikube("plan", "tenants.yaml", "--out", "one.plan");
      const stack = await attempt("apply", "one.plan", "--auto-approve", "--no-platform");
      expect(stack).toMatchObject({
        code: 2,
        err: expect.stringContaining("--no-platform: one.plan is a plan") as unknown,
      });
      writeFileSync("one.plan", readFileSync("one.plan", "utf8").replace('"platform":true', '"platform":false'));
      const changed = await attempt("apply", "one.plan", "--auto-approve");
      expect(changed).toMatchObject({ code: 2, err: expect.stringContaining("[invalid-plan]") as unknown });
    });

    test("is refused where a tenant that it removes got a volume since", async () => {
      write({ ...BEFORE, protected: false });
      await hikube("apply", "tenants.yaml", "--auto-approve");
      const none = { formatVersion: 1, cluster: "cluster.json", tenants: [] };
      writeFileSync("tenants.yaml", stringify(none));
      await hikube("plan", "tenants.yaml", "--out", "removal.plan");
      const claim = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "orders", namespace: SHOP } };
      const resources = { requests: { storage: "1Gi" } };
      await admin.create({ ...claim, spec: { accessModes: ["ReadWriteOnce"], resources } });
      const { code, err } = await attempt("apply", "removal.plan", "--auto-approve");
      expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("[stale-plan]") as unknown });
      expect(err).toContain(`stack tenants: a volume came since, and would be deleted: ${SHOP}: orders`);
      await admin.delete({ ...claim, name: "orders", namespace: SHOP });
    });

    test("that removes a protected tenant is not kept", async () => {
      write({ ...BEFORE, protected: true });
      await hikube("apply", "tenants.yaml", "--auto-approve");
      writeFileSync("tenants.yaml", stringify({ formatVersion: 1, cluster: "cluster.json", tenants: [] }));
      const { code, out } = await attempt("plan", "tenants.yaml", "--out", "two.plan");
      expect(code).toBe(3);
      expect(out).toContain("the plan was not kept: apply refuses it");
      expect(statSync("two.plan", { throwIfNoEntry: false })).toBeUndefined();
      const again = await attempt("plan", "tenants.yaml", "--out", "none.plan");
      expect(again.out).toContain("the plan was not kept: apply refuses it; none.plan holds a former one");
    });
  });
});

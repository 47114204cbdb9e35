import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { lettingGo } from "./let-go";
import { describeOnSandbox, eventually } from "./support";

/** What happens to tenants beside changes of their code: their end, letting go, coming in. */
describeOnSandbox("the life of tenants", (sandbox) => {
  describe.each(terraformBinaries())("by $name", (binary) => {
    const home = process.cwd();
    let folder: string;
    let providers: ProviderEnvironment;
    let attempt: Hikube;
    let hikube: Hikube;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "hikube-life-"));
      process.chdir(folder);
      writeFileSync("cluster.json", JSON.stringify(await sandbox().facts()));
      const environment = { ...process.env, ...sandbox().env, HIKUBE_TERRAFORM: binary.path() };
      providers = await provideProviders({ source: "offline", environment });
      attempt = hikubeWith({ ...environment, ...providers.env });
      hikube = succeeding(attempt);
    });

    afterAll(async () => {
      process.chdir(home);
      await providers.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const name = (suffix: string) => `${binary.name}${suffix}`;
    const drift = async () => (await attempt("plan", "nap.yaml", "--no-platform", "--detailed-exitcode")).code;
    const pods = async (namespace: string) => {
      const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace };
      return ((await sandbox().cluster().get(quota))?.spec as { hard: { pods: string } }).hard.pods;
    };

    describe("past its end", () => {
      const [top, below] = [`tenant-${name("nap")}`, `tenant-${name("nap")}-web`];
      const declare = (end: string, note = "a") => {
        const child = `children: [{ name: web, quota: { share: 25 } }], cost: { note: ${note} }`;
        const tenant = `{ name: ${name("nap")}, profile: sandbox, expiresAt: ${end}, ${child} }`;
        writeFileSync("nap.yaml", `formatVersion: 1\ncluster: cluster.json\ntenants: [${tenant}]\n`);
      };

      beforeAll(async () => {
        declare("2021-05-01T00:00:00Z");
        await hikube("apply", "nap.yaml", "--no-platform", "--auto-approve");
      });

      test("who may only look changes nothing, and hears all that is missing", async () => {
        const config = parse(readFileSync(sandbox().kubeconfig, "utf8")) as { users: readonly { user: object }[] };
        const users = config.users.map((entry) => ({ ...entry, user: { ...entry.user, as: "nobody" } }));
        writeFileSync("nobody", JSON.stringify({ ...config, users }), { mode: 0o600 });
        const { code, out, err } = await attempt("expire", "nap.yaml", "--suspend", "--kubeconfig", "nobody");
        expect([code, out]).toEqual([1, ""]);
        expect(err).toContain("missing permissions to suspend expired tenants; nothing was changed");
        expect(err).toContain(`  patch jobs.batch in ${top}, ${below}\n`);
        expect([await pods(top), await pods(below)]).toEqual(["50", "50"]);
      });

      test("the nightly jobs may run at once, in any order", async () => {
        expect(await drift()).toBe(0);
        const [expired, drifted] = await Promise.all([hikube("expire", "nap.yaml", "--suspend"), drift()]);
        expect(expired.out).toContain(`${below} is suspended`);
        expect(drifted).toBe(0);
        const { out } = await hikube("plan", "nap.yaml", "--no-platform");
        expect(out).toMatch(/^nothing to change\n.* stays suspended: it expired at 2021-05-01T00:00:00Z\n.*web stays/);
      });

      test("its namespace says who suspended it and why", async () => {
        const namespace = await sandbox().cluster().get({ apiVersion: "v1", kind: "Namespace", name: below });
        expect(namespace?.metadata.annotations).toMatchObject({
          "hikube.cloud/suspended": "true",
          "hikube.cloud/suspended-because": "expired 2021-05-01T00:00:00Z",
        });
      });

      test("an apply of something else does not open it again", async () => {
        declare("2021-05-01T00:00:00Z", "b");
        const { out } = await hikube("apply", "nap.yaml", "--no-platform", "--auto-approve");
        expect(out).toContain("2 changes made");
        expect([await pods(top), await pods(below)]).toEqual(["0", "0"]);
        expect(await drift()).toBe(0);
      });

      test("an open quota under its mark is told, also where the code says the same", async () => {
        const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: below };
        await sandbox()
          .cluster()
          .patch(quota, "merge", {
            metadata: { annotations: { "hikube.cloud/replicas-before-suspend": null } },
            spec: { hard: { pods: "50" } },
          });
        const said = await attempt("plan", "nap.yaml", "--no-platform", "--detailed-exitcode");
        expect(said.code).toBe(2);
        expect(said.out).toMatch(
          /nothing to change\n[^]*nap-web is past its end.* takes 50 pods.* \[suspended-but-open\]/,
        );
        await hikube("expire", "nap.yaml", "--suspend");
        expect(await drift()).toBe(0);
      });

      test("a later end in the code opens it, and that is a change", async () => {
        declare("2121-05-01T00:00:00Z", "b");
        expect(await drift()).toBe(2);
        await hikube("apply", "nap.yaml", "--no-platform", "--auto-approve");
        expect([await pods(top), await pods(below)]).toEqual(["50", "50"]);
        expect((await hikube("resume", top)).out).toContain("is resumed");
        expect(await drift()).toBe(0);
      });

      test("a kept plan that writes its quota neither opens nor shuts what was suspended or resumed since", async () => {
        const admin = sandbox().cluster();
        const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: below };
        await admin.patch(quota, "merge", { spec: { hard: { "count/jobs.batch": "7" } } });
        await hikube("plan", "nap.yaml", "--no-platform", "--out", "drift.plan");
        await hikube("suspend", top);
        const opening = await attempt("apply", "drift.plan", "--auto-approve");
        expect(opening).toMatchObject({ code: 1, err: expect.stringContaining("[stale-plan]") as unknown });
        expect(opening.err).toContain(`${below} was suspended since the plan was made (ResourceQuota hikube-tenant)`);
        expect([await pods(top), await pods(below)]).toEqual(["0", "0"]);
        await hikube("plan", "nap.yaml", "--no-platform", "--out", "opening.plan");
        await hikube("resume", top);
        const stale = await attempt("apply", "opening.plan", "--auto-approve");
        expect(stale).toMatchObject({ code: 1, err: expect.stringContaining(`${top} was resumed since`) as unknown });
        await hikube("apply", "nap.yaml", "--no-platform", "--auto-approve");
        expect(await drift()).toBe(0);
      });
    });

    describe("let go", () => {
      lettingGo({ sandbox, name, attempt: () => attempt });
    });

    describe("coming in", () => {
      const namespace = name("crm");

      beforeAll(async () => {
        const admin = sandbox().cluster();
        const labels = { "istio-injection": "enabled" };
        await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } });
        const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" };
        const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "crew" }];
        const apiVersion = "rbac.authorization.k8s.io/v1";
        await admin.create({
          apiVersion,
          kind: "RoleBinding",
          metadata: { name: "crew", namespace },
          roleRef,
          subjects,
        });
        await eventually("the default account", () =>
          admin.get({ apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace }),
        );
        for (const pod of ["one", "two"]) {
          const spec = { containers: [{ name: "web", image: "example.com/web:1" }] };
          await admin.create({ apiVersion: "v1", kind: "Pod", metadata: { name: pod, namespace }, spec });
        }
        const adopt = "adopt: true, profile: staging";
        const tenants = [`{ name: crm, namespace: ${namespace}, ${adopt} }`, `{ name: ${name("new")}, ${adopt} }`];
        writeFileSync("adopt.yaml", `formatVersion: 1\ncluster: cluster.json\ntenants: [${tenants.join(", ")}]\n`);
      });

      test("a plan says what an adopted namespace loses, what breaks and what stays in it", async () => {
        const { out } = await hikube("plan", "adopt.yaml", "--no-platform");
        expect(out).toMatch(/podSecurity: none → restricted; 2 running pods break it.*(one|two) \(and 1 other pod\): /);
        expect(out).toContain("its namespace is adopted, with what is in it");
        expect(out).toContain("alwaysPullImages: none → yes; 2 running pods break it");
        expect(out).toContain("label istio-injection: enabled → none");
        expect(out).toContain("stays: RoleBinding crew: ClusterRole admin to Group crew");
      });

      test("what is not there yet is created, and nothing is left to do then", async () => {
        await hikube("apply", "adopt.yaml", "--no-platform", "--auto-approve");
        const created = { apiVersion: "v1", kind: "Namespace", name: `tenant-${name("new")}` };
        await expect(sandbox().cluster().get(created)).resolves.toBeDefined();
        expect((await attempt("plan", "adopt.yaml", "--no-platform", "--detailed-exitcode")).code).toBe(0);
      });
    });
  });
});

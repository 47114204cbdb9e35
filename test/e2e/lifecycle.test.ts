import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { describeOnSandbox } from "./support";

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

      test("a later end in the code opens it, and that is a change", async () => {
        declare("2121-05-01T00:00:00Z", "b");
        expect(await drift()).toBe(2);
        await hikube("apply", "nap.yaml", "--no-platform", "--auto-approve");
        expect([await pods(top), await pods(below)]).toEqual(["50", "50"]);
        expect((await hikube("resume", top)).out).toContain("is resumed");
        expect(await drift()).toBe(0);
      });
    });
  });
});

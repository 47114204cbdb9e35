import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformBinaries } from "./binaries";
import { writeApp } from "./hikube-app";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { describeOnSandbox } from "./support";

const SETTINGS = {
  host: "host",
  cluster_ca_certificate: "ca",
  client_certificate: "cert",
  client_key: "key",
} as const;
const NAMES = Object.values(SETTINGS);

const PROVIDER = {
  variable: Object.fromEntries(NAMES.map((name) => [name, { type: "string", sensitive: true }])),
  provider: { hikube: Object.fromEntries(Object.entries(SETTINGS).map(([name, from]) => [name, `\${var.${from}}`])) },
};

/** A platform and a tree of two tenants, behind a provider block that names no cluster but by variables. */
function write(): void {
  const quota = { cpu: "2", memory: "4Gi", storage: "10Gi" };
  const books = { name: "books", profile: "development", depends_on: ["hikube_platform.platform"] };
  const sub = { name: "sub", parent: "${hikube_tenant.books.namespace}", quota };
  writeApp({
    company: { ...PROVIDER, resource: { hikube_platform: { platform: {} }, hikube_tenant: { books, sub } } },
  });
}

/** One tenant, or none any more, behind a block that a kept plan can read, too. */
function writeLent(hikube: object, tenant?: object): void {
  const resource = tenant === undefined ? {} : { resource: { hikube_tenant: { lent: tenant } } };
  writeApp({ lent: { provider: { hikube }, ...resource } });
}

describeOnSandbox(
  "a state of hikube_tenant and hikube_platform that is lost, behind a host that is a variable",
  (sandbox) => {
    const home = process.cwd();
    let folder: string;
    let attempt: Hikube;
    let hikube: Hikube;
    let blind: Hikube;
    let block: object;

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "recover-hikube-"));
      mkdirSync(join(folder, "home"));
      process.chdir(folder);
      const { server, ca = "", clientCertificate: cert = "", clientKey: key = "" } = sandbox().connection;
      const values = { host: server, ca, cert, key };
      block = Object.fromEntries(Object.entries(SETTINGS).map(([name, from]) => [name, values[from]]));
      const env = {
        PATH: process.env.PATH,
        HOME: join(folder, "home"),
        HIKUBE_TERRAFORM: terraformBinaries()[0]?.path(),
      };
      const variables = Object.fromEntries(Object.entries(values).map(([name, value]) => [`TF_VAR_${name}`, value]));
      attempt = hikubeWith({ ...env, ...variables });
      hikube = succeeding(attempt);
      blind = hikubeWith(env);
    });

    afterAll(() => {
      process.chdir(home);
      rmSync(folder, { recursive: true, force: true });
    });

    test("is recovered with the platform, and every object is named", async () => {
      write();
      await hikube("apply", "--auto-approve");
      rmSync("terraform.company.tfstate");
      const { out } = await hikube("recover");
      expect(out).toContain("stack company: 3 objects imported, 0 kept");
      for (const name of ["hikube-system", "tenant-books", "tenant-books-sub"]) {
        expect(out).toContain(`imported: Namespace ${name}\n`);
      }
      expect(out).toMatch(
        /the state had nothing of platform, tenant-books, tenant-books-sub,.*\[maybe-held-elsewhere\]/,
      );
      expect((await hikube("plan")).out).toBe("nothing to change\n");
    });

    test("is told at plan by what of it is there, and so it is to another repository", async () => {
      rmSync("terraform.company.tfstate");
      const { out } = await hikube("plan");
      expect(out).toMatch(/ platform +\d+ taken over\n/);
      expect(out).toMatch(/ tenant-books-sub +\d+ taken over\n/);
      expect(out).toMatch(/^0 to add, 0 to change, 0 to remove, \d+ to take over$/m);
      expect(out).toMatch(/warning: the platform is there already .*taken over.* \[maybe-held-elsewhere\]/);
      expect(out).toMatch(/warning: tenant-books is there already, .* \[maybe-held-elsewhere\]/);
      // The provider says the same of them.
      expect(out).not.toContain("terraform-warning");
      expect((await hikube("plan", "--markdown")).out).toContain("maybe-held-elsewhere");
      await hikube("recover");
    });

    test("is not called whole where no cluster could be asked", async () => {
      rmSync("terraform.company.tfstate");
      const { code, out, err } = await blind("recover");
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toContain('stack "company" is not recovered: the cluster of provider "hikube" cannot be asked: ');
      expect(err).toContain("TF_VAR_");
    });

    const LENT = { apiVersion: "v1", kind: "Namespace", name: "tenant-lent" };
    const lent = { name: "lent", profile: "development" };
    const uidNow = async () => (await sandbox().cluster().get(LENT))?.metadata.uid;

    /** Runs a command in a configuration of its own, which has this tenant, or none any more. */
    const call = async (run: Hikube, name: string, tenant: object | undefined, args: readonly string[]) => {
      mkdirSync(join(folder, name), { recursive: true });
      process.chdir(join(folder, name));
      writeLent(block, tenant);
      try {
        const { out, err } = await run(...args);
        return out + err;
      } finally {
        process.chdir(folder);
      }
    };
    const within = (name: string, tenant: object | undefined, ...args: readonly string[]) =>
      call(hikube, name, tenant, args);
    const tried = (name: string, tenant: object | undefined, ...args: readonly string[]) =>
      call(attempt, name, tenant, args);

    test("is not deleted by the one that has lost a tenant to another one, before its plan or after it", async () => {
      await within("first", lent, "apply", "--auto-approve");
      const uid = await uidNow();
      await within("first", undefined, "plan", "--out", "kept.plan");
      await within("second", lent, "apply", "--auto-approve");
      expect(await within("first", undefined, "apply", "kept.plan", "--auto-approve")).toContain(
        "Another resource holds",
      );
      expect(await uidNow()).toBe(uid);
      await within("third", lent, "apply", "--auto-approve");
      const out = await within("second", lent, "destroy", "--auto-approve");
      expect(out).toContain("0 to add, 0 to change, 0 to remove, 1 to forget");
      expect(await uidNow()).toBe(uid);
      await within("third", lent, "destroy", "--auto-approve");
      expect(await uidNow()).toBeUndefined();
    });

    test("is not deleted by a plan since which its mark was taken away by hand", async () => {
      await within("first", lent, "apply", "--auto-approve");
      const uid = await uidNow();
      await within("first", undefined, "plan", "--out", "kept.plan");
      const annotations = { "hikube.cloud/made-by": null };
      await sandbox().cluster().patch(LENT, "merge", { metadata: { annotations } });
      expect(await tried("first", undefined, "apply", "kept.plan", "--auto-approve")).toMatch(
        /Nobody knows who holds the tenant tenant-lent \[tenant-held-elsewhere\]\n.*terraform import ADDRESS/,
      );
      expect(await uidNow()).toBe(uid);
      // As the message says: to apply it sets the mark back.
      await within("first", lent, "apply", "--auto-approve");
      await within("first", lent, "destroy", "--auto-approve");
      expect(await uidNow()).toBeUndefined();
    });

    test("is not deleted as long as another configuration has a sub-tenant below it", async () => {
      const web = { name: "web", parent: "tenant-lent", quota: { cpu: "1", memory: "1Gi", storage: "1Gi" } };
      await within(
        "first",
        { ...lent, quota: { cpu: "2", memory: "4Gi", storage: "10Gi" } },
        "apply",
        "--auto-approve",
      );
      const uid = await uidNow();
      await within("second", web, "apply", "--auto-approve");
      const refused =
        /the namespace tenant-lent is not deleted: The tenant tenant-lent has sub-tenants .*\n.*tenant-lent-web.* destroy or move them first/;
      expect(await tried("first", undefined, "apply", "--auto-approve")).toMatch(refused);
      expect(await tried("first", undefined, "destroy", "--auto-approve")).toMatch(refused);
      expect(await uidNow()).toBe(uid);
      await within("second", undefined, "apply", "--auto-approve");
      await within("first", undefined, "apply", "--auto-approve");
      expect(await uidNow()).toBeUndefined();
    });

    test("is taken back, and destroyed as a whole", async () => {
      await hikube("recover");
      await hikube("destroy", "--auto-approve");
    });
  },
);

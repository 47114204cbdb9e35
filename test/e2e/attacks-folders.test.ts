import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { asAnyCluster, describeOnSandbox } from "./support";

const STACK = join("cdktf.out", "stacks", "tenants");

const TENANTS = `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: shop
    profile: development
    access: { owners: [{ kind: Group, name: "oidc:owners" }] }
`;

/** Runs a command of its author's as soon as terraform asks for the cluster. */
const OVERRIDE = `
provider "kubernetes" {
  exec {
    api_version = "client.authentication.k8s.io/v1"
    command     = "sh"
    args        = ["-c", "touch '$MARK'; exit 1"]
  }
}
`;

describe.each(terraformBinaries())("files that somebody put where $name runs", (binary) => {
  describeOnSandbox("beside a stack", (sandbox) => {
    const home = process.cwd();
    let folder: string;
    let mark: string;
    let providers: ProviderEnvironment;
    let env: NodeJS.ProcessEnv;
    let attempt: Hikube;
    let hikube: Hikube;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "hikube-folders-"));
      process.chdir(folder);
      mark = join(folder, "pwned");
      writeFileSync("cluster.json", JSON.stringify(await sandbox().facts()));
      writeFileSync("tenants.yaml", TENANTS);
      const environment = {
        ...process.env,
        ...asAnyCluster(sandbox(), folder),
        HIKUBE_TERRAFORM: binary.path(),
        CHECKPOINT_DISABLE: "1",
      };
      providers = await provideProviders({ source: "offline", environment });
      env = { ...environment, ...providers.env };
      attempt = hikubeWith(env);
      hikube = succeeding(attempt);
      await hikube("synth", "tenants.yaml", "--no-platform");
      const [namespace = ""] = Object.keys(
        (JSON.parse(readFileSync(join(STACK, "cdk.tf.json"), "utf8")) as { resource: Record<string, object> }).resource
          .kubernetes_role_binding_v1 ?? {},
      );
      const everybody = [{ kind: "Group", name: "system:authenticated", api_group: "rbac.authorization.k8s.io" }];
      writeFileSync(join(STACK, "z_override.tf"), OVERRIDE.replace("$MARK", mark));
      writeFileSync(
        join(STACK, "y_override.tf.json"),
        JSON.stringify({ resource: { kubernetes_role_binding_v1: { [namespace]: { subject: everybody } } } }),
      );
      writeFileSync(join(STACK, "x.auto.tfvars"), "unknown = 1\n");
    });

    afterAll(async () => {
      process.chdir(home);
      await providers.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test("say nothing to a tenants file, by whatever command, and its state stays where it was", async () => {
      expect((await hikube("plan", "tenants.yaml")).out).toMatch(/tenant-shop +\d+ added/);
      expect((await hikube("apply", "tenants.yaml", "--auto-approve")).out).toMatch(/\d+ changes made/);
      const binding = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", name: "hikube-owner" };
      expect(
        await sandbox()
          .cluster()
          .get({ ...binding, namespace: "tenant-shop" }),
      ).toMatchObject({
        subjects: [{ kind: "Group", name: "oidc:owners" }],
      });
      expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
      expect((await hikube("recover", "tenants.yaml")).out).toContain("nothing is missing in the state");
      expect(existsSync(mark)).toBe(false);
      expect(existsSync("terraform.tenants.tfstate")).toBe(true);
    });

    test("stop what was synthesized to that folder, by name, and nothing runs", async () => {
      for (const command of ["plan", "apply", "destroy", "recover"]) {
        const approval = ["apply", "destroy"].includes(command) ? ["--auto-approve"] : [];
        const { code, err } = await attempt(command, "--no-synth", ...approval);
        expect({ command, code }).toEqual({ command, code: 2 });
        expect(err).toContain(`${STACK}/x.auto.tfvars, ${STACK}/y_override.tf.json, ${STACK}/z_override.tf`);
      }
      expect(existsSync(mark)).toBe(false);
    });

    test("stop an app too; without them it is planned, with values by name", async () => {
      const prepared = join(folder, "prepared");
      cpSync("cdktf.out", prepared, { recursive: true, filter: (path) => !/override|tfvars|\.terraform/.test(path) });
      writeFileSync("cdktf.json", JSON.stringify({ app: `cp -r ${prepared}/. "$CDKTF_OUTDIR"` }));
      expect(await attempt("plan")).toMatchObject({ code: 2, err: expect.stringContaining("z_override.tf") as string });
      for (const name of readdirSync(STACK).filter((entry) => /override|tfvars/.test(entry))) rmSync(join(STACK, name));
      writeFileSync("prod.tfvars", 'region = "east"\n');
      const values = { TF_CLI_ARGS_plan: `-var-file=${join(folder, "prod.tfvars")}`, TF_VAR_zone: "a" };
      expect((await hikubeWith({ ...env, ...values })("plan")).out).toMatch(/\d+ to remove|nothing to change/);
      expect(existsSync(mark)).toBe(false);
      rmSync("cdktf.json");
    });

    test("a folder that is a link is neither written nor run, and a tenants file does without it", async () => {
      renameSync("cdktf.out", "elsewhere");
      symlinkSync("elsewhere", "cdktf.out");
      const before = readFileSync(join("elsewhere", "stacks", "tenants", "cdk.tf.json"), "utf8");
      for (const args of [
        ["plan", "--no-synth"],
        ["synth", "tenants.yaml"],
      ]) {
        expect(await attempt(...args)).toMatchObject({
          code: 2,
          err: expect.stringContaining("cdktf.out: a symbolic link") as string,
        });
      }
      expect(readFileSync(join("elsewhere", "stacks", "tenants", "cdk.tf.json"), "utf8")).toBe(before);
      expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
      rmSync("cdktf.out");
      renameSync("elsewhere", "cdktf.out");
    });

    test("a local state named from that folder is found there, as by plain terraform, and so are workspaces", async () => {
      writeFileSync("backend.json", JSON.stringify({ local: { path: "mine.tfstate" } }));
      writeFileSync("tenants.yaml", TENANTS.replace("shop", "mine"));
      await hikube("apply", "tenants.yaml", "--no-platform", "--backend", "backend.json", "--auto-approve");
      expect(existsSync(join(STACK, "mine.tfstate"))).toBe(true);
      await hikube("synth", "tenants.yaml", "--no-platform", "--backend", "backend.json");
      const terraform = (...args: readonly string[]) =>
        promisify(execFile)(binary.path(), [...args], { cwd: STACK, env });
      await terraform("init", "-input=false", "-reconfigure");
      await expect(terraform("plan", "-detailed-exitcode", "-input=false")).resolves.toBeDefined();
      const other = hikubeWith({ ...env, TF_WORKSPACE: "other" });
      expect((await other("plan", "tenants.yaml", "--no-platform", "--backend", "backend.json")).out).toMatch(
        /\d+ to add/,
      );
      mkdirSync(join(STACK, ".terraform"), { recursive: true });
      writeFileSync(join(STACK, ".terraform", "environment"), "other");
      expect(await attempt("plan", "tenants.yaml")).toMatchObject({
        code: 2,
        err: expect.stringContaining("TF_WORKSPACE") as string,
      });
    });
  });
});

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { objectIn } from "../../src/model/json";
import { terraformBinaries } from "./binaries";
import { appFolder, changeState, tainted, writeApp } from "./hikube-app";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { processesBelow } from "./processes";
import { asAnyCluster, describeOnSandbox, eventually } from "./support";
import { openWriteGate } from "./write-gate";

const MAIN = join(__dirname, "..", "..", "dist", "src", "cli", "main.js");
const PROVIDER = join(__dirname, "..", "..", "dist", "src", "provider", "main.js");
const OTHER_LOCK = (host: string): string => `provider "${host}/hikube/hikube" {\n  version = "9.9.9"\n}\n`;

const BINDING = {
  ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding" },
  roleRef: { kind: "ClusterRole", name: "cluster-admin", apiGroup: "rbac.authorization.k8s.io" },
  subjects: [{ kind: "Group", name: "contractors", apiGroup: "rbac.authorization.k8s.io" }],
};

interface Variant {
  readonly id?: string;
  readonly beside?: object;
  /** What the sub-tenant has more. */
  readonly more?: object;
}

/** A stack for a tenant with a sub-tenant, and in the first app one for the platform, which a cluster has once. */
function write(top: string, cpu: string, { id = "top", beside = {}, more = {} }: Variant = {}): void {
  const quota = { cpu, memory: "16Gi", storage: "100Gi" };
  const parent = { name: top, profile: "development", quota };
  const child = {
    name: "sub",
    parent: `\${hikube_tenant.${id}.namespace}`,
    quota: { ...quota, cpu: "2", memory: "4Gi" },
    ...more,
  };
  const platform = { resource: { hikube_platform: { this: {} } } };
  const tenants = { resource: { hikube_tenant: { [id]: parent, sub: child }, ...beside }, dependencies: ["platform"] };
  writeApp(top === "terraform" ? { platform, tenants } : { tenants });
}

describeOnSandbox("stacks of hikube_tenant, by hikube alone", (sandbox) => {
  const home = process.cwd();
  let folder: string;
  let temporary: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "served-provider-"));
    temporary = join(folder, "tmp");
    mkdirSync(temporary);
  });

  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  /** No provider is installed there, and terraform looks for none anywhere else. */
  function environment(terraform: string): Readonly<Record<string, string | undefined>> {
    const empty = join(folder, "no-providers");
    mkdirSync(empty, { recursive: true });
    const config = join(folder, "terraform.rc");
    writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${empty}"\n  }\n}\n`);
    const own = { PATH: process.env.PATH, HOME: folder, TMPDIR: temporary, TF_CLI_CONFIG_FILE: config };
    return { ...own, ...asAnyCluster(sandbox(), folder), HIKUBE_TERRAFORM: terraform };
  }

  const sockets = (): readonly string[] => readdirSync(temporary).filter((each) => each.startsWith("hikube-serve-"));

  /** An apply as a process of its own. */
  function apply(env: Readonly<Record<string, string | undefined>>) {
    const child = spawn(process.execPath, [MAIN, "apply", "--auto-approve"], { env, stdio: "ignore" });
    return { child, ended: new Promise((resolve) => child.once("close", resolve)) };
  }

  const cpuOf = async (namespace: string): Promise<unknown> => {
    const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace };
    const found = await sandbox().cluster().get(quota);
    return found === undefined ? undefined : objectIn(objectIn(found.spec).hard)["limits.cpu"];
  };

  describe.each(terraformBinaries())("under $name", ({ name, path }) => {
    const top = `tenant-${name}`;
    let attempt: Hikube;
    let hikube: Hikube;

    beforeAll(() => {
      const cwd = join(folder, name);
      mkdirSync(cwd);
      process.chdir(cwd);
      attempt = hikubeWith(environment(path()));
      hikube = succeeding(attempt);
    });

    test("plan, apply and plan again run with the provider of this package, which nobody has installed", async () => {
      write(name, "8");
      const { out } = await hikube("plan");
      expect(out).toMatch(/tenant-\w+-sub +\d+ added/);
      expect(out).not.toContain("not judged: hikube_tenant");
      await hikube("apply", "--auto-approve");
      expect(await cpuOf(top)).toBe("6");
      expect((await hikube("plan")).out).toBe("nothing to change\n");
      expect((await hikube("recover")).out).toContain("nothing");
      expect(existsSync(join(appFolder("tenants"), ".terraform.lock.hcl"))).toBe(false);
    });

    test("a provider that dev_overrides name is launched, where neither init nor anybody else has installed one", async () => {
      write(name, "8");
      const built = join(folder, "built");
      const launcher = `#!/bin/sh\nexec '${process.execPath}' '${PROVIDER}' "$@"\n`;
      mkdirSync(built, { recursive: true });
      writeFileSync(join(built, "terraform-provider-hikube"), launcher, { mode: 0o700 });
      const given = environment(path());
      const config = join(folder, "overrides.rc");
      const installation = readFileSync(given.TF_CLI_CONFIG_FILE ?? "", "utf8");
      writeFileSync(config, installation.replace("{", `{\n  dev_overrides {\n    "hikube/hikube" = "${built}"\n  }`));
      const { out, err } = await succeeding(hikubeWith({ ...given, TF_CLI_CONFIG_FILE: config }))("plan");
      expect(err).toContain(`dev_overrides of ${config} name it [provider-of-your-own]`);
      expect(out).toBe("nothing to change\n");
    });

    test("a kept plan is applied by the provider that made it, and by no other", async () => {
      write(name, "9");
      await hikube("plan", "--out", "reviewed.plan");
      const lock = join(appFolder("tenants"), ".terraform.lock.hcl");
      writeFileSync(lock, OTHER_LOCK("registry.terraform.io") + OTHER_LOCK("registry.opentofu.org"));
      const { code, err } = await attempt("apply", "reviewed.plan", "--auto-approve");
      expect(code).toBe(1);
      expect(err).toMatch(
        /stack tenants: it was planned by another provider hikube .*that of hikube 0\.1\.0; now one that/,
      );
      expect(err).toContain("its lock file holds version 9.9.9 [provider-of-your-own]");
      expect(await cpuOf(top)).toBe("6");
      rmSync(lock);
      await hikube("apply", "reviewed.plan", "--auto-approve");
      expect(await cpuOf(top)).toBe("7");
    });

    // What happens then is this command's doing, whichever of the two it runs.
    if (name === "terraform") {
      const protect = (value: string | null) => {
        const mark = { metadata: { annotations: { "hikube.cloud/protected": value } } };
        return sandbox().cluster().patch({ apiVersion: "v1", kind: "Namespace", name: top }, "merge", mark);
      };

      test("what the provider refuses is told in its words", async () => {
        write(name, "1");
        const { code, err } = await attempt("plan");
        expect(code).toBe(1);
        expect(err).toMatch(/hikube_tenant\.\w+: More than "tenant-terraform" has left[^]*\[quota-exceeds-parent\]/);
      });

      test("what a hikube_manifest brings is judged, before and after its apply, without its secret", async () => {
        const metadata = { name: "beside", namespace: top };
        const policy = (ingress: readonly object[]) => ({
          ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata },
          spec: { podSelector: {}, policyTypes: ["Ingress"], ingress },
        });
        const of = (ingress: readonly object[]): object => ({
          all: { manifest: { ...BINDING, metadata: { name: `beside-${top}` } } },
          map: { manifest: { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } } },
          policy: { manifest: policy(ingress) },
          secret: {
            ...{ manifest: { apiVersion: "v1", kind: "Secret", metadata }, secret_wo_version: 1 },
            secret_wo: { stringData: { password: "hunter2" } },
          },
        });
        write(name, "9", { beside: { hikube_manifest: of([]) } });
        const { out } = await hikube("plan");
        expect(out).toContain("! access of Group contractors: none → ClusterRole cluster-admin; by ClusterRoleBinding");
        expect(out).toContain("added: ConfigMap beside");
        expect(out).toContain("added: Secret beside");
        expect(out).not.toMatch(/not judged|hunter2/);
        await hikube("apply", "--auto-approve");
        write(name, "9", { beside: { hikube_manifest: of([{}]) } });
        const opened = (await hikube("plan")).out;
        expect(opened).toContain(`! way opens: internet -> ${top}: all ports`);
        expect(opened).toContain("reviewed: 7 dangers, 1 to note, 1 more");
        write(name, "9");
        const gone = (await hikube("apply", "--auto-approve")).err;
        expect(gone).toContain("access of Group contractors: ClusterRole cluster-admin → none");
      });

      test("a protected tenant whose address changes is told as readdressed, and stays", async () => {
        await protect("true");
        write(name, "9", { id: "renamed" });
        const { code, out } = await attempt("plan", "--json");
        expect(code).toBe(3);
        const [moved] = (JSON.parse(out) as { stacks: { readdressed?: object[] }[] }).stacks.flatMap(
          ({ readdressed = [] }) => readdressed,
        );
        expect(moved).toEqual({ from: "hikube_tenant.top", to: "hikube_tenant.renamed", namespace: top });
        await protect(null);
      });

      test("a tainted tenant is kept by recover, which is what the refusal of a protected one names", async () => {
        write(name, "9");
        changeState("tenants", (resource) => (resource.name === "top" ? [tainted(resource)] : [resource]));
        await protect("true");
        const { code, out } = await attempt("plan");
        expect(code).toBe(3);
        expect(out).toMatch(/error: tenant-terraform: .*hikube_tenant\.top, tainted; .*`hikube recover` keeps/);
        await protect(null);
        const recovered = await hikube("recover");
        expect(recovered.out).toContain(`kept instead of being created again: hikube_tenant.top (${top})`);
        expect((await hikube("plan")).out).toBe("nothing to change\n");
      });

      test("a later end of a tenant that is suspended is told with what it opens", async () => {
        const endsAt = (time: string, more = {}) => {
          write(name, "9", { more: { ...more, expires_at: time } });
        };
        endsAt("2020-01-01T00:00:00Z");
        await hikube("apply", "--auto-approve");
        await hikube("suspend", `${top}-sub`);
        expect((await hikube("plan")).out).toContain(`${top}-sub stays suspended`);
        endsAt("2999-01-01T00:00:00Z");
        const { out } = await hikube("plan", "--out", "later.plan");
        const { err } = await hikube("apply", "later.plan", "--auto-approve");
        for (const text of [out, err]) {
          expect(text).toMatch(/quota pods 0 → \d+/);
          expect(text).toMatch(/suspended: yes.+no/);
        }
        const lifecycle = { ignore_changes: ["expires_at", "quota", "parent"] };
        endsAt("2999-01-01T00:00:00Z", { lifecycle });
        expect((await hikube("plan")).out).toBe("nothing to change\n");
        endsAt("2998-01-01T00:00:00Z", { lifecycle });
        const hidden = "hikube_tenant.sub is not what is declared: ignore_changes hides expires_at";
        expect((await hikube("plan")).out).toMatch(new RegExp(`${hidden}\n[^]*nothing to change\n$`));
        write(name, "9");
        await hikube("apply", "--auto-approve");
      });

      test("a tenant that left the state alone is taken by the next apply, as the plan says", async () => {
        changeState("tenants", (resource) => (resource.name === "sub" ? [] : [resource]));
        const { out } = await hikube("plan");
        expect(out).toMatch(/warning: tenant-terraform-sub is there already.*\[maybe-held-elsewhere\]/);
        expect(out).not.toContain("apply will fail");
        await hikube("apply", "--auto-approve");
        expect((await hikube("plan")).out).toBe("nothing to change\n");
      });

      test("a tenant is released, refused to the code that still has it, and taken back by recover", async () => {
        const sub = `${top}-sub`;
        const released = await hikube("release", sub, "--auto-approve");
        expect(released.out).toContain(`released ${sub}: 1 resource out of the state of tenants, nothing destroyed`);
        const { code, err } = await attempt("plan");
        expect(code).toBe(1);
        expect(err).toMatch(/There is a tenant tenant-terraform-sub already[^]*released at[^]*hikube recover/);
        expect(await cpuOf(sub)).toBe("2");
        const { out } = await hikube("recover");
        expect(out).toContain(`imported: Namespace ${sub}`);
        expect(out).not.toContain("maybe-held-elsewhere");
        const found = await sandbox().cluster().get({ apiVersion: "v1", kind: "Namespace", name: sub });
        expect(found?.metadata.annotations).not.toHaveProperty(["hikube.cloud/released"]);
        expect((await hikube("plan")).out).toBe("nothing to change\n");
      });

      test.each([
        ["SIGINT", "10"],
        ["SIGKILL", "11"],
      ] as const)(
        "an apply that %s ends in the middle is mended by the next, and no socket stays",
        async (signal, cpu) => {
          write(name, cpu);
          const gate = await openWriteGate(sandbox().connection, 1, "before");
          const shut = { ...environment(path()), KUBE_HOST: gate.server, KUBECONFIG: "", KUBE_CONFIG_PATH: "" };
          const stopped = apply(shut);
          await gate.reached;
          expect(sockets()).toHaveLength(1);
          stopped.child.kill(signal);
          // Terraform waits for its provider, which waits for the cluster.
          if (signal === "SIGINT") await gate.close();
          expect(await stopped.ended).not.toBe(0);
          await gate.close();
          await eventually("terraform to end", () => processesBelow(folder) === 0);
          expect(await apply(environment(path())).ended).toBe(0);
          expect(await cpuOf(top)).toBe(String(Number(cpu) - 2));
          expect(sockets()).toEqual([]);
        },
      );
    }

    test("destroy takes all of it away", async () => {
      await hikube("destroy", "--auto-approve", "--stack", "tenants");
      expect(await cpuOf(top)).toBeUndefined();
    });
  });
});

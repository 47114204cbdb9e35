import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../../src/kube/cluster";
import { BASE_ISOLATION } from "../../src/model/tenant/objects/base-isolation";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Said } from "./hikube";
import { asAnyCluster, describeOnSandbox } from "./support";

const DEV = "tenant-dev";
const VAULT = "tenant-vault";
const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };
const BINDING = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicyBinding",
};
const KEEPERS = ["hikube-protected-isolation", "hikube-protected-namespaces"];
const STATE = "terraform.tenants.tfstate";
const EXPOSED = /tenant-dev: .*; received .*; hint: .*\[isolation-removed\]/;
const EMPTIED = /tenant-dev: .*; received no .*; hint: .*\[isolation-removed\]/;
const UNPROVED = /guardrails: .*; received .*; hint: .*\[protected-tenant-exposed\]/;

/** The words of a tenants file. */
const TENANTS = {
  dev: "  - { name: dev, profile: development }",
  vault: "  - { name: vault, profile: production }",
};

interface StateResource {
  readonly type: string;
  readonly name: string;
  readonly instances: { status?: string; attributes: Record<string, unknown> }[];
}

// One of them is enough: what is judged is the plan that they print alike.
describe.each(terraformBinaries().slice(0, 1))("a plan of a part, with $name", (binary) => {
  describeOnSandbox("on a real API server", (sandbox) => {
    const home = process.cwd();
    let folder: string;
    let providers: ProviderEnvironment;
    let environment: Readonly<Record<string, string | undefined>>;
    let admin: Cluster;

    const attempt = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> =>
      hikubeWith({ ...environment, ...env })(...args);
    const hikube = (...args: readonly string[]) => succeeding(hikubeWith(environment))(...args);
    const apply = (...more: readonly string[]) => hikube("apply", "tenants.yaml", "--auto-approve", ...more);

    beforeAll(async () => {
      admin = sandbox().cluster();
      folder = mkdtempSync(join(tmpdir(), "hikube-plans-"));
      process.chdir(folder);
      writeFileSync("cluster.json", JSON.stringify(await sandbox().facts()));
      const base = { ...process.env, ...asAnyCluster(sandbox(), folder), HIKUBE_TERRAFORM: binary.path() };
      providers = await provideProviders({ source: "offline", environment: base });
      environment = { ...base, ...providers.env };
      write(TENANTS.dev, TENANTS.vault);
      await apply();
      await admin.create({
        ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "runs", namespace: DEV } },
        spec: { containers: [{ name: "app", image: "example.com/app:1" }] },
      });
    }, 300_000);

    afterAll(async () => {
      process.chdir(home);
      await providers.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Nothing was done. */
    async function expectRefused(args: readonly string[], env: Readonly<Record<string, string>>, said: RegExp) {
      const before = await isolationOf(DEV);
      const uid = (await admin.get({ ...NAMESPACE, name: DEV }))?.metadata.uid;
      const { code, out } = await attempt(["apply", ...args, "--auto-approve"], env);
      expect(out).toMatch(said);
      expect(code).toBe(1);
      expect(await isolationOf(DEV)).toEqual(before);
      expect((await admin.get({ ...NAMESPACE, name: DEV }))?.metadata.uid).toBe(uid);
      expect(await keepers()).toEqual(KEEPERS);
    }

    describe("that takes the isolation of a tenant whose namespace stays", () => {
      test("is refused where it is a target, by plan too", async () => {
        write(TENANTS.vault);
        const target = addressOf("kubernetes_network_policy_v1", "hikube-default-deny-egress");
        const env = { TF_CLI_ARGS_plan: `-target=${target}` };
        await expectRefused(["tenants.yaml"], env, EXPOSED);
        const plan = await attempt(["plan", "tenants.yaml"], env);
        expect(plan).toMatchObject({ code: 3, out: expect.stringMatching(EXPOSED) as unknown });
      });

      test("is refused where it is only made anew", async () => {
        write(TENANTS.dev, TENANTS.vault);
        const target = addressOf("kubernetes_network_policy_v1", "hikube-default-deny-egress");
        await expectRefused(["tenants.yaml"], { TF_CLI_ARGS_plan: `-replace=${target}` }, EXPOSED);
      });

      test("is refused where the state has lost the namespace, and goes with it once it is taken back", async () => {
        changeState((resources) => resources.filter((one) => !isNamespace(one, DEV)));
        write(TENANTS.vault);
        await expectRefused(["tenants.yaml"], {}, EXPOSED);
        write(TENANTS.dev, TENANTS.vault);
        await hikube("recover", "tenants.yaml");
        expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
      });
    });

    describe("that makes a namespace anew without what is in it", () => {
      test("is refused by -replace", async () => {
        const target = addressOf("kubernetes_namespace_v1", DEV);
        await expectRefused(["tenants.yaml"], { TF_CLI_ARGS_plan: `-replace=${target}` }, EMPTIED);
      });

      test("is refused where the state calls it tainted, and recover keeps it", async () => {
        changeState((resources) => {
          for (const { instances } of resources.filter((one) => isNamespace(one, DEV)))
            instances[0]!.status = "tainted";
          return resources;
        });
        await expectRefused(["tenants.yaml"], {}, EMPTIED);
        await hikube("recover", "tenants.yaml");
        expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
      });

      test("is not needed: a namespace that was deleted is made with all of it", async () => {
        const before = await isolationOf(DEV);
        await admin.delete({ ...NAMESPACE, name: DEV });
        await gone(DEV);
        await apply();
        expect(await isolationOf(DEV)).toEqual(before);
      });
    });

    describe("that ends the guardrails which keep protected tenants", () => {
      const only = () =>
        KEEPERS.map((name) => `-target=${addressOf("kubernetes_manifest", name, BINDING.kind)}`).join(" ");

      test("is refused where the cluster cannot be asked", async () => {
        await hikube("synth", "tenants.yaml", "--no-platform");
        const file = join("cdktf.out", "stacks", "tenants", "cdk.tf.json");
        const stack = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
        const provider = { kubernetes: [{ config_path: "${var.place}" }] };
        writeFileSync(file, JSON.stringify({ ...stack, provider, variable: { place: { type: "string" } } }));
        const env = { TF_CLI_ARGS_plan: `${only()} -var=place=${String(environment.KUBECONFIG)}` };
        await expectRefused(["--no-synth"], env, UNPROVED);
      });

      test("is refused where they are made anew", async () => {
        const env = { TF_CLI_ARGS_plan: only().replaceAll("-target", "-replace") };
        await expectRefused(
          ["tenants.yaml"],
          env,
          /tenant-vault: .*guardrails of .* removed; .*\[protected-tenant-exposed\]/,
        );
      });

      test("is refused for any one of them", async () => {
        const target = addressOf("kubernetes_manifest", "hikube-network-policies", BINDING.kind);
        await expectRefused(
          ["tenants.yaml", "--no-platform"],
          { TF_CLI_ARGS_plan: `-target=${target}` },
          /tenant-vault: .*guardrails of .* removed; .*\[protected-tenant-exposed\]/,
        );
      });

      test("is refused as long as any tenant stays, and applied with the last one", async () => {
        write(TENANTS.dev, `${TENANTS.vault.slice(0, -2)}, protected: false }`);
        await apply();
        await expectRefused(
          ["tenants.yaml", "--no-platform"],
          {},
          /tenant-dev: .*guardrails of .* removed; .*\[isolation-removed\]/,
        );
        writeFileSync("tenants.yaml", "formatVersion: 1\ncluster: cluster.json\ntenants: []\n");
        await apply("--no-platform");
        expect(await keepers()).toEqual([]);
        write(TENANTS.dev, `${TENANTS.vault.slice(0, -2)}, protected: false }`);
        await apply();
        expect(await keepers()).toEqual(KEEPERS);
      });
    });

    test("a tenant goes with its namespace, as before", async () => {
      write(TENANTS.dev);
      await apply();
      expect(await admin.get({ ...NAMESPACE, name: VAULT })).toBeUndefined();
      expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
    });

    function write(...tenants: readonly string[]): void {
      writeFileSync(
        "tenants.yaml",
        ["formatVersion: 1", "cluster: cluster.json", "tenants:", ...tenants, ""].join("\n"),
      );
    }

    async function isolationOf(namespace: string): Promise<readonly string[]> {
      const lists = await Promise.all(KINDS.map((kind) => admin.list(kind, { namespace })));
      const names = lists.flat().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(names).toEqual(expect.arrayContaining([...BASE]));
      return names.sort();
    }

    async function keepers(): Promise<readonly string[]> {
      const names = (await admin.list(BINDING)).map(({ metadata }) => metadata.name);
      return names.filter((name) => KEEPERS.includes(name)).sort();
    }

    async function gone(name: string): Promise<void> {
      const deadline = Date.now() + 120_000;
      while ((await admin.get({ ...NAMESPACE, name })) !== undefined) {
        if (Date.now() > deadline) throw new Error(`the namespace ${name} does not end`);
      }
    }
  });
});

const BASE = Object.entries(BASE_ISOLATION).flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`));
const KINDS = [
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "v1", kind: "LimitRange" },
  { apiVersion: "v1", kind: "ServiceAccount" },
];

function readState(): { resources: StateResource[]; serial: number } {
  return JSON.parse(readFileSync(STATE, "utf8")) as { resources: StateResource[]; serial: number };
}

function changeState(change: (resources: StateResource[]) => StateResource[]): void {
  const state = readState();
  writeFileSync(STATE, JSON.stringify({ ...state, serial: state.serial + 1, resources: change(state.resources) }));
}

/** Address of the resource of a type whose values hold a name, of the tenant under attack where it has several. */
function addressOf(type: string, name: string, kind = ""): string {
  const found = readState().resources.find((one) => {
    const text = JSON.stringify(one.instances[0]?.attributes);
    const isMeant = type !== "kubernetes_network_policy_v1" || text.includes(`"${DEV}"`);
    return one.type === type && text.includes(`"${name}"`) && text.includes(kind) && isMeant;
  });
  if (found === undefined) throw new Error(`the state has no ${type} ${name}`);
  return `${found.type}.${found.name}`;
}

function isNamespace({ type, instances }: StateResource, name: string): boolean {
  return type === "kubernetes_namespace_v1" && JSON.stringify(instances).includes(`"name":"${name}"`);
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, Fn, LocalBackend, TerraformStack, TerraformVariable } from "cdktf";
import { ClusterFacts, HikubeTenant, TenantProfile } from "../../constructs";
import { connect } from "../../src/kube/http-cluster";
import { loadConnection } from "../../src/kube/kubeconfig";
import { objectIn } from "../../src/model/json";
import { provideProviders, type Cluster, type ProviderEnvironment } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { describeOnSandbox } from "./support";

/** Which cluster a command works on, and as whom, against a real API server and a server of somebody else. */
describeOnSandbox("which cluster, and as whom", (sandbox) => {
  const [binary] = terraformBinaries();
  const home = process.cwd();
  let folder: string;
  let cluster: Cluster;
  let other: Server;
  const asked: string[] = [];
  const served: ProviderEnvironment[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "which-cluster-"));
    process.chdir(folder);
    cluster = sandbox().cluster();
    writeFileSync("cluster.json", JSON.stringify(await sandbox().facts()));
    other = createServer(({ url = "" }, response) => {
      asked.push(url);
      response.setHeader("Content-Type", "application/json").end(JSON.stringify(emptyAnswer(url)));
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    writeConfig("other.yaml", { server: `http://127.0.0.1:${(other.address() as AddressInfo).port}` }, {});
  });

  afterAll(async () => {
    process.chdir(home);
    await Promise.all(served.map((each) => each.close()));
    other.closeAllConnections();
    other.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    asked.length = 0;
  });

  function writeConfig(path: string, to: object, user: object): string {
    const clusters = [{ name: "c", cluster: to }];
    const contexts = [{ name: "m", context: { cluster: "c", user: "u" } }];
    writeFileSync(path, JSON.stringify({ clusters, users: [{ name: "u", user }], contexts, "current-context": "m" }));
    return join(folder, path);
  }

  /** A kubeconfig of the sandbox for an account that may do everything, acting as somebody else. */
  async function actingAs(path: string, as: object): Promise<string> {
    const { server, ca = "" } = sandbox().connection;
    const subject = { kind: "ServiceAccount", name: "robot", namespace: "default" };
    const role = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" };
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "robot", namespace: "default" } };
    const binding = { apiVersion: `${role.apiGroup}/v1`, kind: "ClusterRoleBinding", metadata: { name: "robot" } };
    const options = { fieldManager: "test" };
    await cluster.apply(account, options);
    await cluster.apply({ ...binding, roleRef: role, subjects: [subject] }, options);
    const answer = await cluster.raw("POST", "/api/v1/namespaces/default/serviceaccounts/robot/token", { spec: {} });
    const { token } = objectIn(objectIn(answer).status);
    const to = { server, "certificate-authority-data": Buffer.from(ca).toString("base64") };
    return writeConfig(path, to, { token, ...as });
  }

  /** The command with offline providers that see the same environment, but for what is the command's own. */
  async function hikubeIn(env: Readonly<Record<string, string>>, own: typeof env = {}): Promise<Hikube> {
    const environment = { ...process.env, HIKUBE_TERRAFORM: binary?.path(), ...env };
    const providers = await provideProviders({ source: "offline", environment });
    served.push(providers);
    return hikubeWith({ ...environment, ...providers.env, ...own });
  }

  /** Writes a stack of one tenant, or of none, whose provider blocks are those of the aliases. */
  function synth(tenant: string | undefined, aliases: Readonly<Record<string, string>>): void {
    const app = new App({ outdir: join(folder, "cdktf.out") });
    const stack = new TerraformStack(app, "two");
    new LocalBackend(stack, { path: join(folder, "two.tfstate") });
    const blocks = Object.entries(aliases).map(
      ([alias, configPath]) => new KubernetesProvider(stack, alias, { alias, configPath }),
    );
    const [provider] = blocks;
    if (blocks.length === 0) new KubernetesProvider(stack, "kubernetes", {});
    const facts = ClusterFacts.fromFile(join(folder, "cluster.json"));
    const props = { platform: { cluster: facts }, profile: TenantProfile.DEVELOPMENT, ...(provider && { provider }) };
    if (tenant !== undefined) new HikubeTenant(stack, tenant, { name: tenant, ...props });
    app.synth();
  }

  const own = () => sandbox().kubeconfig;

  describe("a kubeconfig that acts as somebody else", () => {
    const NOBODY = { as: "nobody-at-all", "as-groups": ["nothing"] };

    test.each([
      ["matrix", "--live", "--cluster", "cluster.json"],
      ["suspend", "tenant-any"],
      ["resume", "tenant-any"],
    ])("%s %s acts as them", async (...command) => {
      const path = await actingAs("nobody.yaml", NOBODY);
      const { code, out, err } = await hikubeWith(process.env)(...command, "--kubeconfig", path);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      // The kubeconfig's own user is an administrator, who lacks nothing.
      expect(err).toMatch(/\[missing-permission\]:\n {2}list namespaces\n/);
    });

    test("cluster inspect finds what they may read, and more without them", async () => {
      const said = await hikubeWith(process.env)(
        "cluster",
        "inspect",
        "--kubeconfig",
        await actingAs("as.yaml", NOBODY),
      );
      expect(said.code).toBe(1);
      expect(said.err).toContain("cannot find the pod CIDRs: pass --pod-cidr");
      const own = await hikubeWith(process.env)("cluster", "inspect", "--kubeconfig", await actingAs("mine.yaml", {}));
      expect(own.code).toBe(0);
      const file = join(folder, "seen.json");
      writeFileSync(file, own.out);
      const nobody = await actingAs("as.yaml", NOBODY);
      const check = (...words: readonly string[]) =>
        hikubeWith(process.env)("cluster", "inspect", "--kubeconfig", nobody, "--check", file, ...words);
      const unread = await check();
      expect(unread).toMatchObject({ code: 3, out: expect.stringContaining("not compared: podCidrs: ") as unknown });
      const facts = [...unread.out.matchAll(/^not compared: ([\w.]+):/gm)].flatMap(([, fact = ""]) => [
        "--unread",
        fact,
      ]);
      expect((await check(...facts)).code).toBe(0);
    });

    test("plan, apply and recover act as them", async () => {
      const hikube = await hikubeIn({ KUBE_CONFIG_PATH: await actingAs("nobody.yaml", NOBODY) });
      synth("books", {});
      const applied = await hikube("apply", "--no-synth", "--auto-approve");
      expect(applied.code).toBe(1);
      expect(applied.out + applied.err).toContain('User "nobody-at-all" cannot');
      const recovered = await hikube("recover", "--no-synth");
      expect(recovered.code).toBe(1);
      expect(recovered.err).toContain('User "nobody-at-all" cannot');
    });

    test("does what they may do, with groups and attributes that the server reads as kubectl's", async () => {
      const as = { as: "ann", "as-groups": ["system:masters"], "as-user-extra": { "acme.com/Team": ["a", "ü"] } };
      const path = await actingAs("ann.yaml", as);
      const facts = await succeeding(hikubeWith(process.env))("cluster", "inspect", "--kubeconfig", path);
      expect(facts.out).toContain("nodeCidrs");
      const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview", metadata: {} };
      const port = connect(loadConnection({ path }));
      const seen = await port.raw("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", review);
      port.close();
      expect(objectIn(seen).status).toEqual({
        userInfo: {
          username: "ann",
          groups: ["system:masters", "system:authenticated"],
          extra: { "acme.com/team": ["a", "ü"] },
        },
      });
    });
  });

  describe("--kubeconfig and --context", () => {
    test.each(["plan", "apply", "destroy", "recover"])(
      "%s refuses them where the block names its own cluster, before anything is asked",
      async (command) => {
        const hikube = await hikubeIn({});
        synth("books", { only: join(folder, "other.yaml") });
        const approve = ["apply", "destroy"].includes(command) ? ["--auto-approve"] : [];
        const said = await hikube(command, "--no-synth", "--kubeconfig", own(), ...approve);
        expect({ code: said.code, out: said.out, asked }).toEqual({ code: 2, out: "", asked: [] });
        expect(said.err).toContain(
          "the provider block names its own cluster, which overrides --kubeconfig [bad-usage]:\n" +
            '  stack "two", provider "kubernetes.only": config_path\n',
        );
      },
    );

    test("win over the variables of the shell", async () => {
      const hikube = hikubeWith({ ...process.env, KUBE_CONFIG_PATH: join(folder, "other.yaml"), KUBE_CTX: "gone" });
      const { out } = await succeeding(hikube)("cluster", "inspect", "--kubeconfig", own());
      expect(out).toContain("nodeCidrs");
      expect(asked).toEqual([]);
    });

    test("are compared with a file of facts that was true once", async () => {
      const hikube = hikubeWith(process.env);
      const inspect = (...args: string[]) => hikube("cluster", "inspect", "--kubeconfig", own(), ...args);
      const file = join(folder, "committed.json");
      expect((await inspect("--out", file)).code).toBe(0);
      expect(await inspect("--check", file)).toMatchObject({ code: 0, out: `${file}: as the cluster is\n` });
      const facts = JSON.parse(readFileSync(file, "utf8")) as { apiServer: { cidrs: string[] } };
      const wide = facts.apiServer.cidrs.map((cidr) => cidr.replace(/^(\d+)\..*$/, "$1.0.0.0/8"));
      writeFileSync(file, JSON.stringify({ ...facts, apiServer: { ...facts.apiServer, cidrs: wide } }));
      expect(await inspect("--check", file)).toMatchObject({
        code: 3,
        out: expect.stringContaining("far more") as unknown,
      });
      const old = { ...facts, version: "v1.33.0", apiServer: { ...facts.apiServer, port: 1 } };
      writeFileSync(file, JSON.stringify(old));
      const { code, out } = await inspect("--check", file);
      expect(code).toBe(3);
      expect(out).toMatch(/^version: the file says v1\.33\.0, the cluster v1\.\d+/);
      expect(out).toMatch(/^apiServer\.port: the file says 1, the cluster \d+$/m);
      expect(out).toContain(`${file}: 2 facts differ`);
      expect((await inspect("--check", file, "--out", "x.json")).code).toBe(2);
    });

    test("are followed where the block names none", async () => {
      const hikube = succeeding(await hikubeIn({ KUBE_CONFIG_PATH: own() }));
      synth("books", {});
      const { out } = await hikube("plan", "--no-synth", "--kubeconfig", own());
      expect(out).toContain(`stack two on ${sandbox().server}`);
    });

    test("are refused where the running providers would not see them", async () => {
      const hikube = await hikubeIn({ KUBE_CONFIG_PATH: own() });
      synth("books", {});
      const { code, err } = await hikube("plan", "--no-synth", "--kubeconfig", "other.yaml");
      expect({ code, asked }).toEqual({ code: 2, asked: [] });
      expect(err).toContain(`the running providers use ${sandbox().server}`);
    });
  });

  test("commands follow a block whose address and credentials are variables", async () => {
    const app = new App({ outdir: join(folder, "cdktf.out") });
    const stack = new TerraformStack(app, "variable");
    new LocalBackend(stack, { path: join(folder, "variable.tfstate") });
    const secret = (id: string) => new TerraformVariable(stack, id, { type: "string", sensitive: true }).stringValue;
    new KubernetesProvider(stack, "kubernetes", {
      host: secret("host"),
      clusterCaCertificate: Fn.base64decode(secret("ca")),
      clientCertificate: secret("cert"),
      clientKey: secret("key"),
    });
    const platform = { cluster: ClusterFacts.fromFile(join(folder, "cluster.json")) };
    new HikubeTenant(stack, "maps", { name: "maps", platform, profile: TenantProfile.DEVELOPMENT });
    app.synth();
    const { server, ca = "", clientCertificate: cert = "", clientKey: key = "" } = sandbox().connection;
    const variables = { host: server, ca: Buffer.from(ca).toString("base64"), cert, key };
    const values = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
    const hikube = await hikubeIn({}, Object.fromEntries(values) as Record<string, string>);
    await succeeding(hikube)("apply", "--no-synth", "--auto-approve");
    rmSync(join(folder, "variable.tfstate"));
    const { out, err } = await succeeding(hikube)("recover", "--no-synth");
    expect(out).toMatch(/^stack variable: \d+ objects imported/m);
    expect(out + err).not.toContain(key.split("\n")[1]);
    expect((await hikube("plan", "--no-synth", "--detailed-exitcode")).code).toBe(0);
    const destroyed = await succeeding(hikube)("destroy", "--no-synth", "--auto-approve");
    expect(destroyed.err).not.toContain("[cluster-not-asked]");
    expect(asked).toEqual([]);
  });

  describe("a stack over several clusters", () => {
    test("asks each resource's own what would be lost, also for what the code does not hold any more", async () => {
      const aliases = { east: own(), west: join(folder, "other.yaml") };
      const hikube = succeeding(await hikubeIn({ KUBE_CONFIG_PATH: join(folder, "other.yaml") }));
      synth("books", aliases);
      await hikube("apply", "--no-synth", "--auto-approve");
      await cluster.create({
        ...{ apiVersion: "v1", kind: "PersistentVolumeClaim" },
        metadata: { name: "data", namespace: "tenant-books" },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      });
      const loss = "warning: tenant-books is removed with 0 pods and 1 volume: data (1Gi";
      synth(undefined, aliases);
      const removed = await hikube("plan", "--no-synth");
      expect(removed.out).toContain(`stack two on ${sandbox().server}\n`);
      expect(removed.out).toContain(loss);
      expect(asked).toEqual([]);
      synth("books", { east: own(), north: "none.yaml" });
      const recovered = await hikube("recover", "--no-synth");
      expect(recovered.out).toContain("stack two: nothing is missing in the state");
      const destroyed = await hikube("destroy", "--no-synth", "--auto-approve");
      expect(destroyed.err).toContain(loss);
      expect(asked).toEqual([]);
    });

    test("names the cluster that could not be asked, which is not an empty one", async () => {
      synth("pens", { east: own() });
      await succeeding(await hikubeIn({}))("apply", "--no-synth", "--auto-approve");
      synth(undefined, { east: own() });
      const { out } = await succeeding(await hikubeIn({}, { KUBE_PROXY_URL: "http://127.0.0.1:9" }))(
        "plan",
        "--no-synth",
      );
      expect(out).toContain(
        '  warning: the cluster of provider "kubernetes.east" was not asked, so what is in use there is not known, ' +
          "nor what would be lost with tenant-pens: GET https://127.0.0.1:",
      );
      expect(out).not.toContain("removed with 0 pods");
      await succeeding(await hikubeIn({}))("apply", "--no-synth", "--auto-approve");
    });
  });
});

/** What an API server without any object says. */
function emptyAnswer(url: string): object {
  if (url === "/api/v1") {
    const names = { namespaces: "Namespace", pods: "Pod", persistentvolumeclaims: "PersistentVolumeClaim" };
    const resources = Object.entries(names).map(([name, kind]) => ({ name, kind, namespaced: name !== "namespaces" }));
    return { kind: "APIResourceList", groupVersion: "v1", resources };
  }
  return { kind: "List", apiVersion: "v1", metadata: {}, items: [] };
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { resumeTenant, suspendTenant } from "../../src/cli/lifetime/suspend";
import type { Connection } from "../../src/kube/connection";
import { objectIn } from "../../src/model/json";
import { scenario, type Scenario } from "../../src/plugin/testing";
import { hikubeProvider } from "../../src/provider/provider";
import type { Cluster } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { openHclGround, type HclGround } from "./provider-ground";
import { configMap, gadget, manifest, providerBlock, tokenOf } from "./provider-manifest-ground";
import { describeOnSandbox } from "./support";
import { openTokenDoor } from "./token-door";
import { tracesOf } from "./traces";

const TENANT = `resource "hikube_tenant" "x" {
  name    = "x"
  profile = "development"
  timeouts { delete = "3s" }
}
`;
const MANIFEST = manifest("x", configMap("default", "x", { a: "1" }));

describeOnSandbox("what the cluster refuses the provider hikube", (sandbox) => {
  const [binary] = terraformBinaries();
  let cluster: Cluster;
  let ground: HclGround;

  beforeAll(() => {
    cluster = sandbox().cluster();
    ground = openHclGround(binary!.path(), sandbox());
  });

  afterAll(() => {
    ground.close();
  });

  const steps = (common: string, env: Record<string, string> = {}): Scenario =>
    scenario(hikubeProvider({}), { terraform: binary!.path(), common, env });
  const admin = () => `provider "hikube" { config_path = ${JSON.stringify(sandbox().kubeconfig)} }\n`;
  const kubeconfig = (more: string) => () => `provider "hikube" {\n${more}\n}\n`;
  const as = (connect: () => Promise<Connection> | Connection) => async () => providerBlock(await connect());
  const server = () => sandbox().connection;

  const REFUSALS: readonly (readonly [string, () => Promise<string> | string, RegExp])[] = [
    ["no kubeconfig is there", kubeconfig('config_path = "/none/config"'), /\/none\/config/],
    [
      "no such context is in the kubeconfig",
      () =>
        admin().replace("}", 'config_context = "elsewhere"\n}').replace("{ ", "{\n").replace('" config', '"\nconfig'),
      /elsewhere/,
    ],
    [
      "nothing answers",
      as(() => ({ ...server(), server: "https://127.0.0.1:1" })),
      /ECONNREFUSED[^]*Check the address/,
    ],
    [
      "the authority is another one",
      as(() => ({ server: server().server })),
      /(self-signed|unable to verify|certificate)[^]*Check the address/,
    ],
    [
      "the token is not taken any more",
      () =>
        `provider "hikube" {\n  host = ${JSON.stringify(server().server)}\n  insecure = true\n  token = "over"\n}\n`,
      /Unauthorized[^]*expired[^]*Sign in anew/,
    ],
    ["the account may do nothing", as(() => sandbox().clientCertificate("nobody")), /forbidden[^]*Grant the verbs/],
  ];

  test.each(REFUSALS)("is one error with cause and cure where %s", async (_title, block, expected) => {
    const common = await block();
    await steps(common).do(async ({ folder, run }) => {
      for (const configuration of [TENANT, MANIFEST]) {
        await writeFile(join(folder, "main.tf"), configuration);
        const { code, output, errors } = await run("apply", "-auto-approve", "-input=false", "-no-color");
        const told = `${output}${errors}`.replaceAll(/\s*\n[│╷╵ ]*/g, " ");
        expect(code).toBe(1);
        expect(told.match(/Error: /g)).toEqual(["Error: "]);
        expect(told).toMatch(expected);
      }
    });
  });

  test("a kind that nothing defines is told at apply, within the time that is given", async () => {
    const object = gadget("none.test", "v1", "default", { size: 1 });
    await steps(admin()).apply(manifest("x", object, 'timeouts { create = "2s" }'), {
      error: /Cannot apply Gadget[^]*(timed out after 2s|Install what defines Gadget)/,
    });
  });

  test("a tenant that was suspended past its end stays so until it is resumed, and changes all the same", async () => {
    const ended = (cpu: string) =>
      `resource "hikube_tenant" "ended" {\n  name = "ended"\n  expires_at = "2020-01-01T00:00:00Z"\n  profile = "development"\n  quota = { cpu = "${cpu}", memory = "8Gi", storage = "10Gi" }\n}\n`;
    const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: "tenant-ended" };
    const held = async () => {
      const { pods, "limits.cpu": cpu } = objectIn(objectIn((await cluster.get(quota))?.spec).hard);
      return { pods, cpu };
    };
    await steps(admin())
      .apply(ended("4"))
      .do(async () => {
        await suspendTenant(cluster, "tenant-ended", "expired");
      })
      .apply(ended("6"))
      .do(async ({ run }) => {
        expect(await held()).toEqual({ pods: "0", cpu: "6" });
        await resumeTenant(cluster, "tenant-ended");
        expect((await run("plan", "-no-color", "-detailed-exitcode")).code).toBe(0);
        expect(await held()).toEqual({ pods: "200", cpu: "6" });
      })
      .destroy();
  });

  test("a finalizer that nobody serves is named within the time, the walls stand, and the next destroy goes through", async () => {
    const held = { apiVersion: "v1", kind: "Pod", name: "held", namespace: "tenant-x" };
    const wall = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", name: "hikube-default-deny-ingress" };
    await steps(admin())
      .apply(TENANT)
      .do(async () => {
        const spec = { terminationGracePeriodSeconds: 1, containers: [{ name: "web", image: "registry.test/web:1" }] };
        const metadata = { name: "held", namespace: "tenant-x", finalizers: ["example.test/hold"] };
        await cluster.create({ apiVersion: "v1", kind: "Pod", metadata, spec });
      })
      .destroy({
        error:
          /Namespace "?tenant-x"?[^]*not gone yet[^]*timed out after 3s[^]*Pod "tenant-x\/held" is held by example\.test\/hold/,
      })
      .do(async () => {
        expect(await cluster.get({ ...wall, namespace: "tenant-x" })).toBeDefined();
        await cluster.patch(held, "merge", { metadata: { finalizers: [] } });
      });
    expect(await cluster.get({ apiVersion: "v1", kind: "Namespace", name: "tenant-x" })).toBeUndefined();
  });

  test("a kept plan is applied though its credential is over since, and the next one is over in its middle", async () => {
    const door = await openTokenDoor(server(), join(sandbox().directory, "credential.json"));
    const block = `provider "hikube" {
  exec {
    api_version = "client.authentication.k8s.io/v1"
    command     = "cat"
    args        = [${JSON.stringify(door.file)}]
  }
}
`;
    const tenant = TENANT.replaceAll('"x"', '"lasting"').replace(/ {2}timeouts.*\n/, "");
    const project = await ground.project("lasting", block + tenant);
    await project.succeed(["plan", "-out=kept"], door.address);
    door.renew();
    door.renewAtWrite(5);
    expect(await project.succeed(["apply", "kept"], door.address)).toContain("1 added");
    expect(door.refused()).toBeGreaterThan(0);
    await project.succeed(["destroy", "-auto-approve"], door.address);
    door.close();
  });

  test("a tenant that is made by half is in the state, and goes by a destroy, protected or not", async () => {
    const [group, metadata] = ["rbac.authorization.k8s.io", { name: "half" }];
    const kinds = ["namespaces", "resourcequotas", "limitranges", "serviceaccounts", "networkpolicies"];
    const rules = [
      { apiGroups: ["*"], resources: ["*"], verbs: ["get", "list"] },
      { nonResourceURLs: ["*"], verbs: ["get"] },
      { apiGroups: ["", "networking.k8s.io"], resources: kinds, verbs: ["create", "patch", "delete"] },
    ];
    const roleRef = { apiGroup: group, kind: "ClusterRole", name: "half" };
    const subjects = [{ apiGroup: group, kind: "User", name: "half" }];
    await cluster.create({ apiVersion: `${group}/v1`, kind: "ClusterRole", metadata, rules });
    await cluster.create({ apiVersion: `${group}/v1`, kind: "ClusterRoleBinding", metadata, roleRef, subjects });
    const access = 'protected = true\n  access = { owners = [{ kind = "Group", name = "shop" }] }\n  profile';
    await steps(providerBlock(await sandbox().clientCertificate("half")))
      .apply(TENANT.replace(/ {2}timeouts.*\n/, "").replace("profile", access), {
        error: /RoleBinding tenant-x\/\S+ was not written[^]*terraform untaint/,
        tainted: ["hikube_tenant.x"],
      })
      .destroy();
    expect(await cluster.get({ apiVersion: "v1", kind: "Namespace", name: "tenant-x" })).toBeUndefined();
  });

  test("credentials of the block stand in no state, plan or log", async () => {
    const log = join(sandbox().directory, "credentials.log");
    const [host, ca] = [server().server, server().ca ?? ""].map((text) => JSON.stringify(text));
    const block = (given: string) =>
      `variable "secret" {\n  ephemeral = true\n}\nprovider "hikube" {\n  host = ${host ?? ""}\n  cluster_ca_certificate = ${ca ?? ""}\n${given}\n}\n`;
    const { clientCertificate = "", clientKey = "" } = server();
    const token = await tokenOf(cluster, "default");
    const secrets: readonly (readonly [string, string, string])[] = [
      ["token = var.secret", token, token],
      [
        `client_certificate = ${JSON.stringify(clientCertificate)}\n  client_key = var.secret`,
        clientKey,
        clientKey.split("\n")[2] ?? "",
      ],
    ];
    for (const [given, secret, mark] of secrets) {
      const env = { TF_LOG: "TRACE", TF_LOG_PATH: log, TF_VAR_secret: secret };
      await steps(block(given), env)
        .apply(MANIFEST)
        .do(async (at) => {
          const traces = await tracesOf(at, log);
          expect(traces.at(-1)).toContain("ApplyResourceChange");
          expect(mark.length).toBeGreaterThan(40);
          expect(traces.filter((text) => text.includes(mark))).toEqual([]);
        });
    }
    const password = block('username = "ann"\n  password = var.secret');
    await steps(password, { TF_LOG: "TRACE", TF_LOG_PATH: log, TF_VAR_secret: "hunter2-in-the-block" })
      .plan(TENANT, { error: /system:anonymous[^]*Passwords are no longer taken/ })
      .do(async (at) => {
        const marks = ["hunter2-in-the-block", Buffer.from("ann:hunter2-in-the-block").toString("base64")];
        const traces = await tracesOf(at, log);
        expect(traces.filter((text) => marks.some((mark) => text.includes(mark)))).toEqual([]);
      });
  });

  test("Ctrl-C in the middle of an apply loses nothing: what was begun is made and known, and the next apply makes the rest", async () => {
    const tenants = ["top", "sub"].map((name) => TENANT.replaceAll('"x"', `"${name}"`).replace(/ {2}timeouts.*\n/, ""));
    const sub = tenants[1]!.replace(
      'profile = "development"',
      "parent = hikube_tenant.top.namespace\n  quota = { share = 20 }",
    );
    const project = await ground.project("stopped", tenants[0]! + sub);
    const stopped = await project.stopAt(["apply", "-auto-approve"], 3);
    expect(stopped).toMatchObject({ code: 1, out: expect.stringContaining("Interrupt received") as string });
    expect(await project.succeed(["state", "list"])).toBe("hikube_tenant.top\n");
    expect(await project.succeed(["apply", "-auto-approve"])).toContain("1 added, 0 changed, 0 destroyed");
    expect(await project.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
    expect(project.providers()).toEqual([]);
    await project.succeed(["destroy", "-auto-approve"]);
    expect(await cluster.get({ apiVersion: "v1", kind: "Namespace", name: "tenant-top" })).toBeUndefined();
  });
});

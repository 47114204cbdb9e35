import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../../src/cli/command";
import { assertChoiceHolds, choiceOf, clusterEnvironment } from "../../../src/cli/cluster/chosen-cluster";
import { assertChoiceIsSeen, connectionFor } from "../../../src/cli/cluster/connection";
import { parseStackConfig } from "../../../src/cli/project/stack-config";
import type { Stack } from "../../../src/cli/project/stacks";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chosen-cluster-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function kubeconfig(name: string, user: object = { token: name }): string {
  const path = join(folder, name);
  const clusters = [{ name: "c", cluster: { server: `https://${name}.example.com` } }];
  const contexts = ["m", "other"].map((context) => ({ name: context, context: { cluster: "c", user: "u" } }));
  const content = { clusters, users: [{ name: "u", user }], contexts, "current-context": "m" };
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function stackOf(provider: object, required: object = {}): Stack {
  const config = parseStackConfig(JSON.stringify({ provider, terraform: { required_providers: required } }));
  return { name: "company", directory: folder, file: "cdk.tf.json", dependencies: [], config };
}

const check = (provider: object, options: object, required?: object) => () => {
  assertChoiceHolds([stackOf(provider, required)], choiceOf(options));
};

const block = (settings: object) => ({ kubernetes: [settings] });

describe("--kubeconfig", () => {
  const options = { kubeconfig: "right.yaml" };

  test.each<[string, object]>([
    ["config_path", { config_path: "other.yaml" }],
    ["config_path", { config_path: "${var.kubeconfig}" }],
    ["config_paths", { config_paths: ["right.yaml", "other.yaml"] }],
    ["host", { host: "https://c" }],
    ["host", { host: "${data.aws_eks_cluster.c.endpoint}" }],
    ["cluster_ca_certificate", { cluster_ca_certificate: "PEM" }],
    ["token", { token: "${var.token}" }],
    ["exec", { exec: { command: "aws" } }],
    ["username, password", { username: "a", password: "b" }],
    ["client_certificate, client_key", { client_certificate: "a", client_key: "b" }],
    ["config_context_cluster", { config_context_cluster: "c" }],
    ["config_context_auth_info", { config_context_auth_info: "u" }],
  ])("is refused where the block names %s: %j", (names, settings) => {
    const refusal = check(block(settings), options);
    expect(refusal).toThrow(UsageError);
    expect(refusal).toThrow(
      [
        "the provider block names its own cluster, which overrides --kubeconfig:",
        `  stack "company", provider "kubernetes": ${names}`,
        "  omit the option, or remove these arguments from the block",
      ].join("\n"),
    );
  });

  test.each<[string, object]>([
    ["nothing", {}],
    ["a context, which is looked up in that file", { config_context: "production" }],
    ["what is empty", { config_path: "", config_paths: [], host: null }],
    ["what is not about which cluster or who", { ignore_labels: ["a"], insecure: true, alias: "east" }],
  ])("goes on where the block names %s", (_what, settings) => {
    expect(check(block(settings), options)).not.toThrow();
  });

  test("goes on where the block names the same file, under another name too", () => {
    const path = kubeconfig("same");
    symlinkSync(path, join(folder, "link"));
    for (const config_path of [path, "same", join(folder, "link")])
      expect(check(block({ config_path }), { kubeconfig: path })).not.toThrow();
  });

  test("looks at every block: of an alias, under another local name, of helm in both its forms", () => {
    const inner = { config_path: "other.yaml" };
    const providers: readonly [object, string, object?][] = [
      [{ kubernetes: [{}, { alias: "east", ...inner }] }, "kubernetes.east"],
      [{ k8s: inner }, "k8s", { k8s: { source: "hashicorp/kubernetes" } }],
      [{ kubectl: inner }, "kubectl", { kubectl: { source: "alekc/kubectl" } }],
      [{ helm: [{ kubernetes: [inner] }] }, "helm"],
      [{ helm: [{ alias: "b", kubernetes: inner }] }, "helm.b"],
      [{ helm: { kubernetes: "${local.cluster}" } }, "helm"],
    ];
    for (const [provider, title, required] of providers)
      expect(check(provider, options, required)).toThrow(`provider "${title}": `);
    expect(check({ aws: { token: "t" }, vault: { token: "t" } }, options)).not.toThrow();
  });
});

describe("--context", () => {
  const options = { context: "staging" };

  test.each<[string, object]>([
    ["config_context", { config_path: "a.yaml", config_context: "production" }],
    ["config_context", { config_context: "${var.context}" }],
    ["host", { host: "https://c" }],
    ["config_context_cluster", { config_context_cluster: "c" }],
  ])("is refused where the block names %s: %j", (names, settings) => {
    expect(check(block(settings), options)).toThrow(
      `which overrides --context:\n  stack "company", provider "kubernetes": ${names}\n`,
    );
  });

  test("goes on where the block names a file alone, or the same context", () => {
    expect(check(block({ config_path: "a.yaml" }), options)).not.toThrow();
    expect(check(block({ config_context: "staging" }), options)).not.toThrow();
  });
});

test("without options every block is right", () => {
  expect(check(block({ host: "https://c" }), {})).not.toThrow();
});

describe("the environment of terraform", () => {
  const serverIn = async (env: Record<string, string>, options: object = {}, stacks: Stack[] = []) => {
    const { server, token, insecure } = await connectionFor({}, clusterEnvironment(stacks, choiceOf(options), env));
    return { server, token, insecure };
  };

  const left = (name: string) => ({
    ...{ KUBE_CONFIG_PATH: kubeconfig(name), KUBE_HOST: "https://host.example.com", KUBE_TOKEN: "host" },
    ...{ KUBE_CTX: "gone", KUBE_CTX_CLUSTER: "gone", KUBE_CTX_AUTH_INFO: "gone", KUBE_INSECURE: "true" },
    ...{ KUBE_CLIENT_CERT_DATA: "x", KUBE_USER: "u", KUBE_PASSWORD: "p" },
  });

  test("lets no variable outrank --kubeconfig", async () => {
    const given = await serverIn(left("a"), { kubeconfig: kubeconfig("b") });
    expect(given).toEqual({ server: "https://b.example.com", token: "b" });
    const several = await serverIn({ KUBE_CONFIG_PATHS: kubeconfig("a") }, { kubeconfig: kubeconfig("b") });
    expect(several).toMatchObject({ server: "https://b.example.com" });
  });

  test("lets no variable outrank --context, which is looked up in the file that they name", async () => {
    expect(await serverIn(left("a"), { context: "other" })).toEqual({ server: "https://a.example.com", token: "a" });
  });

  test("names kubectl's own kubeconfigs where nothing else is named, so that all ask the same cluster", async () => {
    const path = kubeconfig("a");
    expect(await serverIn({ KUBECONFIG: path })).toMatchObject({ server: "https://a.example.com" });
    expect(clusterEnvironment([], {}, { KUBECONFIG: path })).toMatchObject({ KUBE_CONFIG_PATHS: path });
    expect(clusterEnvironment([], {}, { KUBECONFIG: path, KUBE_HOST: "h" })).not.toHaveProperty("KUBE_CONFIG_PATHS");
  });

  test("adds no kubeconfig's credentials to a block that names its host", () => {
    const stacks = [stackOf(block({ host: "https://c", token: "t" }))];
    expect(clusterEnvironment(stacks, {}, { KUBECONFIG: kubeconfig("a") })).not.toHaveProperty("KUBE_CONFIG_PATHS");
  });

  test("has paths that do not depend on the folder that terraform runs in", () => {
    expect(clusterEnvironment([], {}, { KUBE_CONFIG_PATH: "a.yaml" })).toEqual({
      KUBE_CONFIG_PATH: join(process.cwd(), "a.yaml"),
    });
  });
});

describe("how a block is followed:", () => {
  test("its credential plugin is run, whichever form it is written in", async () => {
    const apiVersion = "client.authentication.k8s.io/v1";
    const printed = JSON.stringify({ apiVersion, kind: "ExecCredential", status: { token: "plugged" } });
    const script = `console.log('${printed}')`;
    const exec = { api_version: apiVersion, command: process.execPath, args: ["-e", script] };
    for (const form of [exec, [exec]]) {
      const { plugin } = await connectionFor({ host: "https://c", exec: form }, {});
      await expect(plugin?.get()).resolves.toEqual({ token: "plugged" });
    }
  });

  test("its proxy is followed, and that of the environment", async () => {
    const host = "https://c";
    expect(await connectionFor({ host, proxy_url: "http://p" }, {})).toMatchObject({ proxy: "http://p" });
    expect(await connectionFor({ host }, { KUBE_PROXY_URL: "http://p" })).toMatchObject({ proxy: "http://p" });
  });
});

describe("providers that are served from outside have read their environment:", () => {
  const env = () => ({
    KUBE_CONFIG_PATH: kubeconfig("a"),
    TF_REATTACH_PROVIDERS: '{"registry.terraform.io/hashicorp/kubernetes":{}}',
  });

  test("another cluster, or somebody else, is refused", async () => {
    const impersonating = kubeconfig("c", { token: "a", as: "ann" });
    for (const path of [kubeconfig("b"), impersonating]) {
      const choice = choiceOf({ kubeconfig: path });
      await expect(assertChoiceIsSeen(choice, env())).rejects.toThrow(/served from outside \(TF_REATTACH_PROVIDERS\)/);
      await expect(assertChoiceIsSeen(choice, { ...env(), TF_REATTACH_PROVIDERS: "{}" })).resolves.toBeUndefined();
    }
  });

  test("the same in other words is not", async () => {
    const choice = choiceOf({ kubeconfig: kubeconfig("a"), context: "other" });
    await expect(assertChoiceIsSeen(choice, env())).resolves.toBeUndefined();
    await expect(assertChoiceIsSeen({}, env())).resolves.toBeUndefined();
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UNKNOWN, type ValueRecord } from "../../src/plugin";
import { connectionOf } from "../../src/kube-provider/connection";
import type { KubernetesClient } from "../../src/kube-provider/client";
import { kubernetesProvider } from "../../src/offline/kubernetes/provider";
import { collect, configOf, LOG } from "./harness";

const PEM = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n";
const KUBECONFIG = `
current-context: one
contexts:
- { name: one, context: { cluster: a, user: u } }
- { name: two, context: { cluster: b, user: v } }
- { name: admin, context: { cluster: a, user: w } }
clusters:
- { name: a, cluster: { server: "https://a:6443", certificate-authority-data: ${Buffer.from(PEM).toString("base64")} } }
- { name: b, cluster: { server: "https://b:6443" } }
users:
- { name: u, user: { token: tu } }
- { name: v, user: { username: n, password: p } }
- { name: w, user: { client-certificate-data: ${Buffer.from(PEM).toString("base64")}, client-key-data: ${Buffer.from(PEM).toString("base64")} } }
`;

let directory: string;
let path: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "provider-"));
  path = join(directory, "config");
  writeFileSync(path, KUBECONFIG);
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function configured(given: ValueRecord, environment: NodeJS.ProcessEnv = {}) {
  const provider = kubernetesProvider(environment);
  const diagnostics = collect();
  const config = configOf(provider.schema, given);
  await provider.validate?.({ config, diagnostics });
  const request = { config, terraformVersion: "1.11.4", diagnostics, log: LOG };
  const client = (await provider.configure(request)) as KubernetesClient;
  return { client, faults: diagnostics.errors.map(({ summary, detail }) => `${summary}: ${detail ?? ""}`).join("\n") };
}

describe("the connection", () => {
  it("comes from the current context of a kubeconfig", () => {
    expect(connectionOf({ config_path: path }, {})).toMatchObject({ server: "https://a:6443", token: "tu", ca: PEM });
  });

  it("comes from another context, or from parts of others", () => {
    expect(connectionOf({ config_path: path, config_context: "two" }, {})).toMatchObject({
      server: "https://b:6443",
      basic: { username: "n", password: "p" },
    });
    const parts = { config_path: path, config_context_cluster: "b", config_context_auth_info: "u" };
    expect(connectionOf(parts, {})).toMatchObject({ server: "https://b:6443", token: "tu" });
  });

  it("comes from the environment where the block says nothing", () => {
    expect(connectionOf({}, { KUBE_CONFIG_PATH: path, KUBE_CTX: "two" })?.server).toBe("https://b:6443");
    expect(connectionOf({}, { KUBE_CONFIG_PATHS: path })?.server).toBe("https://a:6443");
    expect(connectionOf({}, { KUBE_HOST: "https://c", KUBE_TOKEN: "t", KUBE_INSECURE: "true" })).toMatchObject({
      server: "https://c",
      token: "t",
      insecure: true,
    });
  });

  it("takes arguments over the kubeconfig", () => {
    const given = { config_path: path, host: "https://c", token: "mine", insecure: true };
    expect(connectionOf(given, {})).toMatchObject({
      server: "https://c",
      token: "mine",
      insecure: true,
      ca: undefined,
    });
  });

  it.each<[string, ValueRecord]>([
    ["a token", { token: "mine" }],
    ["a name and a password", { username: "ann", password: "x" }],
    ["a plugin", { exec: [{ api_version: "client.authentication.k8s.io/v1", command: "x", args: null, env: null }] }],
  ])("is that of %s which is given, and not of the kubeconfig's certificate", (_, given) => {
    const admin = { config_path: path, config_context: "admin" };
    expect(connectionOf(admin, {})).toMatchObject({ clientCertificate: PEM });
    const { clientCertificate, clientKey } = connectionOf({ ...admin, ...given }, {})!;
    expect([clientCertificate, clientKey]).toEqual([undefined, undefined]);
    // Before a certificate the API server looks at nothing else: so does who asks it by the real provider for Kubernetes.
    expect(connectionOf({ ...admin, ...given }, {}, { sendsBoth: true })).toMatchObject({ clientCertificate: PEM });
  });

  it("is that of a certificate which is given", () => {
    const given = { config_path: path, client_certificate: PEM, client_key: PEM };
    expect(connectionOf(given, {})).toMatchObject({ clientCertificate: PEM, token: "tu" });
  });

  it("gives a bare host the scheme that its credentials ask for", () => {
    expect(connectionOf({ host: "c:6443", cluster_ca_certificate: PEM }, {})?.server).toBe("https://c:6443");
    expect(connectionOf({ host: "c:8080" }, {})?.server).toBe("http://c:8080");
  });

  it("fetches a token with a command", async () => {
    const apiVersion = "client.authentication.k8s.io/v1";
    const answer = JSON.stringify({ apiVersion, kind: "ExecCredential", status: { token: "fresh" } });
    const script = `console.log(${JSON.stringify(answer)})`;
    const exec = [{ api_version: apiVersion, command: process.execPath, args: ["-e", script], env: null }];
    const { plugin } = connectionOf({ host: "https://c", exec }, {})!;
    expect(await plugin?.get()).toEqual({ token: "fresh" });
  });
});

describe("a provider block", () => {
  it("that names no cluster fails with the first call, not before", async () => {
    const { client, faults } = await configured({});
    expect(faults).toBe("");
    expect(() => client.cluster()).toThrow(/no cluster is configured/);
  });

  it("may hold values that are not known yet", async () => {
    expect((await configured({ host: UNKNOWN, ignore_labels: [UNKNOWN] })).faults).toBe("");
  });

  it.each<[ValueRecord, RegExp]>([
    [{ config_path: "/not/there" }, /'config_path' refers to an invalid path: "\/not\/there"/],
    [{ host: "https://a b" }, /'host' is not a valid URL/],
    [{ host: "10.0.0.1:6443" }, /'host' is not a valid URL/],
    [{ host: "localhost" }, /'host' is not a valid URL/],
    [{ client_certificate: "text" }, /'client_certificate' is not a valid PEM/],
    [{ config_path: "~", config_paths: ["x"] }, /conflicts with config_paths/],
    [{ ignore_labels: ["("] }, /not a regular expression/],
  ])("is refused: %#", async (given, fault) => {
    expect((await configured(given)).faults).toMatch(fault);
  });

  it("names keys by expressions as Go writes them", async () => {
    const { client, faults } = await configured({ ignore_labels: ["(?i)^cost", "^(?P<team>a|b)/"] });
    expect(faults).toBe("");
    const isIgnored = (key: string) => client.ignoreLabels.some((pattern) => pattern.test(key));
    expect(["COST/x", "b/x", "c/x"].map(isIgnored)).toEqual([true, true, false]);
  });

  it("follows a proxy of a kind that is known", async () => {
    expect(connectionOf({ host: "https://c", proxy_url: "socks5://p:1080" }, {})).toMatchObject({
      proxy: "socks5://p:1080",
    });
    expect((await configured({ host: "https://c", proxy_url: "ftp://p" })).faults).toContain("the scheme ftp");
  });

  it("that names a context which is not there fails in words", async () => {
    const { client } = await configured({ config_path: path, config_context: "three" });
    expect(() => client.cluster()).toThrow(/invalid configuration.*three/s);
  });
});

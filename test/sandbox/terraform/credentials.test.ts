import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentFor } from "../../../src/support/cluster-environment";
import {
  assertOwnCluster,
  credentialsFor,
  isOwnEnvironment,
  settledEnvironment,
} from "../../../src/sandbox/terraform/credentials";
import { ownProcessId } from "../../../src/support/process-id";
import { writeState } from "../../../src/sandbox/state/state";

const SERVER = "https://127.0.0.1:40123";
const OTHER = "https://production.example:6443";

let home: string;
let directory: string;
let own: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "credentials-"));
  directory = join(home, "default");
  mkdirSync(directory, { mode: 0o700 });
  writeState(directory, {
    ...{ formatVersion: 1, name: "default", nodes: 1, status: "ready", server: SERVER },
    ...{ supervisor: ownProcessId(), components: {}, startedAt: "2026-01-01T00:00:00Z" },
  });
  own = kubeconfig(join("default", "kubeconfig"), SERVER);
});

afterAll(() => {
  rmSync(home, { recursive: true });
});

function kubeconfig(name: string, server: string): string {
  const clusters = [{ name: "c", cluster: { server, "certificate-authority-data": "Q0E=" } }];
  const contexts = [{ name: "m", context: { cluster: "c", user: "u" } }];
  const users = [{ name: "u", user: { token: name } }];
  writeFileSync(join(home, name), JSON.stringify({ clusters, contexts, users, "current-context": "m" }));
  return join(home, name);
}

const inside = (more: object = {}) => ({ ...environmentFor(own), HIKUBE_SANDBOX_DIRECTORY: directory, ...more });

describe("what the sandbox said itself", () => {
  test("is its administrator's, and stays as it is", () => {
    expect(isOwnEnvironment(directory, inside())).toBe(true);
    expect(settledEnvironment(directory, inside())).toEqual(inside());
    expect(() => {
      assertOwnCluster(directory, inside());
    }).not.toThrow();
  });

  test.each([
    { KUBECONFIG: "/x" },
    { KUBE_TOKEN: "t" },
    { KUBE_CTX: "c" },
    { KUBE_HOST: "h" },
    { KUBE_CONFIG_PATHS: "x" },
  ])("is not meant any more with %j", (more) => {
    expect(isOwnEnvironment(directory, inside(more))).toBe(false);
  });

  test("gives way to a KUBECONFIG of one's own, for terraform's providers too", () => {
    const settled = settledEnvironment(directory, inside({ KUBECONFIG: "/a:/b" }));
    expect(settled).toMatchObject({ KUBE_CONFIG_PATH: "", KUBE_CONFIG_PATHS: "/a:/b" });
  });

  test("a list of kubeconfigs is meant before the sandbox's one", () => {
    const settled = settledEnvironment(directory, inside({ KUBE_CONFIG_PATHS: "/a:/b" }));
    expect(settled).toMatchObject({ KUBE_CONFIG_PATH: "", KUBE_CONFIG_PATHS: "/a:/b" });
  });

  test("gives way to a token, which is not sent beside the administrator's certificate", () => {
    const settled = settledEnvironment(directory, inside({ KUBE_TOKEN: "t" }));
    expect(settled).toMatchObject({ KUBE_CONFIG_PATH: "", KUBE_HOST: SERVER, KUBE_CLUSTER_CA_CERT_DATA: "CA" });
  });

  test("leaves alone what is said for terraform", () => {
    const env = inside({ KUBE_CONFIG_PATH: "/mine", KUBECONFIG: "/other" });
    expect(settledEnvironment(directory, env)).toBe(env);
    expect(settledEnvironment(undefined, env)).toBe(env);
  });
});

describe("credentials in a sandbox", () => {
  const check = (more: object) => () => {
    assertOwnCluster(directory, settledEnvironment(directory, inside(more)));
  };

  test("may be another account's", () => {
    const account = kubeconfig("account", `${SERVER}/`);
    expect(check({ KUBECONFIG: account })).not.toThrow();
    expect(check({ KUBE_CONFIG_PATH: account })).not.toThrow();
    expect(check({ KUBE_TOKEN: "t" })).not.toThrow();
  });

  test.each<[string, () => object]>([
    ["a kubeconfig", () => ({ KUBECONFIG: kubeconfig("other", OTHER) })],
    ["a kubeconfig for terraform", () => ({ KUBE_CONFIG_PATH: kubeconfig("other", OTHER) })],
    ["an address", () => ({ KUBE_HOST: OTHER })],
    ["an address and a token", () => ({ KUBE_HOST: OTHER, KUBE_TOKEN: "t" })],
  ])("are refused where they are of another cluster: %s", (_, more) => {
    expect(check(more())).toThrow(
      `these credentials are of the cluster ${OTHER}, and this runs in the sandbox at ${SERVER}`,
    );
  });

  test("are refused where they cannot be read", () => {
    expect(check({ KUBE_CTX: "nope" })).toThrow('no entry "nope" under contexts');
    expect(check({ KUBECONFIG: "/none" })).toThrow("/none cannot be read");
  });
});

describe("variables of a shell that starts something in a sandbox", () => {
  test("are taken along where they lead to it, for kubectl and for terraform", () => {
    const account = kubeconfig("account", SERVER);
    expect(credentialsFor(SERVER, { KUBECONFIG: account })).toMatchObject({
      KUBECONFIG: account,
      KUBE_CONFIG_PATHS: account,
    });
    expect(credentialsFor(SERVER, { KUBE_CONFIG_PATH: account })).toMatchObject({
      ...{ KUBECONFIG: account, KUBE_CONFIG_PATH: account },
    });
  });

  test.each<[string, () => Readonly<Record<string, string>>]>([
    ["of another cluster", () => ({ KUBECONFIG: kubeconfig("other", OTHER) })],
    ["of another cluster, for terraform", () => ({ KUBECONFIG: own, KUBE_CONFIG_PATH: kubeconfig("other", OTHER) })],
    ["that lead nowhere", () => ({ KUBECONFIG: "/none" })],
    ["a token of who knows what", () => ({ KUBE_TOKEN: "t" })],
    ["none", () => ({})],
  ])("are not, where they are %s", (_, env) => {
    expect(credentialsFor(SERVER, env())).toEqual({});
  });
});

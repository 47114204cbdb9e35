import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { kubeconfigOf, type Credentials } from "../../../src/kube/written-kubeconfig";
import { assertFree, writePrivate } from "../../../src/cli/people/private-file";
import { loadConnection } from "../../../src/kube/kubeconfig";
import { hikube } from "../call";

const TOKEN = { kind: "token", account: "hikube-system/tenant-shop.ci", token: "secret" } as const;
const CONNECTION = {
  server: "https://192.0.2.1:6443",
  ca: "-----BEGIN CERTIFICATE-----\n",
  tlsServerName: "api.example.com",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hikube-kubeconfig-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("a kubeconfig reaches the same server, as the account and nobody else", () => {
  const path = join(folder, "config");
  const admin = { ...CONNECTION, token: "of the administrator", clientKey: "key", impersonate: { user: "root" } };
  const config = kubeconfigOf({ connection: admin, namespace: "tenant-shop", credentials: TOKEN });
  writeFileSync(path, stringify(config));
  expect(loadConnection({ path })).toEqual({ ...CONNECTION, token: "secret" });
  expect(config).toMatchObject({ contexts: [{ context: { namespace: "tenant-shop" } }] });
  expect(JSON.stringify(config)).not.toMatch(/administrator|key|root/);
});

test("one for people holds no secret", () => {
  const credentials: Credentials = {
    kind: "oidc",
    issuer: "https://id.example.com",
    clientId: 'a" b',
    scopes: ["groups"],
  };
  const config = kubeconfigOf({ connection: CONNECTION, namespace: "tenant-shop", credentials });
  const { users } = parse(stringify(config)) as { users: [{ user: { exec: { args: readonly string[] } } }] };
  expect(users[0].user.exec.args.slice(2)).toEqual([
    ...["--oidc-issuer-url=https://id.example.com", '--oidc-client-id=a" b', "--oidc-extra-scope=groups"],
  ]);
});

describe("a private file", () => {
  test("is its owner's alone, whatever was there", () => {
    const path = join(folder, "config");
    writePrivate(path, "one", false);
    expect([statSync(path).mode & 0o777, readFileSync(path, "utf8")]).toEqual([0o600, "one"]);
    chmodSync(path, 0o644);
    writePrivate(path, "two", true);
    expect([statSync(path).mode & 0o777, readFileSync(path, "utf8")]).toEqual([0o600, "two"]);
    expect(readdirSync(folder)).toEqual(["config"]);
  });

  test("takes the place of nothing unasked, even if that appeared meanwhile", () => {
    const path = join(folder, "config");
    writeFileSync(path, "another's");
    expect(() => {
      assertFree(path, false);
    }).toThrow(/exists; .*--force/);
    expect(() => {
      writePrivate(path, "mine", false);
    }).toThrow(/exists; .*--force/);
    expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["another's", ["config"]]);
    assertFree(path, true);
  });

  test("follows no link", () => {
    const [path, other] = [join(folder, "config"), join(folder, "other")];
    symlinkSync(other, path);
    for (const force of [true, false]) {
      expect(() => {
        assertFree(path, force);
      }).toThrow(/exists|no plain file/);
    }
    writePrivate(path, "mine", true);
    expect([lstatSync(path).isFile(), readdirSync(folder)]).toEqual([true, ["config"]]);
  });
});

const LEVEL = ["--level", "admin"];

test.each([
  ["nobody to be for", [], /pass one of --level, --service-account and --oidc-issuer/],
  ["two to be for", [...LEVEL, "--service-account", "a/b"], /pass one of/],
  ["a level that is none", ["--level", "god"], /"viewer", "user", "admin" or "owner"/],
  ["an account without namespace", ["--service-account", "ci"], /NAMESPACE\/NAME/],
  ["an account with more", ["--service-account", "a/b/c"], /NAMESPACE\/NAME/],
  ["a token that is too short", [...LEVEL, "--duration", "60"], /600 to 7200 seconds/],
  ["a token that is too long", [...LEVEL, "--duration", "86400"], /600 to 7200 seconds/],
  ["an issuer without https", ["--oidc-issuer", "http://a.b", "--oidc-client-id", "c"], /https:\/\//],
  ["an issuer without client", ["--oidc-issuer", "https://a.b"], /--oidc-client-id belong together/],
  ["a client without issuer", [...LEVEL, "--oidc-client-id", "c"], /--oidc-issuer and .* belong together/],
  ["a scope without issuer", [...LEVEL, "--oidc-scope", "c"], /--oidc-scope is for --oidc-issuer/],
  [
    "a duration of a sign-in",
    ["--oidc-issuer", "https://a.b", "--oidc-client-id", "c", "--duration", "900"],
    /the identity provider decides/,
  ],
  ["nothing to force", [...LEVEL, "--force"], /--force is for --out/],
])("hikube kubeconfig refuses %s", async (_, args, message) => {
  const { code, err } = await hikube("kubeconfig", "tenant-shop", ...args);
  expect([code, err]).toEqual([2, expect.stringMatching(message)]);
});

test("hikube kubeconfig and hikube tenants take names of namespaces alone", async () => {
  for (const args of [
    ["kubeconfig", "Shop", ...LEVEL],
    ["tenants", "--namespace", "a,Shop"],
  ]) {
    const { code, err } = await hikube(...args);
    expect([code, err]).toEqual([2, expect.stringContaining('"Shop" is not the name of a namespace')]);
  }
});

describe("an issuer", () => {
  const asked = (issuer: string) =>
    hikube("kubeconfig", "tenant-shop", "--oidc-client-id", "k", "--oidc-issuer", issuer, "--kubeconfig", "none");

  test.each([
    "https://x/a;rm -rf",
    "https://x/a;b",
    "https://x/$(id)",
    "https://x/`id`",
    "https://x/a|b",
    "https://x/a&b",
    "https://x/a'b",
    "https://x/a?b=c",
    "https://x/?",
    "https://x/a#b",
    "https://ann:secret@x/a",
    "https://x/a/../b",
    "https://x\\\\a",
    "http://x/a",
    "https://",
    " https://x/a",
  ])("that is more than an address is refused: %s", async (issuer) => {
    const { code, err } = await asked(issuer);
    expect(code).toBe(2);
    expect(err).toMatch(/--oidc-issuer: received .*expected an address by https .*\[bad-usage\]/);
  });

  test.each(["https://x", "https://x/", "https://id.example.com:8443/realms/acme", "https://x/a_b-c.d~e/v2.0/"])(
    "as identity providers have it passes: %s",
    async (issuer) => {
      expect((await asked(issuer)).err).not.toContain("--oidc-issuer");
    },
  );
});

test("one for people is written where the cluster is out of reach, which is noted", async () => {
  const path = join(folder, "config");
  const config = {
    clusters: [{ name: "c", cluster: { server: "http://127.0.0.1:1" } }],
    users: [],
    "current-context": "c",
  };
  writeFileSync(path, JSON.stringify({ ...config, contexts: [{ name: "c", context: { cluster: "c" } }] }));
  const people = ["--oidc-issuer", "https://x", "--oidc-client-id", "k", "--kubeconfig", path];
  const { code, err } = await hikube("kubeconfig", "tenant-shop", ...people);
  expect([code, err]).toEqual([0, expect.stringContaining("[cluster-not-asked]")]);
});

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { loadTenants } from "../../src/cli/tenants-source";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { forestObjects } from "../../src/model/tenant/objects/objects";
import { binding, person } from "../access/live";
import { hikube, inFolder, TENANTS_YAML, WRONG_YAML } from "./call";
import { withServer } from "./live-server";

inFolder({
  "tenants.yaml": TENANTS_YAML,
  "wrong.yaml": WRONG_YAML,
  "past.yaml": TENANTS_YAML.replace("2031-05-01", "2021-05-01"),
  "suspended.yaml": TENANTS_YAML.replace(
    "expiresAt: 2031-05-01T00:00:00Z",
    "expiresAt: 2021-05-01T00:00:00Z\n    suspended: true",
  ),
});

const held = withServer();

beforeEach(() => {
  held.objects = forestObjects(loadTenants("tenants.yaml").roots).flatMap(({ objects }) => objects);
});

const live = () => hikube("matrix", "tenants.yaml", "--live", "--kubeconfig", "kubeconfig");

test("0: what is as it should be", async () => {
  const found = await Promise.all([hikube("check", "tenants.yaml"), hikube("expire", "tenants.yaml"), live()]);
  expect(found.map(({ code }) => code)).toEqual([0, 0, 0]);
  // The API server of this test answers on loopback, where no file of facts has one: where it was called tells nothing.
  expect(found.map(({ err }) => err)).toEqual(["", "", ""]);
  expect(found[2].out).toContain("nothing open and not declared");
});

test("1: what could not be done", async () => {
  writeFileSync("cdktf.json", JSON.stringify({ app: "exit 7" }));
  expect(await hikube("plan")).toMatchObject({ code: 1, out: "" });
});

describe("with --detailed-exitcode plan ends as terraform does:", () => {
  const NAMESPACE = {
    metadata: [
      {
        name: "tenant-a",
        labels: { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-a" },
        annotations: { "hikube.cloud/protected": "true" },
      },
    ],
  };
  const resource = {
    address: "kubernetes_namespace_v1.a",
    mode: "managed",
    type: "kubernetes_namespace_v1",
    name: "a",
  };
  const plan = (...changes: readonly object[]) => ({ format_version: "1.2", resource_changes: changes });

  /** A stack and a terraform that plans this. */
  function planning(planned: object): void {
    mkdirSync("cdktf.out/stacks/one", { recursive: true });
    mkdirSync("bin");
    const stack = { workingDirectory: "stacks/one", synthesizedStackPath: "stacks/one/cdk.tf.json", dependencies: [] };
    writeFileSync("cdktf.out/manifest.json", JSON.stringify({ stacks: { one: stack } }));
    writeFileSync("cdktf.out/stacks/one/cdk.tf.json", "{}");
    writeFileSync("plan.json", JSON.stringify(planned));
    const out = 'for a in "$@"; do case "$a" in -out=*) : > "${a#-out=}";; esac; done';
    writeFileSync("bin/terraform", `#!/bin/sh\n${out}\ncase "$1" in show) cat ${process.cwd()}/plan.json;; esac\n`);
    chmodSync("bin/terraform", 0o700);
  }

  const planned = async (...words: readonly string[]) => {
    const before = process.env.PATH;
    process.env.PATH = `${process.cwd()}/bin:${before ?? ""}`;
    return hikube("plan", "--no-synth", ...words).finally(() => (process.env.PATH = before));
  };

  test.each([
    ["nothing to change", plan(), 0, 0],
    ["changes", plan({ ...resource, change: { actions: ["create"], before: null, after: NAMESPACE } }), 2, 0],
    ["a refused plan", plan({ ...resource, change: { actions: ["delete"], before: NAMESPACE, after: null } }), 1, 3],
  ])("%s", async (_what, json, code, usual) => {
    planning(json);
    const codes = [(await planned("--detailed-exitcode")).code, (await planned()).code];
    expect(codes).toEqual([code, usual]);
  });

  test("what is bad usage otherwise is an error, not changes", async () => {
    expect((await hikube("plan", "--detailed-exitcode", "--nonsense")).code).toBe(1);
    expect((await hikube("plan", "none.yaml", "--detailed-exitcode")).code).toBe(1);
    expect((await hikube("plan", "--detailed-exitcode", "--help")).code).toBe(0);
  });
});

test.each([
  ["an unknown option", ["check", "--nonsense"]],
  ["a format that there is not", ["tree", "tenants.yaml", "--output", "xml"]],
  ["two formats", ["tree", "tenants.yaml", "--json", "--output", "text"]],
  ["a file that is not there", ["check", "none.yaml"]],
  ["faults in what a command works on", ["tree", "wrong.yaml"]],
  ["a question without anybody to answer", ["apply", "tenants.yaml"]],
])("2: %s", async (_what, words) => {
  writeFileSync("cdktf.json", JSON.stringify({ app: "true" }));
  expect(await hikube(...words)).toMatchObject({ code: 2, err: expect.stringMatching(/^hikube: /) as unknown });
});

describe("3:", () => {
  test("faults that check finds", async () => {
    const { code, out, err } = await hikube("check", "wrong.yaml");
    expect({ code, err }).toEqual({ code: 3, err: "" });
    expect(out).toMatch(/2 faults\n$/);
  });

  test("tenants past their time that run on; what the code suspends does not", async () => {
    expect(await hikube("expire", "past.yaml")).toMatchObject({ code: 3, err: "" });
    expect(await hikube("expire", "suspended.yaml")).toMatchObject({ code: 0, err: "" });
  });

  test("ways that are open and not declared", async () => {
    held.objects = held.objects.filter(({ kind }) => kind !== "NetworkPolicy");
    const { code, out } = await live();
    expect(code).toBe(3);
    expect(out).toMatch(/compared with tenants\.yaml: \d+ connections open and not declared\n$/);
  });

  test("connections to others that are too costly to evaluate, although nothing undeclared was found", async () => {
    held.objects = [...held.objects, crowding()];
    const { code, out } = await live();
    expect(code).toBe(3);
    expect(out).toContain("too costly to evaluate, look at the policies of both sides:");
  });

  test("access that nobody declared", async () => {
    held.objects = [...held.objects, binding("ClusterRole cluster-admin", [person("eve")], "tenant-beta")];
    expect(await hikube("access", "tenants.yaml", "--live", "--kubeconfig", "kubeconfig")).toMatchObject({ code: 3 });
  });

  /** Means more kinds of pods than are added for it. */
  function crowding(): KubeObject {
    const labels = Array.from({ length: 2_001 }, (_, index) => [`k${String(index)}`, "x"] as const);
    return {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "crowding", namespace: "tenant-alpha" },
      spec: {
        podSelector: { matchLabels: Object.fromEntries(labels) },
        policyTypes: ["Egress"],
        egress: [{ to: [{ namespaceSelector: {} }] }],
      },
    };
  }
});

test("the help tells them", async () => {
  const { out } = await hikube("--help");
  for (const code of [0, 1, 2, 3]) expect(out).toMatch(new RegExp(`^ {2}${String(code)} {2}\\S`, "m"));
});

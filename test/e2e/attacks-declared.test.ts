import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTenants } from "../../src/cli/tenants-source";
import { evaluator, withSamplePods, snapshotOf } from "../../src/connectivity";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { forestObjects } from "../../src/model/tenant/objects/objects";
import { applyAll } from "./attack-ground";
import { podOf } from "./attacks";
import { hikubeWith, type Hikube } from "./hikube";
import { describeOnSandbox } from "./support";

const CHILD = "tenant-p-c";
const POLICY = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
const EVERY_PORT = "[{ protocol: TCP, port: 1, endPort: 65535 }, { protocol: UDP, port: 1, endPort: 65535 }]";
const SQL = "[{ protocol: TCP, port: 5432 }]";

/** A tenant without internet, its network, and the one of its sub-tenant. */
const file = (parent: string, child: string, more = "") => `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: p
    profile: production
    network: { ${parent} }
    children:
      - name: c
        quota: { cpu: "4", memory: 8Gi, storage: 20Gi, pods: 400, counts: { count/networkpolicies.networking.k8s.io: 500 } }
        network: { ${child} }
${more}`;

const HONEST = file(
  `allowedEgress: [{ toCidrs: [10.20.0.0/16, 10.21.0.0/16], ports: ${SQL} }]`,
  `egress: [{ toCidrs: [10.20.0.0/15], ports: ${SQL} }]`,
);

describeOnSandbox("what the author of tenants and the people of one tenant try:", (sandbox) => {
  const home = process.cwd();
  let folder: string;
  let hikube: Hikube;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hikube-declared-"));
    process.chdir(folder);
    writeFileSync("cluster.json", JSON.stringify(await sandbox().facts()));
    writeFileSync("honest.yaml", HONEST);
    hikube = hikubeWith({ ...process.env, ...sandbox().env });
    await applyAll(
      sandbox().cluster(),
      forestObjects(loadTenants("honest.yaml").roots).flatMap(({ objects }) => objects),
    );
  });

  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  describe("attack 38, a sub-tenant that is laxer than its parent, or reaches the cluster's own:", () => {
    test.each([
      ["reaches everything", file("", `egress: [{ toCidrs: ["0.0.0.0/0", "::/0"], ports: ${EVERY_PORT} }]`), 2],
      ["reaches more than is granted", HONEST.replace("10.20.0.0/15", "10.20.0.0/14"), 1],
      [
        "calls the cluster's own pods",
        file("", `peers: [{ toTenant: kube-system, expected: true, ports: ${SQL} }]`),
        1,
      ],
      ["reaches the credentials of a cloud", file("", `egress: [{ toCidrs: ["fd00:ec2::23/128"], ports: ${SQL} }]`), 1],
      ["answers for hosts of the internet", file("", "", "  - { name: x, namespace: com, profile: development }"), 1],
      ["takes over an add-on", file("", "", "  - { name: x, namespace: cert-manager, profile: development }"), 1],
    ])("a file in which it %s is refused, and nothing of it is planned", async (_what, text, faults) => {
      writeFileSync("lax.yaml", text);
      const { code, out } = await hikube("check", "lax.yaml");
      expect(code).toBe(3);
      expect(out).toMatch(new RegExp(`lax.yaml: ${faults} fault`));
    });

    test("what its parent grants is open to its own pods on the API server's policies, and to no others", async () => {
      const kinds = [{ apiVersion: "v1", kind: "Namespace" }, POLICY];
      const stored = (await Promise.all(kinds.map((kind) => sandbox().cluster().list(kind)))).flat();
      const ask = evaluator(withSamplePods(snapshotOf(stored), await sandbox().facts()));
      const reaches = (namespace: string, outside: string, port = 5432) =>
        ask({ from: { namespace, pod: "any" }, to: { outside }, port }).allowed;
      expect(reaches(CHILD, "10.20.1.1")).toBe(true);
      expect(reaches(CHILD, "10.21.255.1")).toBe(true);
      expect(reaches(CHILD, "10.22.1.1")).toBe(false);
      expect(reaches(CHILD, "10.20.1.1", 22)).toBe(false);
      expect(reaches("tenant-p", "10.20.1.1")).toBe(false);
    });
  });

  describe("attack 44, making the matrix of a live cluster costly:", () => {
    const foreign = Array.from({ length: 300 }, (_, index): KubeObject => {
      const podSelector = {
        matchLabels: { [`k${index}`]: "v" },
        matchExpressions: [{ key: `x${index}`, operator: "NotIn", values: ["a"] }],
      };
      const ingress = [
        { from: [{ podSelector: { matchLabels: { [`p${index}`]: "v" } } }], ports: [{ port: index + 1 }] },
      ];
      return { ...POLICY, metadata: { name: `p${index}`, namespace: CHILD }, spec: { podSelector, ingress } };
    });
    const pods = Array.from({ length: 100 }, (_, index): KubeObject => {
      const labels = { [`k${index}`]: "v", [`x${index}`]: "a", [`p${index}`]: "v", unique: `u${index}` };
      const amounts = { cpu: "20m", memory: "32Mi" };
      const { metadata, ...rest } = podOf({ resources: { requests: amounts, limits: amounts } }, CHILD);
      return { ...rest, metadata: { ...metadata, name: `attack-${index}`, labels } };
    });

    beforeAll(async () => {
      for (const objects of [foreign.slice(0, 150), foreign.slice(150), pods])
        await Promise.all(objects.map((object) => sandbox().cluster().create(object)));
    }, 300_000);

    test("names the policies of the tenant, judges all ways to others, and is no finding", async () => {
      const { code, out } = await hikube("matrix", "honest.yaml", "--live", "--json");
      const found = JSON.parse(out) as {
        notJudged: object;
        comparison: { undeclared: object; foreignPolicies: readonly string[] };
      };
      expect(found.comparison.foreignPolicies).toHaveLength(foreign.length);
      expect(found).toMatchObject({
        notJudged: [{ from: CHILD, to: CHILD }],
        comparison: { undeclared: [], missing: [] },
      });
      expect(code).toBe(0);
    }, 300_000);

    test("finds what is open to others all the same, and ends with 3", async () => {
      const metadata = { name: "out", namespace: CHILD };
      const egress = [{ to: [{ ipBlock: { cidr: "9.9.9.9/32" } }] }];
      await sandbox()
        .cluster()
        .create({ ...POLICY, metadata, spec: { podSelector: {}, policyTypes: ["Egress"], egress } });
      const { code, out } = await hikube("matrix", "honest.yaml", "--live");
      expect(code).toBe(3);
      expect(out).toContain(`  ${CHILD} -> internet: `);
      expect(out).toContain(
        `too costly to evaluate, among the pods of one namespace (connections to others are not affected):\n  ${CHILD}\n`,
      );
      expect(out).toContain(`  ${CHILD}/out\n`);
    }, 300_000);
  });
});

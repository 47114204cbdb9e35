import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTenants } from "../../src/cli/tenants-source";
import { documentForest } from "../../src/model/tenant/document";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import {
  clusterPlaces,
  connectivityMatrix,
  evaluator,
  withSamplePods,
  snapshotOf,
  type Query,
  type ClusterSnapshot,
} from "../../src/connectivity";
import { forestObjects } from "../../src/model/tenant/objects/objects";
import { randomCase } from "../connectivity/random-snapshot";
import { tenantSnapshot } from "../connectivity/tenant-snapshot";
import { applyAll } from "./attack-ground";
import { askCyclonus, locateCyclonus, nameMissingLabels } from "./cyclonus";
import { examples, synthesizeExample } from "./examples";
import { hikubeWith, type Hikube } from "./hikube";
import { describeOnSandbox, eventually } from "./support";

const SETS = 600;
const cyclonus = locateCyclonus() ?? "";
const describeWithCyclonus = cyclonus === "" ? describe.skip : describe;

function policy(spec: Readonly<Record<string, unknown>>): KubeObject {
  const metadata = { name: "policy", namespace: "blue" };
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata, spec };
}

/** Both say the same of every way between all pods and some addresses outside, and not always the same. */
function expectAgreement(snapshot: ClusterSnapshot): void {
  const pods = snapshot.pods.map(({ namespace, name }) => ({ namespace, pod: name }));
  const outside = ["1.1.1.1", "2606:4700::1111", "203.0.114.10", "169.254.169.254"].map((ip) => ({ outside: ip }));
  const queries = [...pods, ...outside].flatMap((from) =>
    [...pods, ...outside]
      .filter((to) => to !== from)
      .flatMap((to) => [53, 6443, 8080].map((port): Query => ({ from, to, port }))),
  );
  const ask = evaluator(snapshot);
  const own = queries.map((query) => ask(query).allowed);
  expect(own).toEqual(askCyclonus(cyclonus, nameMissingLabels(snapshot), queries).map(({ allowed }) => allowed));
  expect(new Set(own)).toEqual(new Set([true, false]));
}

describeWithCyclonus("the evaluator beside cyclonus", () => {
  test(`says the same on ${SETS} generated sets of policies, for each direction`, () => {
    const differences: unknown[] = [];
    const counts = { allowed: 0, denied: 0 };
    for (let seed = 1; seed <= SETS; seed++) {
      const { snapshot, queries } = randomCase(seed);
      const judgements = askCyclonus(cyclonus, nameMissingLabels(snapshot), queries);
      expect(judgements).toHaveLength(queries.length);
      const ask = evaluator(snapshot);
      queries.forEach((query, index) => {
        const { allowed, ingress, egress } = ask(query);
        const own = { ingress: ingress.allowed, egress: egress.allowed, allowed };
        counts[allowed ? "allowed" : "denied"]++;
        if (JSON.stringify(own) !== JSON.stringify(judgements[index])) {
          differences.push({ seed, query, own, cyclonus: judgements[index], policies: snapshot.policies });
        }
      });
    }
    expect(differences).toEqual([]);
    // Cases that nearly all end the same way would prove little.
    expect(Math.min(counts.allowed, counts.denied)).toBeGreaterThan((SETS * 40) / 5);
  });

  test("says the same on the policies of tenants, between all pods and the outside", () => {
    expectAgreement(tenantSnapshot());
  });

  /** docs/connectivity.md gives the reason for each. One that fails here has been mended there. */
  describe("differs where Kubernetes is on our side:", () => {
    const differ = (spec: Readonly<Record<string, unknown>>, query: Partial<Query> = {}) => {
      const snapshot: ClusterSnapshot = {
        namespaces: [{ name: "blue" }],
        pods: [
          { namespace: "blue", name: "a", ip: "10.0.0.1" },
          { namespace: "blue", name: "b", ip: "10.0.0.2" },
        ],
        policies: [policy(spec)],
      };
      const asked = { from: { namespace: "blue", pod: "a" }, to: { namespace: "blue", pod: "b" }, port: 80, ...query };
      return {
        own: evaluator(snapshot)(asked).allowed,
        cyclonus: askCyclonus(cyclonus, snapshot, [asked])[0]?.allowed,
      };
    };
    const from = (podSelector: unknown) => ({
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ podSelector }] }],
    });

    test("NotIn holds for a pod without the label", () => {
      const selector = { matchExpressions: [{ key: "role", operator: "NotIn", values: ["x"] }] };
      expect(differ(from(selector))).toEqual({ own: true, cyclonus: false });
    });

    test("an empty value in matchLabels wants the label to be there", () => {
      expect(differ(from({ matchLabels: { role: "" } }))).toEqual({ own: false, cyclonus: true });
    });

    test("a pod reaches itself under any policy", () => {
      const query = { to: { namespace: "blue", pod: "a" } };
      expect(differ({ podSelector: {}, policyTypes: ["Ingress"] }, query)).toEqual({ own: true, cyclonus: false });
    });
  });
});

describeOnSandbox("the policies of the examples, read back from the API server", (sandbox) => {
  const testWithCyclonus = cyclonus === "" ? test.skip : test;

  /** What was emitted for an example, and what its namespaces hold once it is applied. */
  async function bothSnapshots(example: string) {
    const document = synthesizeExample(example);
    const emitted = forestObjects(documentForest(document)).flatMap(({ objects }) => objects);
    const admin = sandbox().cluster();
    await applyAll(admin, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "hikube-system" } }, ...emitted]);
    const kinds = [
      { apiVersion: "v1", kind: "Namespace" },
      { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
    ];
    const labelSelector = "app.kubernetes.io/managed-by=hikube";
    const all = (await Promise.all(kinds.map((kind) => admin.list(kind, { labelSelector })))).flat();
    // The examples share one cluster: those of the others are not to be seen here.
    const own = new Set(emitted.map(placeOf));
    const stored = all.filter((object) => own.has(placeOf(object)));
    const snapshots = [emitted, stored].map((objects) => withSamplePods(snapshotOf(objects), document.cluster));
    return { emitted: snapshots[0]!, stored: snapshots[1]!, places: clusterPlaces(document.cluster) };
  }

  describe.each(examples())("%s:", (example) => {
    let both: Awaited<ReturnType<typeof bothSnapshots>>;
    beforeAll(async () => {
      both = await bothSnapshots(example);
    });

    test("give the matrix of those that were emitted", () => {
      const { places } = both;
      const [stored, emitted] = [both.stored, both.emitted].map((snapshot) => connectivityMatrix(snapshot, { places }));
      const verdicts = (matrix = emitted!) => {
        const names = matrix.groups.map(({ name }) => name);
        const cells = names.flatMap((from, row) =>
          names.map((to, column) => [`${from} to ${to}`, matrix.cells[row]?.[column]] as const),
        );
        return Object.fromEntries(cells);
      };
      expect(Object.keys(verdicts()).length).toBeGreaterThan(20);
      expect(verdicts(stored)).toEqual(verdicts(emitted));
    });

    testWithCyclonus("are judged alike by cyclonus, stored and emitted", () => {
      expectAgreement(both.emitted);
      expectAgreement(both.stored);
    });
  });
});

describeOnSandbox("hikube matrix --live", (sandbox) => {
  const FILE = `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: alpha
    profile: production
    children: [{ name: web, quota: { cpu: "2", memory: 4Gi, storage: 20Gi } }]
  - { name: beta, profile: production }
`;
  const home = process.cwd();
  let folder: string;
  let hikube: Hikube;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hikube-live-"));
    process.chdir(folder);
    writeFileSync("cluster.json", JSON.stringify(await sandbox().facts()));
    writeFileSync("tenants.yaml", FILE);
    hikube = hikubeWith({ ...process.env, ...sandbox().env });
    await applyAll(
      sandbox().cluster(),
      forestObjects(loadTenants("tenants.yaml").roots).flatMap(({ objects }) => objects),
    );
  });

  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  test("finds nothing in a cluster that is as it was declared", async () => {
    const { code, out } = await hikube("matrix", "tenants.yaml", "--live");
    expect(code).toBe(0);
    expect(out).toContain("kube-system");
    expect(out).toMatch(/^compared with tenants.yaml: nothing open and not declared$/m);
    expect(out).not.toContain("!");
  });

  test("needs no file to show what holds", async () => {
    const { code, out } = await hikube("matrix", "--live");
    expect(code).toBe(0);
    expect(out).toMatch(/^ *\d+ {3}web /m);
    expect(out).not.toContain("compared");
  });

  test("finds what a policy of others opens, in every form, and ends with 3", async () => {
    const metadata = { name: "allow-all", namespace: "tenant-beta" };
    const spec = { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] };
    await sandbox().cluster().create({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata, spec });
    const { code, out } = await hikube("matrix", "tenants.yaml", "--live");
    expect(code).toBe(3);
    expect(out).toContain("  internet -> tenant-beta: all ports");
    expect(out).toContain("  tenant-beta -> metadata: all ports");
    // The other tenant's own walls still stand.
    expect(out).not.toMatch(/tenant-beta -> tenant-alpha/);
    expect(out).toContain("policies in the tenants' namespaces that are not declared:\n  tenant-beta/allow-all\n");
    expect(out).toMatch(/^compared with tenants.yaml: \d+ connections open and not declared$/m);

    const json = JSON.parse((await hikube("matrix", "tenants.yaml", "--live", "--json")).out) as object;
    expect(json).toMatchObject({
      comparison: {
        undeclared: expect.arrayContaining([{ from: "internet", to: "tenant-beta", verdict: "allow" }]) as unknown,
        foreignPolicies: ["tenant-beta/allow-all"],
      },
    });
    expect((await hikube("matrix", "tenants.yaml", "--live", "--output", "mermaid")).out).toContain(
      '==>|"not declared, all ports"|',
    );
    expect((await hikube("matrix", "tenants.yaml", "--live", "--html", "live.html")).code).toBe(3);
    expect(readFileSync("live.html", "utf8")).toContain("<li><b>internet</b> to <b>tenant-beta</b>: all ports</li>");
    await sandbox()
      .cluster()
      .delete({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", ...metadata });
  });

  test("lets a policy that opens nothing pass, but not with --strict", async () => {
    const metadata = { name: "shut", namespace: "tenant-beta" };
    const object = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata };
    await sandbox()
      .cluster()
      .create({ ...object, spec: { podSelector: {}, policyTypes: ["Ingress"] } });
    expect((await hikube("matrix", "tenants.yaml", "--live")).code).toBe(0);
    const { code, out } = await hikube("matrix", "tenants.yaml", "--live", "--strict");
    expect({ code, out }).toEqual({ code: 3, out: expect.stringContaining("\n  tenant-beta/shut\n") as unknown });
    await sandbox()
      .cluster()
      .delete({ ...object, ...metadata });
    expect((await hikube("matrix", "tenants.yaml", "--live", "--strict")).code).toBe(0);
  });

  test("finds what an administrator's policy accepts in private networks", async () => {
    const cluster = sandbox().cluster();
    await cluster.create(POLICY_KIND);
    const apiVersion = "policy.networking.k8s.io/v1alpha2";
    const policy = { apiVersion, kind: "ClusterNetworkPolicy", metadata: { name: "office" } };
    const networks = ["10.60.0.0/16"];
    const subject = { namespaces: { matchLabels: { "kubernetes.io/metadata.name": "tenant-beta" } } };
    const egress = [
      { action: "Accept", to: [{ networks }], protocols: [{ tcp: { destinationPort: { number: 5432 } } }] },
    ];
    const office = { ...policy, spec: { tier: "Admin", priority: 1, subject, egress } };
    await eventually("the new kind", () => cluster.create(office).catch(() => undefined));
    const { code, out } = await hikube("matrix", "tenants.yaml", "--live", "--tenant", "beta");
    expect(code).toBe(3);
    expect(out).toContain("  tenant-beta -> private networks: ");
    expect(out).toContain("to 10.60.0.0/16: TCP 5432");
    expect(out).toContain("they deny or pass on is not:\n  ClusterNetworkPolicy office\n");
    await cluster.delete({ ...policy, name: "office" });
    const named = [{ action: "Accept", to: [{ domainNames: ["*.example.com"] }] }];
    await cluster.create({ ...office, spec: { ...office.spec, egress: named } });
    const unjudged = await hikube("matrix", "tenants.yaml", "--live");
    expect(unjudged).toMatchObject({
      code: 3,
      err: expect.stringContaining("egress 1, a peer by domainNames") as unknown,
    });
    await cluster.delete({ ...policy, name: "office" });
    expect((await hikube("matrix", "tenants.yaml", "--live", "--strict")).code).toBe(0);
  });

  test("names a tenant that the file does not, and the walls that it lacks; with --strict it is a finding", async () => {
    const labels = { "hikube.cloud/tenant": "tenant-ghost", "tenant.hikube.cloud/tenant-ghost": "" };
    const metadata = { name: "tenant-ghost", labels };
    await sandbox().cluster().create({ apiVersion: "v1", kind: "Namespace", metadata });
    const { code, out } = await hikube("matrix", "tenants.yaml", "--live");
    expect(code).toBe(0);
    expect(out).toContain("that tenants.yaml does not name, taken as they are:\n  tenant-ghost\n");
    expect(out).toContain("of these, what no policy closes by default:\n  tenant-ghost: ingress, egress\n");
    expect((await hikube("matrix", "tenants.yaml", "--live", "--strict")).code).toBe(3);
  });

  test("finds the walls that somebody took away, and a namespace that was slipped into a tenant", async () => {
    const gone = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", namespace: "tenant-alpha-web" };
    for (const { metadata } of await sandbox().cluster().list(gone, gone))
      await sandbox()
        .cluster()
        .delete({ ...gone, name: metadata.name });
    const labels = { "tenant.hikube.cloud/tenant-alpha": "" };
    await sandbox()
      .cluster()
      .create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "slipped", labels } });
    const { code, out } = await hikube("matrix", "tenants.yaml", "--live");
    expect(code).toBe(3);
    expect(out).toContain("  internet -> tenant-alpha-web: all ports");
    expect(out).toMatch(/declared policies that the cluster does not have:\n {2}tenant-alpha-web\//);
    expect(out).toMatch(/does not name, taken as they are:\n {2}slipped\n/);
  });
});

/** A kind that takes any fields: that of administrators' policies, of which no Kubernetes has its own. */
const POLICY_KIND = {
  ...{ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
  metadata: {
    name: "clusternetworkpolicies.policy.networking.k8s.io",
    annotations: { "api-approved.kubernetes.io": "unapproved, for tests" },
  },
  spec: {
    group: "policy.networking.k8s.io",
    scope: "Cluster",
    names: { plural: "clusternetworkpolicies", singular: "clusternetworkpolicy", kind: "ClusterNetworkPolicy" },
    versions: [
      {
        ...{ name: "v1alpha2", served: true, storage: true },
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};

/** The namespace that an object is in, or is. */
const placeOf = ({ metadata }: KubeObject): string => metadata.namespace ?? metadata.name;

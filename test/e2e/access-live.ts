import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { isOfNoNamespace } from "../../src/access/powers";
import { loadTenants } from "../../src/cli/tenants-source";
import { platformObjects } from "../../src/model/platform/platform";
import { forestObjects } from "../../src/model/tenant/objects/objects";
import type { ReportDocument } from "../../src/report/document";
import type { Sandbox } from "../../src/sandbox";
import { account, binding, person, role } from "../access/live";
import { applyAll } from "./attack-ground";
import { hikubeWith, type Hikube } from "./hikube";
import { eventually } from "./support";

const FILE = `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: gamma
    profile: production
    access: { owners: [{ kind: Group, name: platform }], deployers: [{ name: ci }] }
    cost: { costCenter: CC-7 }
    children:
      - name: web
        quota: { cpu: "2", memory: 4Gi, storage: 20Gi }
        access: { admins: [{ kind: Group, name: web-team }] }
`;

/** Tests of what is said of a cluster's own bindings, by a user who may look and nothing else. */
export function accessLive(sandbox: () => Sandbox): void {
  describe("hikube access and report --live", () => {
    const home = process.cwd();
    let folder: string;
    let auditor: Hikube;
    const admin = () => sandbox().cluster();

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "hikube-access-"));
      process.chdir(folder);
      const cluster = await sandbox().facts();
      writeFileSync("cluster.json", JSON.stringify(cluster));
      writeFileSync("tenants.yaml", FILE);
      await applyAll(admin(), [
        ...platformObjects({ cluster, guardrails: true }).base,
        ...forestObjects(loadTenants("tenants.yaml").roots).flatMap(({ objects }) => objects),
      ]);
      auditor = hikubeWith({ ...process.env, KUBECONFIG: kubeconfigAs(sandbox(), "night-watch") });
    });

    afterAll(() => {
      process.chdir(home);
      rmSync(folder, { recursive: true, force: true });
    });

    const live = () => auditor("access", "tenants.yaml", "--live", "--tenant", "gamma");

    test("names every right that lacks, and reads nothing", async () => {
      const { code, out, err } = await live();
      expect({ code, out }).toEqual({ code: 1, out: "" });
      const kinds = ["rolebindings", "roles", "clusterrolebindings", "clusterroles"];
      const rights = ["namespaces", ...kinds.map((kind) => `${kind}.rbac.authorization.k8s.io`)];
      expect(err.split("\n").filter((line) => line.startsWith("  list "))).toEqual(
        rights.map((one) => `  list ${one}`),
      );
      expect(err).toContain("hikube:auditor");
    });

    test("has nothing to say of a new cluster and its declared tenants, with no more rights than the auditor's", async () => {
      await admin().create(binding("ClusterRole hikube:auditor", [rbac(person("night-watch"))], undefined, "watch"));
      const said = await eventually("its rights", async () => {
        const answer = await live();
        return answer.code === 1 ? undefined : answer;
      });
      expect(said.code).toBe(0);
      expect(said.out).toMatch(
        /^gamma {2}tenant-gamma\n {2}owner {2}Group platform\n {2}admin {2}deployer tenant-gamma\.ci\n/,
      );
      expect(said.out).toContain("  cluster-admin, everything: Group system:masters\n");
      expect(said.out).toMatch(/Kubernetes' own components by roles of system:… : \d\d/);
      expect(said.out).toMatch(/0 findings\n$/);
    });

    test("finds what was bound by hand, and leaves an owner's own work alone", async () => {
      await applyAll(admin(), [
        binding("ClusterRole cluster-admin", [rbac(person("eve"))], "tenant-gamma-web", "helping-out"),
        role("app", ["configmaps:get"], "tenant-gamma-web"),
        binding("Role app", [account("app", "tenant-gamma-web")], "tenant-gamma-web", "app"),
        binding("ClusterRole view", [account("app", "tenant-gamma-web")], undefined, "app-everywhere"),
      ]);
      await admin().delete({ ...ROLE_BINDING, namespace: "tenant-gamma", name: "hikube-owner" });
      const { code, out } = await live();
      expect(code).toBe(3);
      expect(out).toContain("    ! User eve: ClusterRole cluster-admin, everything (by helping-out)\n");
      expect(out).toContain("    ~ ServiceAccount tenant-gamma-web/app: Role app, reads configmaps (by app)\n");
      expect(out).toMatch(/^ {2}! ServiceAccount tenant-gamma-web\/app: ClusterRole view, reads /m);
      expect(out).toContain("declared, but not in the cluster:\n  tenant-gamma: owner Group platform\n");
      expect(out).toMatch(/2 findings\n$/);
    });

    test("finds what was bound in a tenant that the file does not name; with --strict the tenant itself", async () => {
      const other = (...words: readonly string[]) =>
        auditor("access", "tenants.yaml", "--live", "--tenant", "other", ...words);
      expect((await other()).out).not.toContain("tenant-other: ");
      const strict = await other("--strict");
      expect(strict).toMatchObject({ code: 3, out: expect.stringContaining("does not name this tenant") as unknown });
      await admin().create(binding("ClusterRole hikube:owner", [rbac(person("eve"))], "tenant-other"));
      const { code, out } = await other();
      expect(code).toBe(3);
      expect(out).toContain("tenant-other: User eve has ClusterRole hikube:owner by by-hand: a level that the code");
    });

    test("is in the report, beside what is used of the quota", async () => {
      const spec = { containers: [{ name: "a", image: "example.com/a:1", resources: { requests: { cpu: "750m" } } }] };
      const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "busy", namespace: "tenant-gamma-web" } };
      await admin().create({
        ...pod,
        spec: { ...spec, securityContext: SECURE, containers: spec.containers.map(secured) },
      });
      const figures = await eventually("the quota to count the pod", async () => {
        const { out } = await auditor("report", "tenants.yaml", "--live", "--json");
        const report = JSON.parse(out) as ReportDocument;
        return report.tenants.some(({ used }) => used?.["requests.cpu"] === "750m") ? report : undefined;
      });
      expect(figures.findings.map(({ code }) => code)).toContain("undeclared-cluster-role");
      expect(figures.tenants[0]).toMatchObject({
        used: { "requests.cpu": "0" },
        usedBelow: { "requests.cpu": "750m" },
      });
      expect((await auditor("report", "tenants.yaml", "--live", "--html", "report.html")).code).toBe(3);
      const page = readFileSync("report.html", "utf8");
      expect(page).toContain('<td class="amount">0.75 of 2<svg');
      expect(page).toContain(
        "<li><b>tenant-gamma-web</b>: User eve has ClusterRole cluster-admin (everything) by helping-out",
      );
    });

    test("knows of every kind that the API server serves whether it is in a namespace", async () => {
      const served = await scopes(sandbox());
      expect(served.length).toBeGreaterThan(50);
      const wrong = served.filter(({ group, name, namespaced }) => isOfNoNamespace(group, name) === namespaced);
      // A review of rights in a namespace tells nothing of what is in it.
      expect(wrong.map(({ name }) => name)).toEqual(["localsubjectaccessreviews"]);
    });
  });
}

const SECURE = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };

function secured(container: object): object {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  return { ...container, imagePullPolicy: "Always", securityContext };
}

const ROLE_BINDING = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" };

function rbac(subject: object): object {
  return { apiGroup: "rbac.authorization.k8s.io", ...subject };
}

/** A kubeconfig of the sandbox's administrator who acts as somebody else. */
function kubeconfigAs(sandbox: Sandbox, name: string): string {
  const config = parse(readFileSync(sandbox.kubeconfig, "utf8")) as { users: readonly { user: object }[] };
  const users = config.users.map((entry) => ({ ...entry, user: { ...entry.user, as: name } }));
  const path = join(process.cwd(), "kubeconfig");
  writeFileSync(path, JSON.stringify({ ...config, users }), { mode: 0o600 });
  return path;
}

interface Served {
  readonly group: string;
  readonly name: string;
  readonly namespaced: boolean;
}

async function scopes(sandbox: Sandbox): Promise<readonly Served[]> {
  const cluster = sandbox.cluster();
  const { groups } = (await cluster.raw("GET", "/apis")) as {
    groups: readonly { name: string; preferredVersion: { groupVersion: string } }[];
  };
  const places = [
    { group: "", path: "/api/v1" },
    ...groups.map((one) => ({ group: one.name, path: `/apis/${one.preferredVersion.groupVersion}` })),
  ];
  const lists = places.map(async ({ group, path }) => {
    const { resources } = (await cluster.raw("GET", path)) as { resources: readonly Omit<Served, "group">[] };
    return resources.map(({ name, namespaced }) => ({ group, name, namespaced }));
  });
  return (await Promise.all(lists)).flat();
}

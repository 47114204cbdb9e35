import { cpSync, rmSync, writeFileSync } from "node:fs";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import {
  type ClusterFacts,
  Expose,
  HikubeMonitoring,
  HikubePlatform,
  type HikubePlatformProps,
  HikubeSubTenant,
  HikubeTenant,
  Peer,
  Port,
  Quota,
  Subject,
  TenantProfile,
} from "cdktf-hikube";
import { HikubeProvider } from "cdktf-hikube/provider";
import { provideProviders, type KubeObject, type ProviderEnvironment } from "../../src/sandbox";
import { isRecord } from "../../src/model/json";
import { ANNOTATIONS, RECORDS } from "../../src/model/tenant/spec/labels";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { openStacks, type Stacks } from "./stacks";
import { asAnyCluster, describeOnSandbox } from "./support";

const STACK = "tenants";

type Engines = Pick<HikubePlatformProps, "engine" | "formerEngine">;

/** Later a tenant and a stack are changed, and one tenant is gone; at last the changed one stands in another place of the code, and the stack is gone. */
type Moment = "first" | "later" | "moved";

/** A stack without its Helm releases, whose charts are tried elsewhere. */
function watch(scope: TerraformStack, tenant: HikubeTenant, retention: string): void {
  const { releases } = new HikubeMonitoring(scope, "monitoring", {
    tenant,
    host: "grafana.acme.example",
    exposure: { kind: "ingress", fromNamespace: "ingress-nginx", clusterIssuer: "letsencrypt" },
    metrics: { retention, size: retention === "30d" ? "20Gi" : "30Gi" },
    receivers: [{ name: "on-call", kind: "slack", channel: "#alerts", url: { secret: "slack", key: "url" } }],
    grafanas: [{ tenant: "tenant-acme-shop", host: "shop.acme.example" }],
    dashboards: { groups: ["overview", "logs"] },
  });
  for (const { node } of releases) node.scope?.node.tryRemoveChild(node.id);
}

/** Every kind of field that makes an object. */
function fill(stack: TerraformStack, props: { readonly cluster: ClusterFacts } & Engines, moment: Moment): void {
  const isLater = moment !== "first";
  const platform = new HikubePlatform(stack, "platform", { ...props, contact: "platform@example.com" });
  const acme = new HikubeTenant(stack, "acme", {
    ...{ platform, name: "acme", profile: TenantProfile.STAGING, expiresAt: "never" },
    quota: {
      ...{ cpu: { requests: "16", limits: "24" }, memory: "64Gi", storage: "1Ti", loadBalancers: 3 },
      storageClasses: { ssd: "100Gi" },
      extendedResources: { "nvidia.com/gpu": 2 },
      reserved: { cpu: "1" },
      counts: { secrets: 250 },
    },
    access: {
      owners: [Subject.group("oidc:platform")],
      viewers: [Subject.user("oidc:auditor")],
      deployers: [{ name: "ci", level: "admin" }],
    },
    cost: { costCenter: "CC-1", project: "shop", owner: "ops", note: 'for ${file("x")} and "%{ y }"' },
    security: { imageRegistries: ["ghcr.io/acme/"], hostnames: ["*.acme.example"], configSize: "256Ki" },
    network: { allowedEgress: [{ toCidrs: ["203.0.113.0/24"], ports: [Port.tcp(443)] }], internet: "deny" },
  });
  const isMoved = moment === "moved";
  const place = isMoved ? new Construct(stack, "shops") : stack;
  const shop = new HikubeSubTenant(place, isMoved ? "main" : "shop", {
    ...{ parent: acme, name: "shop", suspended: isLater },
    ...(isMoved ? { movedFrom: `${STACK}/shop` } : {}),
    quota: { ...Quota.share(25), cpu: isLater ? "6" : "4", loadBalancers: 1 },
    network: {
      expose: [Expose.fromNamespace("ingress-nginx", Port.tcp(8080))],
      egress: [{ toCidrs: ["203.0.113.0/28"], ports: [Port.tcp(443)] }],
      fromAncestors: !isLater,
    },
    access: { admins: [Subject.group("oidc:shop")] },
    containerDefaults: { limits: { cpu: "500m", memory: "256Mi" } },
  });
  shop.allowTo(acme, Port.tcp(5432));
  if (!isMoved) watch(stack, acme, isLater ? "60d" : "30d");
  if (isLater) return;
  const peer = { ...Peer.to("tenant-elsewhere", Port.udp(53)), expected: true };
  const lab = { platform, name: "lab", profile: TenantProfile.SANDBOX, expiresAt: "2030-01-01T00:00:00Z" };
  new HikubeTenant(stack, "lab", { ...lab, namespace: "old-lab", adopt: true, network: { peers: [peer] } });
}

const NAMESPACED = [
  ...["ConfigMap", "LimitRange", "ResourceQuota", "ServiceAccount"].map((kind) => ({ apiVersion: "v1", kind })),
  ...["Ingress", "NetworkPolicy"].map((kind) => ({ apiVersion: "networking.k8s.io/v1", kind })),
  ...["Role", "RoleBinding"].map((kind) => ({ apiVersion: "rbac.authorization.k8s.io/v1", kind })),
];
const CLUSTER_WIDE = [
  { apiVersion: "v1", kind: "Namespace" },
  ...["ClusterRole", "ClusterRoleBinding"].map((kind) => ({ apiVersion: "rbac.authorization.k8s.io/v1", kind })),
  ...["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"].map((kind) => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
  })),
];

/** What each engine keeps of a tenant to share its parent's quota out. */
const RECORD: readonly string[] = [...RECORDS, ANNOTATIONS.reserved];

/** An object as its author wrote it. */
function written({ metadata, ...object }: KubeObject): object {
  const { name, namespace, labels, annotations = {} } = metadata;
  const kept = Object.entries(annotations).filter(([key]) => !RECORD.includes(key));
  const rest = Object.entries(object).filter(([field]) => field !== "status");
  const plain = JSON.stringify({
    ...Object.fromEntries(rest),
    name,
    namespace,
    labels,
    annotations: Object.fromEntries(kept),
  });
  // hashicorp/kubernetes writes a namespace into subjects that have none, which says nothing there.
  return JSON.parse(plain, (_, value: unknown) =>
    isRecord(value) && /^(User|Group)$/.test(String(value.kind)) ? { ...value, namespace: undefined } : value,
  ) as object;
}

describeOnSandbox("the two engines", (sandbox) => {
  const home = process.cwd();
  let facts: ClusterFacts;
  let stacks: Stacks;
  let providers: ProviderEnvironment;
  let hikube: Hikube;
  let withTofu: Hikube;

  beforeAll(async () => {
    const [terraform = "terraform", tofu = terraform] = terraformBinaries().map(({ path }) => path());
    stacks = await openStacks(terraform, sandbox());
    process.chdir(stacks.folder);
    // What was synthesized here, as the app of the project.
    writeFileSync("app.cjs", 'require("node:fs").cpSync("out", process.env.CDKTF_OUTDIR, { recursive: true });');
    writeFileSync("cdktf.json", JSON.stringify({ app: `${JSON.stringify(process.execPath)} app.cjs` }));
    facts = await sandbox().facts();
    const environment = { ...process.env, ...asAnyCluster(sandbox(), stacks.folder), HIKUBE_TERRAFORM: terraform };
    providers = await provideProviders({ source: "offline", environment });
    hikube = succeeding(hikubeWith({ ...environment, ...providers.env }));
    withTofu = succeeding(hikubeWith({ ...environment, ...providers.env, HIKUBE_TERRAFORM: tofu }));
  });

  afterAll(async () => {
    process.chdir(home);
    await providers.close();
    await stacks.close();
  });

  /** @returns what commands say of the app */
  async function synthesize(engines: Engines, moment: Moment): Promise<readonly string[]> {
    for (const folder of ["out", "cdktf.out"]) rmSync(folder, { recursive: true, force: true });
    stacks.synth((app) => {
      const stack = new TerraformStack(app, STACK);
      // The provider of what is taken over as well.
      stacks.configure(stack);
      if (engines.engine === "hikube") new HikubeProvider(stack, "hikube", {});
      fill(stack, { cluster: facts, ...engines }, moment);
    });
    cpSync("out", "cdktf.out", { recursive: true });
    const said: string[] = [];
    for (const command of ["tree", "check", "matrix"])
      said.push((await hikube(command)).out.replace(/judged at .*/, ""));
    return said;
  }

  /** Applies what was synthesized last, after which nothing is to be done. @returns what a plan said of it */
  async function applied(): Promise<string> {
    const { out } = await hikube("plan");
    await hikube("apply", "--auto-approve");
    expect((await hikube("plan")).out).toBe("nothing to change\n");
    return out;
  }

  /** Everything of tenants and of the platform, by what it is. */
  async function objects(): Promise<Readonly<Record<string, object>>> {
    const cluster = sandbox().cluster();
    const labelSelector = "app.kubernetes.io/managed-by=hikube";
    const shared = (await Promise.all(CLUSTER_WIDE.map((kind) => cluster.list(kind, { labelSelector })))).flat();
    const own = shared.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);
    const inside = (await Promise.all(NAMESPACED.map((kind) => cluster.list(kind)))).flat();
    const all = [...shared, ...inside.filter(({ metadata }) => own.includes(metadata.namespace ?? ""))];
    const key = ({ kind, metadata }: KubeObject) => [kind, metadata.namespace, metadata.name].join("/");
    return Object.fromEntries(all.map((object): [string, object] => [key(object), written(object)]).sort());
  }

  const uid = async (name: string) =>
    (await sandbox().cluster().get({ apiVersion: "v1", kind: "Namespace", name }))?.metadata.uid;
  const LAB = { apiVersion: "v1", kind: "Namespace", metadata: { name: "old-lab" } };

  /** What commands say and the cluster holds, first and later. */
  const made: Record<"first" | "later", unknown> = { first: undefined, later: undefined };

  test("are at work one after the other, and the second takes over what the first made, with nothing destroyed", async () => {
    await sandbox().cluster().create(LAB);
    for (const moment of ["first", "later"] as const) {
      const said = await synthesize({ engine: "kubernetes" }, moment);
      await stacks.apply(STACK);
      made[moment] = { said, objects: await objects() };
    }
    const before = await uid("tenant-acme-shop");
    const said = await synthesize({ engine: "hikube", formerEngine: "kubernetes" }, "later");
    expect(await applied()).toMatch(/^0 to add, 0 to change, 0 to remove, \d+ to take over$/m);
    expect({ said, objects: await objects() }).toEqual(made.later);
    expect(await uid("tenant-acme-shop")).toBe(before);
    await hikube("destroy", "--auto-approve");
    expect(await objects()).toEqual({});
  });

  test("make the same objects of an app, change and remove the same, and leave nothing", async () => {
    await sandbox().cluster().create(LAB);
    const said = await synthesize({ engine: "hikube" }, "first");
    const planned = await applied();
    expect(planned).toContain("to add, 1 to change, 0 to remove");
    // `old-lab` is adopted.
    expect(planned).not.toContain("namespace-exists");
    expect({ said, objects: await objects() }).toEqual(made.first);
    const later = await synthesize({ engine: "hikube" }, "later");
    expect(await applied()).toContain("tenant is removed: old-lab");
    expect({ said: later, objects: await objects() }).toEqual(made.later);
    const before = await uid("tenant-acme-shop");
    await synthesize({ engine: "hikube" }, "moved");
    const gone = await applied();
    expect(gone).toContain("tenant is removed: tenant-acme-monitoring");
    expect(gone).toMatch(/^0 to add, \d+ to change, \d+ to remove, 1 to move$/m);
    expect(await uid("tenant-acme-shop")).toBe(before);
    expect(JSON.stringify(await objects())).not.toMatch(/tenant-acme-monitoring|from-collector/);
    await hikube("destroy", "--auto-approve");
    expect(await objects()).toEqual({});
  });

  test("make the tenants of a file, one after the other, under OpenTofu as well", async () => {
    const hikube = withTofu;
    const children = [{ name: "shop", quota: { cpu: "1", memory: "2Gi", storage: "10Gi" } }];
    const write = (engines: Engines, reserved = "2") => {
      const quota = { cpu: "16", memory: "64Gi", storage: "1Ti", reserved: { cpu: reserved } };
      const tenants = [{ name: "acme", profile: "staging", expiresAt: "never", quota, children }];
      writeFileSync("tenants.json", JSON.stringify({ formatVersion: 1, cluster: "cluster.json", ...engines, tenants }));
    };
    writeFileSync("cluster.json", JSON.stringify(facts));
    write({});
    await hikube("apply", "tenants.json", "--auto-approve");
    // As one that is declared elsewhere.
    const drawn = { "hikube.cloud/drawn": JSON.stringify({ "limits.cpu": "2" }) };
    const metadata = { name: "tenant-acme-else", labels: { "hikube.cloud/parent": "tenant-acme" }, annotations: drawn };
    await sandbox().cluster().create({ apiVersion: "v1", kind: "Namespace", metadata });
    write({}, "1");
    await expect(hikube("apply", "tenants.json", "--auto-approve")).rejects.toThrow("[reserve-below-shares]");
    await sandbox().cluster().delete({ apiVersion: "v1", kind: "Namespace", name: metadata.name });
    const before = await objects();
    write({ engine: "hikube", formerEngine: "kubernetes" });
    const { out } = await hikube("plan", "tenants.json");
    expect(out).toMatch(/^0 to add, 0 to change, 0 to remove, \d+ to take over$/m);
    await hikube("apply", "tenants.json", "--auto-approve");
    write({ engine: "hikube" });
    expect((await hikube("plan", "tenants.json")).out).toBe("nothing to change\n");
    expect(await objects()).toEqual(before);
    await hikube("suspend", "tenant-acme-shop");
    const wall = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", name: "hikube-default-deny-ingress" };
    await sandbox()
      .cluster()
      .delete({ ...wall, namespace: "tenant-acme" });
    // What was done by hand is told in words, and undone.
    const undone = (await hikube("plan", "tenants.json")).out;
    expect(undone).toContain("~ lifetime: suspended: yes → no");
    expect(undone).toContain("added: NetworkPolicy hikube-default-deny-ingress");
    expect(undone).toMatch(
      /NetworkPolicy hikube-default-deny-ingress of tenant-acme is missing .*\[changed-by-others\]/,
    );
    expect(undone).toMatch(
      /ResourceQuota hikube-tenant of tenant-acme-shop was changed by hikube\S*: spec\.hard\.pods/,
    );
    await hikube("apply", "tenants.json", "--auto-approve");
    expect(await objects()).toEqual(before);
    await hikube("destroy", "tenants.json", "--auto-approve");
    expect(await objects()).toEqual({});
  });

  test("refuse a tenant that changes stack and engine at once, and keep it in two steps", async () => {
    type Tenants = Readonly<Record<string, readonly [engine: "hikube" | "kubernetes", ...names: string[]]>>;
    const fill = (spread: Tenants) => {
      rmSync("out", { recursive: true, force: true });
      stacks.synth((app) => {
        for (const [name, [engine, ...names]] of Object.entries(spread)) {
          const stack = new TerraformStack(app, name);
          stacks.configure(stack);
          new HikubeProvider(stack, "hikube", {});
          const platform = HikubePlatform.fromClusterFacts(stack, "platform", { cluster: facts, engine });
          const props = { profile: TenantProfile.DEVELOPMENT, quota: { cpu: "2", memory: "4Gi", storage: "20Gi" } };
          for (const each of names) new HikubeTenant(stack, each, { ...props, platform, name: each });
        }
      });
    };
    const refused = async (word: string, ...of: readonly string[]) => {
      await expect(hikube("plan", ...of)).rejects.toThrow(new RegExp(`ended with 3:[^]*${word}`));
      await expect(hikube("apply", ...of, "--auto-approve")).rejects.toThrow(/ended with 1:[^]*nothing was changed/);
    };
    for (const [former, now] of [
      ["hikube", "kubernetes"],
      ["kubernetes", "hikube"],
    ] as const) {
      fill({ m1: [former, "stays", "goes"] });
      await hikube("apply", "--auto-approve");
      const before = await uid("tenant-goes");
      fill({ m1: [former, "stays"], m2: [now, "goes"] });
      await refused(`tenant-goes: ${former} in stack m1 before, and now ${now} in stack m2; .*engine-changed`);
      // Of one engine it is the same, and these are the ways.
      fill({ m1: [former, "stays"], m2: [former, "goes"] });
      await refused("tenant-goes, removed from stack m1.*tenant-in-other-stack");
      const alone =
        "tenant-goes, removed from stack m1; stack m2 declares it, and is not planned.*tenant-in-other-stack";
      await refused(alone, "--stack", "m1");
      const destroyed = hikube("destroy", "--stack", "m1", "--auto-approve");
      await expect(destroyed).rejects.toThrow(new RegExp(`ended with 1:[^]*${alone}[^]*nothing was changed`));
      await hikube("release", "tenant-goes", "--auto-approve");
      await hikube("recover");
      expect((await hikube("plan")).out).toBe("nothing to change\n");
      fill({ m1: [former, "stays"], m2: [now, "goes"] });
      await hikube("migrate");
      await hikube("apply", "--auto-approve");
      rmSync("hikube-migrate.m2.tf.json");
      expect((await hikube("plan")).out).toBe("nothing to change\n");
      expect(await uid("tenant-goes")).toBe(before);
      await hikube("destroy", "--auto-approve");
      for (const each of ["m1", "m2"]) rmSync(`${each}.tfstate`, { force: true });
    }
    expect(await uid("tenant-goes")).toBeUndefined();
  });
});

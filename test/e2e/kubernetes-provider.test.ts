import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster, ObjectRef } from "../../src/kube/cluster";
import { installMirror, mirrorEnvironment, provideProviders, type ProviderEnvironment } from "../../src/offline";
import { startSandbox, type Sandbox } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { Project } from "./kubernetes-provider-project";
import { asAnyCluster } from "./support";
import {
  everything,
  expectedState,
  identitiesIn,
  identityOf,
  namespaceOf,
  stateOfTheRealProvider,
} from "./kubernetes-provider-cases";

let sandbox: Sandbox;
let cluster: Cluster;
let providers: ProviderEnvironment;
let folder: string;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  sandbox = await startSandbox();
  cluster = sandbox.cluster();
  folder = mkdtempSync(join(tmpdir(), "provider-cluster-"));
  environment = asAnyCluster(sandbox, folder);
  providers = await provideProviders({ source: "offline", environment });
}, 900_000);

afterAll(async () => {
  await providers.close();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(terraformBinaries())("the offline hashicorp/kubernetes under $name", (binary) => {
  const { name } = binary;
  let project: Project;

  beforeEach(() => {
    project = new Project(binary.path(), { ...environment, ...providers.env });
  });

  afterEach(async () => {
    await project.succeed("destroy", "-auto-approve", "-no-color");
    project.remove();
  });

  function ref(apiVersion: string, kind: string, objectName: string): ObjectRef {
    return { apiVersion, kind, name: objectName, namespace: namespaceOf(name) };
  }

  const configMap = (labels?: Record<string, string>, data: Record<string, string> = { a: "1" }) => ({
    resource: {
      kubernetes_namespace_v1: { team: { metadata: { name: namespaceOf(name) } } },
      kubernetes_config_map_v1: {
        x: { metadata: { name: "x", namespace: "${kubernetes_namespace_v1.team.metadata[0].name}", labels }, data },
      },
    },
  });

  test("stores the state of the real provider to the letter, plans nothing afterwards, and leaves nothing", async () => {
    await project.apply(everything(name));
    const shown = await project.shown();
    for (const [address, values] of Object.entries(expectedState(name))) {
      expect({ [address]: shown[address] }).toEqual({ [address]: values });
    }
    expect(await project.planCode()).toMatchObject({ code: 0 });
    await project.succeed("apply", "-auto-approve", "-no-color");
    expect(await project.planCode()).toMatchObject({ code: 0 });
    await project.succeed("destroy", "-auto-approve", "-no-color");
    expect(await cluster.get({ apiVersion: "v1", kind: "Namespace", name: namespaceOf(name) })).toBeUndefined();
  });

  test("keeps write-only values out of the state file", async () => {
    await project.apply(everything(name));
    expect(readFileSync(join(project.directory, "terraform.tfstate"), "utf8")).not.toContain("never-in-state");
    const secret = await cluster.get(ref("v1", "Secret", "hidden"));
    expect(secret?.data).toEqual({ password: Buffer.from("never-in-state").toString("base64"), b: "AAEC" });
  });

  test("plans nothing for state that the real provider wrote", async () => {
    await project.apply(everything(name));
    const file = join(project.directory, "terraform.tfstate");
    writeFileSync(file, stateOfTheRealProvider(readFileSync(file, "utf8")));
    expect(await project.planCode("-refresh=false")).toMatchObject({ code: 0 });
    expect(await project.planCode()).toMatchObject({ code: 0 });
  });

  test("names every object by the identity that the real provider stores", async () => {
    await project.apply(everything(name));
    const stored = identitiesIn(readFileSync(join(project.directory, "terraform.tfstate"), "utf8"));
    // Terraform asks for identities from 1.12 on.
    if (!Object.values(stored).some((identity) => identity !== undefined)) {
      expect(await project.succeed("version")).toMatch(/Terraform v1\.(\d|1[01])\./);
      return;
    }
    const shown = await project.shown();
    for (const [address, identity] of Object.entries(stored)) {
      const [type = ""] = address.split(".");
      const id = shown[address]?.id;
      if (typeof id === "string") expect({ [address]: identity }).toEqual({ [address]: identityOf(type, id) });
    }
  });

  test("mends drift of every kind, and makes anew what somebody deleted", async () => {
    await project.apply(configMap());
    await cluster.patch(ref("v1", "ConfigMap", "x"), "merge", {
      metadata: { labels: { extra: "1" } },
      data: { a: "2", b: "3" },
    });
    expect(await project.planCode()).toMatchObject({ code: 2 });
    await project.apply(configMap());
    expect((await cluster.get(ref("v1", "ConfigMap", "x")))?.data).toEqual({ a: "1" });
    await cluster.delete(ref("v1", "ConfigMap", "x"));
    const { output } = await project.planCode();
    expect(output).toContain("kubernetes_config_map_v1.x will be created");
    await project.apply(configMap());
    expect(await project.planCode()).toMatchObject({ code: 0 });
  });

  test("updates in place, and replaces what cannot be changed", async () => {
    await project.apply(configMap());
    const before = await cluster.get(ref("v1", "ConfigMap", "x"));
    await project.apply(configMap({ team: "a" }, { a: "2" }));
    const after = await cluster.get(ref("v1", "ConfigMap", "x"));
    expect(after?.metadata.uid).toBe(before?.metadata.uid);
    const shown = await project.shown();
    expect(shown["kubernetes_config_map_v1.x"]).toMatchObject({
      metadata: [{ resource_version: after?.metadata.resourceVersion, labels: { team: "a" } }],
    });
    const renamed = configMap();
    renamed.resource.kubernetes_config_map_v1.x.metadata.name = "y";
    project.write(renamed);
    expect((await project.planCode()).output).toContain("# forces replacement");
    await project.apply(renamed);
    expect(await cluster.get(ref("v1", "ConfigMap", "x"))).toBeUndefined();
  });

  test("adopts nothing that exists, and imports it", async () => {
    await project.apply({ resource: { kubernetes_namespace_v1: configMap().resource.kubernetes_namespace_v1 } });
    await cluster.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "x", namespace: namespaceOf(name) },
      data: { a: "1" },
      immutable: false,
    });
    project.write(configMap());
    const refused = await project.command("apply", "-auto-approve", "-no-color");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('Error: configmaps "x" already exists');
    expect(refused.output).not.toContain("Cause:");
    await project.succeed("import", "-no-color", "kubernetes_config_map_v1.x", `${namespaceOf(name)}/x`);
    expect(await project.planCode()).toMatchObject({ code: 0 });
  });

  test("init leaves a lock file made for the real provider as it is, and makes none", async () => {
    await project.apply(configMap());
    const lock = join(project.directory, ".terraform.lock.hcl");
    await project.succeed("init", "-no-color");
    expect(existsSync(lock)).toBe(false);
    const host = name === "tofu" ? "registry.opentofu.org" : "registry.terraform.io";
    const text = [
      `provider "${host}/hashicorp/kubernetes" {`,
      '  version     = "2.38.0"',
      '  constraints = "2.38.0"',
      '  hashes = ["h1:kFplRzSsNFmnjJmkqHhxqGBIsVHyKZGKmF0i3Zk3F5c="]',
      "}",
      "",
    ].join("\n");
    writeFileSync(lock, text);
    await project.succeed("init", "-no-color");
    expect(readFileSync(lock, "utf8")).toBe(text);
    expect(await project.planCode()).toMatchObject({ code: 0 });
  });

  test("reads namespaces and the server's version", async () => {
    await project.apply({
      ...configMap(),
      data: {
        kubernetes_namespace_v1: { system: { metadata: { name: "kube-system" } } },
        kubernetes_all_namespaces: { all: {} },
        kubernetes_server_version: { this: {} },
      },
    });
    const shown = await project.shown();
    expect(shown["data.kubernetes_namespace_v1.system"]).toMatchObject({
      id: "kube-system",
      spec: [{ finalizers: ["kubernetes"] }],
    });
    expect(shown["data.kubernetes_all_namespaces.all"]?.namespaces).toContain("default");
    expect(shown["data.kubernetes_server_version.this"]).toMatchObject({ major: "1", minor: "35" });
  });

  test("has the schemas of the real provider, as the command line prints them", async () => {
    project.write({});
    const printed = JSON.parse(await project.succeed("providers", "schema", "-json")) as PrintedSchemas;
    const [served] = Object.values(printed.provider_schemas);
    const facts = join(__dirname, "../../src/offline/kubernetes/schema.json");
    expect(withoutTexts(served)).toMatchObject(JSON.parse(readFileSync(facts, "utf8")) as object);
  });

  test("works as an installed executable too", async () => {
    installMirror(project.directory);
    const installed = new Project(binary.path(), { ...environment, ...mirrorEnvironment(project.directory) });
    installed.write(configMap());
    await installed.succeed("init", "-no-color");
    await installed.apply(configMap());
    expect(await installed.planCode()).toMatchObject({ code: 0 });
    await installed.succeed("destroy", "-auto-approve", "-no-color");
    installed.remove();
  });

  test("plans with values that are known only after apply", async () => {
    const unknown = configMap({ team: "${terraform_data.late.output}" }, { a: "${terraform_data.late.output}" });
    const configuration = {
      provider: { kubernetes: { ignore_labels: ["^later$"] } },
      resource: { ...unknown.resource, terraform_data: { late: { input: "soon" } } },
    };
    await project.apply(configuration);
    expect((await cluster.get(ref("v1", "ConfigMap", "x")))?.data).toEqual({ a: "soon" });
    expect(await project.planCode()).toMatchObject({ code: 0 });
  });

  test("says what it does not serve, and where to get it", async () => {
    const metadata = { name: "x", namespace: "default" };
    project.write({ resource: { kubernetes_service_v1: { x: { metadata, spec: { port: [{ port: 80 }] } } } } });
    const { code, output } = await project.planCode();
    expect(code).toBe(1);
    expect(output).toMatch(/does not serve kubernetes_service_v1[^]*registry/);
    project.write({});
  });

  test("refuses a bad name at plan, with the place", async () => {
    const wrong = configMap();
    wrong.resource.kubernetes_config_map_v1.x.metadata.name = "Not_A_Name";
    project.write(wrong);
    const { code, output } = await project.planCode();
    expect(code).toBe(1);
    expect(output).toContain("metadata.0.name");
    project.write(configMap());
  });
});

interface PrintedSchemas {
  readonly provider_schemas: Readonly<Record<string, unknown>>;
}

/** Every attribute and block is printed with how its description is written; there are none. */
function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "description_kind");
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutTexts(item)]));
}

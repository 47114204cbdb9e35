import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Cluster } from "../../src/kube/cluster";
import { listIn, objectIn } from "../../src/model/json";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { helm } from "./chart-archives";
import { packStandIns, standInCharts } from "./stand-in-charts";
import { HARDENED, LEAST } from "./stand-in-values";
import { asAnyCluster, describeOnSandbox } from "./support";

const NAMESPACE = "hardened";
/** The only chart whose pods are restricted by its own defaults; what it lacks are amounts. */
const RESTRICTED_BY_DEFAULT = ["kube-state-metrics"];

type Values = Readonly<Record<string, unknown>>;

describeOnSandbox("the stand-ins of the monitoring stack's charts", (sandbox) => {
  let cluster: Cluster;
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    cluster = sandbox().cluster();
    folder = mkdtempSync(join(tmpdir(), "stand-in-archives-"));
    env = asAnyCluster(sandbox(), folder);
    await packStandIns(folder);
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels } });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function argumentsFor(chart: string, values: Values): readonly string[] {
    const archive = readdirSync(folder).find((name) => name.startsWith(`${chart}-`) && name.endsWith(".tgz")) ?? "";
    const file = join(folder, `${chart}.json`);
    writeFileSync(file, JSON.stringify(values));
    return ["stack", join(folder, archive), "--namespace", NAMESPACE, "--values", file];
  }

  async function rendered(chart: string, values: Values): Promise<readonly KubeObject[]> {
    const text = await helm(["template", ...argumentsFor(chart, values)]);
    return parseAllDocuments(text)
      .map((document) => document.toJS() as KubeObject | null)
      .filter((object) => object !== null);
  }

  /** Whether the API server takes the pods of a chart into the namespace; nothing is stored. */
  async function refusals(objects: readonly KubeObject[]): Promise<readonly string[]> {
    const found: string[] = [];
    for (const [index, { spec }] of templates(objects).entries()) {
      const pod = { ...spec, serviceAccountName: "default" };
      const object = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: `try-${String(index)}`, namespace: NAMESPACE },
      };
      const options = { fieldManager: "test", dryRun: true };
      await cluster.apply({ ...object, spec: pod }, options).catch((error: unknown) => found.push(String(error)));
    }
    return found;
  }

  test.each(standInCharts())("%s is as unsafe by its defaults as the chart that it stands for", async (chart) => {
    const objects = await rendered(chart, LEAST[chart] ?? {});
    const found = await refusals(objects);
    if (RESTRICTED_BY_DEFAULT.includes(chart)) expect(found).toEqual([]);
    else expect(found.join("\n")).toContain('violates PodSecurity "restricted');
    expect(containersOf(objects).filter(({ resources }) => Object.keys(objectIn(resources)).length > 0)).toEqual([]);
  });

  test.each(Object.entries(HARDENED))("%s reads the values that harden it", async (chart, { values, services }) => {
    const objects = await rendered(chart, values);
    expect(await refusals(objects)).toEqual([]);
    for (const { resources } of containersOf(objects)) {
      expect(Object.keys(objectIn(resources)).sort()).toEqual(["limits", "requests"]);
    }
    expect(objects.filter(({ kind }) => kind.startsWith("Cluster"))).toEqual([]);
    const ports = objects
      .filter(({ kind }) => kind === "Service")
      .map(({ metadata, spec }) => [metadata.name, objectIn(listIn(objectIn(spec).ports)[0]).port]);
    const expected = Object.entries(services).map(([end, port]) => [`stack-${chart}${end}`, port]);
    expect(new Map(ports as [string, unknown][])).toEqual(new Map(expected as [string, unknown][]));
  });

  test.each(Object.entries(HARDENED))(
    "%s gets ready in a restricted namespace, and leaves nothing",
    async (chart, { values }) => {
      await helm(["install", ...argumentsFor(chart, values), "--wait", "--timeout", "3m"], env);
      await helm(["uninstall", "stack", "--namespace", NAMESPACE, "--wait"], env);
      const left = await cluster.list({ apiVersion: "v1", kind: "Service" }, { namespace: NAMESPACE });
      expect(left).toEqual([]);
    },
  );
});

interface Template {
  readonly spec: Readonly<Record<string, unknown>>;
}

function templates(objects: readonly KubeObject[]): readonly Template[] {
  return objects
    .filter(({ kind }) => ["Deployment", "StatefulSet", "DaemonSet"].includes(kind))
    .map(({ spec }) => {
      const found = objectIn(objectIn(objectIn(spec).template).spec);
      // A claim of a StatefulSet is a volume only once the pod is made.
      const claims = listIn(objectIn(spec).volumeClaimTemplates).map((claim) => ({
        name: objectIn(objectIn(claim).metadata).name,
        emptyDir: {},
      }));
      return { spec: { ...found, volumes: [...listIn(found.volumes), ...claims] } };
    });
}

function containersOf(objects: readonly KubeObject[]): readonly Readonly<Record<string, unknown>>[] {
  return templates(objects).flatMap(({ spec }) =>
    [...listIn(spec.containers), ...listIn(spec.initContainers)].map(objectIn),
  );
}

import type { Cluster } from "../../src/kube/cluster";
import type { CollectionSpec } from "../../src/model/monitoring/collection/collection-spec";
import { COLLECTION_NAMESPACE } from "../../src/model/monitoring/collection/names";
import { collectionObjects } from "../../src/model/monitoring/collection/objects";
import { SCRAPE_LIMITS } from "../../src/model/monitoring/collection/scrape-limits";
import { describeOnSandbox, eventually } from "./support";
import { applyAll, Collectors } from "./monitoring/collectors";
import { testPrograms } from "./monitoring/programs";
import { askMetrics, seriesIn, startStack, type Stack } from "./monitoring/storage";
import { Endpoints, tenantNamespace, tenantPod } from "./monitoring/tenants";

const [A, B] = ["tenant-a-monitoring", "tenant-b-monitoring"] as const;
/** Tenants of three depths, one whose name begins like another's, and one without a stack. */
const NAMESPACES = {
  [A]: ["tenant-a", "tenant-a-web", "tenant-a-web-deep", A],
  [B]: ["tenant-b", "tenant-ab", B],
} as const;
const READERS = { READ_A: "token-of-a", READ_WEB: "token-of-web" };

describeOnSandbox("the collection, as the model configures it", (sandbox) => {
  const programs = testPrograms();
  const endpoints = new Endpoints();
  let cluster: Cluster;
  let a: Stack;
  let b: Stack;
  let spec: CollectionSpec;

  const page = (stack: Stack) => async () => {
    const series = await stack.series("count(app_requests_total) by (tenant, namespace, pod, instance, job, stack)");
    return series.map(({ tenant }) => tenant ?? "").sort();
  };
  /** Waits until a stack holds pods of exactly these tenants. */
  const holds = (stack: Stack, tenants: readonly string[]) =>
    eventually(`${tenants.join(", ")} in ${stack.namespace}`, async () => {
      const found = await page(stack)();
      return JSON.stringify(found) === JSON.stringify([...tenants].sort());
    });
  const addPod = async (namespace: string, name = "app") => {
    const address = await endpoints.serve('# TYPE app_requests_total counter\napp_requests_total{path="/"} 5\n');
    await cluster.create(tenantPod(namespace, name, { address, port: endpoints.port }));
  };

  beforeAll(async () => {
    cluster = sandbox().cluster();
    const facts = await sandbox().facts();
    const issuer = facts.serviceAccounts;
    const readers = [
      { name: "global", tokenVariable: "READ_A" },
      { name: "web", tokenVariable: "READ_WEB", tenant: { tenant: "tenant-a-web" } },
    ];
    a = await startStack(programs, A, { owner: { tenant: "tenant-a" }, issuer, readers }, READERS);
    b = await startStack(programs, B, { owner: { tenant: "tenant-b" }, issuer });
    spec = {
      cluster: facts,
      stacks: [
        { namespace: A, tenant: "tenant-a", gateway: a.gateway },
        { namespace: B, tenant: "tenant-b", adopted: ["tenant-ab"], gateway: b.gateway },
      ],
      limits: { ...SCRAPE_LIMITS, interval: "2s", timeout: "2s" },
    };
    await applyAll(cluster, collectionObjects(spec));
    for (const [stack, namespaces] of Object.entries(NAMESPACES)) {
      await applyAll(
        cluster,
        namespaces.map((name) => tenantNamespace(name, stack)),
      );
    }
    await applyAll(cluster, [tenantNamespace("tenant-none")]);
    for (const name of [...NAMESPACES[A], ...NAMESPACES[B], "tenant-none"]) await addPod(name);
    const collectors = new Collectors(sandbox(), programs);
    await collectors.vmagent("vmagent-tenant-a");
    await collectors.vmagent("vmagent-tenant-b");
  }, 600_000);

  afterAll(() => {
    endpoints.close();
  });

  test("its collectors are admitted and run", async () => {
    await eventually("all pods of the collection", async () => {
      const pods = await cluster.list({ apiVersion: "v1", kind: "Pod" }, { namespace: COLLECTION_NAMESPACE });
      const running = pods.filter(({ status }) => (status as { phase?: string } | undefined)?.phase === "Running");
      return running.length > 5 && running.length === pods.length;
    });
  });

  test("each stack holds its own tenants, of every depth, and nobody else's", async () => {
    await holds(a, NAMESPACES[A]);
    await holds(b, NAMESPACES[B]);
  });

  test("a series says whose it is as everywhere", async () => {
    await holds(a, NAMESPACES[A]);
    const [series] = await a.series('app_requests_total{tenant="tenant-a-web-deep"}');
    expect(series).toMatchObject({
      ...{ tenant: "tenant-a-web-deep", namespace: "tenant-a-web-deep", stack: A },
      ...{ pod: "app", instance: `app:${endpoints.port}`, job: "pods", path: "/" },
    });
  });

  test("through the gateway a sub-tenant reads its own subtree, and the owner reads all", async () => {
    await holds(a, NAMESPACES[A]);
    const read = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await askMetrics(
        `http://${a.gateway}`,
        a.metrics,
        "sum by (tenant) (app_requests_total)",
        headers,
      );
      return seriesIn(answer)
        .map(({ tenant }) => tenant ?? "")
        .sort();
    };
    expect(await read(READERS.READ_A)).toEqual([...NAMESPACES[A]].sort());
    expect(await read(READERS.READ_WEB)).toEqual(["tenant-a-web", "tenant-a-web-deep"]);
  });

  test("a sub-tenant added later appears, and one without the label does not, without a change of configuration", async () => {
    await applyAll(cluster, [tenantNamespace("tenant-b-unlabelled"), tenantNamespace("tenant-b-new", B)]);
    await addPod("tenant-b-unlabelled");
    await addPod("tenant-b-new");
    await holds(b, [...NAMESPACES[B], "tenant-b-new"]);
  });

  test("a namespace that moves to another stack is collected there, and no more at the old one", async () => {
    await applyAll(cluster, [tenantNamespace("tenant-b-late", B)]);
    await addPod("tenant-b-late");
    await holds(b, [...NAMESPACES[B], "tenant-b-late", "tenant-b-new"]);
    await applyAll(cluster, [tenantNamespace("tenant-b-late", A)]);
    await holds(a, [...NAMESPACES[A], "tenant-b-late"]);
    await holds(b, [...NAMESPACES[B], "tenant-b-new"]);
  });
});

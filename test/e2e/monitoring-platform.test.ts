import type { JsonRecord } from "../../src/model/json";
import { collectionObjects } from "../../src/model/monitoring/collection/objects";
import type { StackRoute } from "../../src/model/monitoring/collection/stack-route";
import { describeOnSandbox, eventually } from "./support";
import { ask } from "./monitoring/ask";
import { applyAll, Collectors, type RunningCollector } from "./monitoring/collectors";
import { testPrograms } from "./monitoring/programs";
import { startStack, timesOf, type Stack } from "./monitoring/storage";
import { Endpoints } from "./monitoring/tenants";

const NAMESPACES = [
  ...["tenant-a", "tenant-a-web", "tenant-a-web-deep", "tenant-a-own", "tenant-a-own-x", "tenant-ab", "tenant-b"],
  ...["legacy-shop", "legacy-other", "kube-system"],
];

/** As kube-state-metrics writes, and beside it what a source should not say of tenant and stack. */
const PAGE = [
  ...NAMESPACES.map(
    (name) => `kube_pod_info{namespace="${name}",pod="p",tenant="tenant-b",stack="tenant-b-monitoring"} 1`,
  ),
  'kube_node_info{node="n1"} 1',
  "",
].join("\n");

describeOnSandbox("the platform's own sources", (sandbox) => {
  const programs = testPrograms();
  const endpoints = new Endpoints();
  const stacks: Stack[] = [];
  let collectors: Collectors;
  let agent: RunningCollector;
  let target: string;

  /** What makes the stacks' namespaces; in an order that is not that of the tree. */
  const ROUTES = [
    { tenant: "tenant-a-own", namespace: "tenant-a-own-monitoring" },
    { tenant: "tenant-b", namespace: "tenant-b-monitoring" },
    { tenant: "tenant-a", namespace: "tenant-a-monitoring", adopted: ["legacy-shop"] },
    { tenant: "tenant-ops", namespace: "tenant-ops-monitoring", nodes: true },
  ];

  const routes = (): readonly StackRoute[] =>
    ROUTES.flatMap((route, index) => {
      const stack = stacks[index];
      return stack === undefined ? [] : [{ ...route, gateway: stack.gateway }];
    });

  const start = async () => {
    await applyAll(sandbox().cluster(), collectionObjects({ cluster: await sandbox().facts(), stacks: routes() }));
    agent = await collectors.vmagent("platform-vmagent", { job: onlyStates(target) });
  };

  const addStack = async (index: number) => {
    const { namespace, tenant } = ROUTES[index]!;
    const issuer = (await sandbox().facts()).serviceAccounts;
    stacks.push(await startStack(programs, namespace, { owner: { tenant }, issuer }));
  };

  const holds = (index: number, namespaces: readonly string[]) =>
    eventually(`${namespaces.join(", ")} in ${ROUTES[index]!.namespace}`, async () => {
      const found = await stacks[index]!.series('count({__name__=~"kube_.*"}) by (namespace, tenant, stack)');
      const texts = found
        .map(({ namespace = "", tenant = "", stack = "" }) => `${namespace}/${tenant}/${stack}`)
        .sort();
      const own = ROUTES[index]!.namespace;
      return JSON.stringify(texts) === JSON.stringify(namespaces.map((name) => `${name}/${name}/${own}`).sort());
    });

  beforeAll(async () => {
    collectors = new Collectors(sandbox(), programs);
    target = `${await endpoints.serve(PAGE)}:${endpoints.port}`;
    for (const index of [0, 1, 2]) await addStack(index);
    await start();
  }, 600_000);

  afterAll(() => {
    endpoints.close();
  });

  test("go to the nearest stack of the namespace that they name, with its tenant", async () => {
    await holds(0, ["tenant-a-own", "tenant-a-own-x"]);
    await holds(1, ["tenant-b"]);
    await holds(2, ["legacy-shop", "tenant-a", "tenant-a-web", "tenant-a-web-deep"]);
  });

  test("what waits for a stack that is away outlives a restart with a stack appended, and arrives", async () => {
    const away = stacks[1]!;
    await away.stopGateway();
    const from = Date.now() / 1000;
    await eventually("something that waits", async () => ((await pending(agent))[1] ?? 0) > 0);
    await agent.stop("SIGTERM");
    const to = Date.now() / 1000;
    await addStack(3);
    await start();
    await holds(3, [""]);
    expect((await pending(agent))[1]).toBeGreaterThan(0);
    await away.startGateway();
    await eventually("samples of the time between", async () => {
      const times = await timesOf(away, "kube_pod_info");
      return times.some((time) => time > from && time < to);
    });
  });

  test("what belongs to nodes goes to the stack with nodes alone", async () => {
    await holds(3, [""]);
    const [node] = await stacks[3]!.series("kube_node_info");
    expect(node).toMatchObject({ node: "n1", stack: "tenant-ops-monitoring" });
    for (const stack of stacks.slice(0, 3)) expect(await stack.series("kube_node_info")).toEqual([]);
  });
});

/** Bytes that wait for each stack, in the order of the remote writes. */
async function pending({ address }: RunningCollector): Promise<readonly number[]> {
  const { body } = await ask(`http://${address}/metrics`);
  const lines = body.split("\n").filter((line) => line.startsWith("vmagent_remotewrite_pending_data_bytes{"));
  return lines.sort().map((line) => Number(line.split(" ").at(-1)));
}

/** The job of kube-state-metrics at another address; the others, which would leave this machine, without targets. */
function onlyStates(target: string): (job: JsonRecord) => JsonRecord {
  return ({ kubernetes_sd_configs, ...job }) => ({
    ...job,
    ...{ scrape_interval: "2s", scrape_timeout: "2s" },
    static_configs: kubernetes_sd_configs === undefined ? [{ targets: [target] }] : [],
  });
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../../src/kube/cluster";
import { audience } from "../../src/model/monitoring/collection/names";
import { collectionObjects } from "../../src/model/monitoring/collection/objects";
import { SCRAPE_LIMITS } from "../../src/model/monitoring/collection/scrape-limits";
import { describeOnSandbox, eventually } from "./support";
import { ask } from "./monitoring/ask";
import { applyAll, Collectors, type RunningCollector, type Weakening } from "./monitoring/collectors";
import {
  ATTACKER,
  hostilePods,
  OTHER_STACK,
  OWN_STACK,
  SIBLING,
  VICTIM,
  type HostilePods,
} from "./monitoring/hostile-pods";
import { testPrograms } from "./monitoring/programs";
import { startStack, timesOf, type Series, type Stack } from "./monitoring/storage";
import { Endpoints, tenantNamespace, tenantPod } from "./monitoring/tenants";

const SECONDS_A_DAY = 86_400;
/** The cluster is asked for pods each five seconds; a busy machine may be late. */
const REUSE_SECONDS = 20;

describeOnSandbox("pods that attack the collection of metrics", (sandbox) => {
  const programs = testPrograms();
  const endpoints = new Endpoints();
  let cluster: Cluster;
  let own: Stack;
  let other: Stack;
  let hostile: HostilePods;
  let collectors: Collectors;
  let collector: RunningCollector;

  beforeAll(async () => {
    cluster = sandbox().cluster();
    const facts = await sandbox().facts();
    const issuer = facts.serviceAccounts;
    collectors = new Collectors(sandbox(), programs);
    own = await startStack(programs, OWN_STACK, { owner: { tenant: ATTACKER }, issuer });
    other = await startStack(programs, OTHER_STACK, { owner: { tenant: VICTIM }, issuer });
    const spec = {
      cluster: facts,
      stacks: [
        { namespace: OWN_STACK, tenant: ATTACKER, gateway: own.gateway },
        { namespace: OTHER_STACK, tenant: VICTIM, gateway: other.gateway },
      ],
      limits: { ...SCRAPE_LIMITS, interval: "2s", timeout: "2s" },
    };
    await applyAll(cluster, [
      ...collectionObjects(spec),
      tenantNamespace(ATTACKER, OWN_STACK),
      tenantNamespace(SIBLING, OWN_STACK),
      tenantNamespace(VICTIM, OTHER_STACK),
    ]);
    hostile = await hostilePods(endpoints, other.metrics);
    await applyAll(cluster, hostile.pods);
    await applyAll(cluster, [await nodePod(cluster)]);
  }, 600_000);

  afterAll(() => {
    endpoints.close();
  });

  describe("against the defaults of vmagent, in one for all stacks", () => {
    const apart = testPrograms();
    let bare: RunningCollector;
    let bareOwn: Stack;
    let bareOther: Stack;

    beforeAll(async () => {
      const issuer = (await sandbox().facts()).serviceAccounts;
      bareOwn = await startStack(apart, OWN_STACK, { owner: { tenant: ATTACKER }, issuer });
      bareOther = await startStack(apart, OTHER_STACK, { owner: { tenant: VICTIM }, issuer });
      bare = await collectors.vmagent("vmagent-tenant-a", await defaults(bareOwn, bareOther));
      await eventually("what must not be there", async () => (await bareOther.series("m2")).length > 0);
    }, 400_000);

    afterAll(() => bare.stop());

    test("a doubled label is a way into the neighbour's stack", async () => {
      expect((await bareOther.series("m2"))[0]).toMatchObject({ tenant: ATTACKER, stack: OTHER_STACK });
    });

    test("a redirect brings the page of the neighbour, and of a metadata service", async () => {
      await eventually("both pages", async () => {
        const [secret, token] = [await bareOwn.series("secret_of_b"), await bareOwn.series("cloud_token")];
        return secret.length > 0 && token.length > 0;
      });
    });

    test("a pod says which time it is", async () => {
      await eventually("samples of tomorrow", async () => {
        const times = await timesOf(bareOwn, "future");
        return times.some((time) => time > Date.now() / 1000 + SECONDS_A_DAY / 2);
      });
    });

    test("its texts are read in every stack", async () => {
      await eventually("the text", async () => {
        const { body } = await ask(`http://${bareOther.metrics}/api/v1/metadata`);
        return body.includes("PASSWORD-OF-A");
      });
    });

    test("what floods is stored", async () => {
      await eventually("the series", async () => (await bareOwn.series("count(flood)"))[0]?.value === "3000");
    });

    test("its port takes samples of anybody, for any stack", async () => {
      const body = `forged{tenant="${VICTIM}",stack="${OTHER_STACK}"} 1\n`;
      const url = `http://${endpoints.address()}:${bare.address.split(":")[1]}/api/v1/import/prometheus`;
      expect((await ask(url, { method: "POST", body })).status).toBe(204);
      await eventually("the forged series", async () => (await bareOther.series("forged")).length === 1);
    });
  });

  describe("against what the model configures", () => {
    /** How often the metadata service was asked before. */
    let redirectedBefore: number;
    let inOwn: readonly Series[];
    let inOther: readonly Series[];

    beforeAll(async () => {
      redirectedBefore = endpoints.asked[hostile.metadata]?.length ?? 0;
      const before = Object.fromEntries(
        Object.entries(endpoints.asked).map(([address, paths]) => [address, paths.length]),
      );
      collector = await collectors.vmagent("vmagent-tenant-a");
      await collectors.vmagent("vmagent-tenant-b");
      const addresses = [...Object.values(hostile.targets), hostile.victim];
      await eventually("five scrapes of every target", () =>
        addresses.every((address) => (endpoints.asked[address]?.length ?? 0) >= (before[address] ?? 0) + 5),
      );
      // Over an hour: a scrape that came too late on a busy machine ends a series until the next one.
      const all = 'count(last_over_time({__name__!=""}[1h])) by (__name__, tenant, namespace, stack, pod)';
      // The storage finds a new series by its name at once, and by "all there is" a moment later.
      const withAll = (stack: Stack, ...names: readonly string[]) =>
        eventually(`${names.join(", ")} in ${stack.namespace}`, async () => {
          const found = await stack.series(all);
          return names.every((name) => found.some(({ __name__ }) => __name__ === name)) ? found : undefined;
        });
      inOwn = await withAll(
        own,
        "churn",
        "only_of_web",
        "m1",
        "m11",
        "labelled",
        "confusing_name",
        "future",
        "beside_the_platform",
      );
      inOther = await withAll(other, "secret_of_b");
    }, 400_000);

    const named = (name: string) => inOwn.filter(({ __name__ }) => __name__ === name);

    test("the neighbour's stack holds the neighbour's pod alone", () => {
      const foreign = inOther.filter(({ tenant, pod }) => tenant !== VICTIM || pod !== "victim");
      expect(foreign).toEqual([]);
      expect(inOther.map(({ __name__ }) => __name__).filter((name) => !isOfScrape(name))).toEqual(["secret_of_b"]);
    });

    test("every series of the attacker's stack has the stack, the tenant and the namespace that are true", () => {
      const wrong = inOwn.filter(
        ({ tenant = "", namespace, stack }) =>
          stack !== OWN_STACK || tenant !== namespace || ![ATTACKER, SIBLING].includes(tenant as typeof ATTACKER),
      );
      expect(wrong).toEqual([]);
    });

    test("the sibling's label is on the sibling's pod alone", () => {
      const sibling = inOwn.filter(({ tenant, __name__ }) => tenant === SIBLING && !isOfScrape(__name__));
      expect(sibling.map(({ __name__, pod }) => [__name__, pod])).toEqual([["only_of_web", "web"]]);
    });

    test.each(["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m11"])(
      "%s is a series of its own pod",
      (name) => {
        expect(named(name)).toHaveLength(1);
        expect(named(name)[0]).toMatchObject({ tenant: ATTACKER, pod: "spoofs" });
      },
    );

    test("no redirect is followed: no page came, and nothing went out", () => {
      expect([...named("secret_of_b"), ...named("cloud_token")]).toEqual([]);
      expect(endpoints.asked[hostile.metadata]?.length ?? 0).toBe(redirectedBefore);
    });

    test.each([
      ...["endless_before", "bomb_before", "dripping_before", "flood", "wide_ok", "headers_before", "long_before"],
      ...["error_before"],
    ])("an answer beyond its bounds is refused as a whole: %s", (name) => {
      expect(named(name)).toEqual([]);
    });

    test("a value of a label beyond what the storage takes is not stored", async () => {
      expect(named("tall_before")).toHaveLength(1);
      expect(await own.series("count(tall_value)")).toEqual([]);
    });

    test("new series end at the day's bound", async () => {
      await eventually("more series shown than may be stored", () => hostile.churned() > 3 * SCRAPE_LIMITS.seriesADay);
      const [stored] = await own.series("count(count_over_time(churn[1h]))");
      // vmagent counts by a Bloom filter, which takes a few new ones for known ones.
      expect(Number(stored?.value)).toBeLessThan(SCRAPE_LIMITS.seriesADay * 1.1);
    });

    test.each(["future", "past"])("the time is that of the scrape: %s", async (name) => {
      const times = await timesOf(own, name);
      expect(times.length).toBeGreaterThan(0);
      const now = Date.now() / 1000;
      expect(times.filter((time) => Math.abs(time - now) > SECONDS_A_DAY / 4)).toEqual([]);
    });

    test("what the platform alone measures, and alerts, come from no pod", () => {
      const forged = /^(kube|container)_|^ALERTS/;
      expect(inOwn.filter(({ __name__ = "" }) => forged.test(__name__))).toEqual([]);
    });

    test("no text of a pod leaves by the way", async () => {
      for (const { metrics } of [own, other]) {
        expect((await ask(`http://${metrics}/api/v1/metadata`)).body).not.toContain("PASSWORD-OF-A");
      }
    });

    test("labels and annotations of a pod say nothing of where it belongs", () => {
      expect(named("labelled")[0]).toMatchObject({ tenant: ATTACKER, stack: OWN_STACK, pod: "labelled" });
      expect(named("confusing_name")[0]).toMatchObject({ tenant: ATTACKER, pod: "tenant-b.victim" });
    });

    test.each(["odd-path", "absolute-path", "parameters"])("odd annotations lead to its own page: %s", (pod) => {
      const asked = new Set(endpoints.asked[hostile.targets[pod] ?? ""]);
      expect(asked).toEqual(new Set(["/metrics"]));
    });

    test("a pod is one target, by a port that is one, and not on the node's network", async () => {
      const { body } = await ask(`http://${collector.address}/api/v1/targets?state=active`);
      const { activeTargets } = (JSON.parse(body) as { data: { activeTargets: { labels: { pod: string } }[] } }).data;
      const pods = activeTargets.map(({ labels }) => labels.pod).sort();
      expect(pods).toEqual([...Object.keys(hostile.targets), "web"].sort());
    });

    test("the address of a deleted pod, taken by the neighbour's, is not asked for the pod that is gone", async () => {
      const pages: string[] = ["before_reuse 1\n"];
      const address = await endpoints.serve((_request, response) => response.end(pages[0]));
      await cluster.create(tenantPod(ATTACKER, "goes", { address, port: endpoints.port }));
      await eventually("its page", async () => (await own.series("before_reuse")).length > 0);
      await cluster.delete({ apiVersion: "v1", kind: "Pod", namespace: ATTACKER, name: "goes" });
      pages[0] = "after_reuse 1\n";
      const gone = Date.now() / 1000;
      await cluster.create(tenantPod(VICTIM, "comes", { address, port: endpoints.port }));
      await eventually("the page of the neighbour", async () => {
        const times = await timesOf(other, "after_reuse");
        return times.some((time) => time > gone + 2 * REUSE_SECONDS);
      });
      const foreign = await timesOf(own, "after_reuse");
      expect(foreign.filter((time) => time > gone + REUSE_SECONDS)).toEqual([]);
    });

    test("nobody else reaches its port", async () => {
      const port = collector.address.split(":")[1];
      const elsewhere = await ask(`http://${endpoints.address()}:${port}/api/v1/import/prometheus`, { method: "POST" });
      expect(elsewhere.status).toBe(0);
    });
  });

  /** vmagent as it is without the model's rules, with the addresses and paths of it. */
  async function defaults(own: Stack, other: Stack): Promise<Weakening> {
    const folder = join(programs.folder, "bare");
    mkdirSync(folder, { recursive: true });
    const [token, rules] = [join(folder, "token"), join(folder, "rules.yml")];
    writeFileSync(token, await collectors.token("vmagent", audience(OTHER_STACK)));
    writeFileSync(rules, JSON.stringify([{ action: "keep", source_labels: ["stack"], regex: OTHER_STACK }]));
    return {
      job: ({ relabel_configs, kubernetes_sd_configs }) => ({
        ...{ job_name: "pods", scrape_interval: "2s", scrape_timeout: "2s", kubernetes_sd_configs },
        // vmagent's default is off; Prometheus', and that of most configurations that are copied, is on.
        honor_timestamps: true,
        relabel_configs: [STACK_OF_ANY, ...(relabel_configs as readonly object[]).slice(1)],
      }),
      args: (args) => [
        ...args.filter((argument) => !/suppress|enableMetadata|remoteWrite\.url=/.test(argument)).map(open),
        `-remoteWrite.url=http://${own.gateway}/api/v1/write`,
        `-remoteWrite.url=http://${other.gateway}/api/v1/write`,
        `-remoteWrite.urlRelabelConfig=${rules}`,
        `-remoteWrite.bearerTokenFile=${token}`,
      ],
    };
  }
});

const STACK_OF_ANY = {
  action: "keep",
  source_labels: ["__meta_kubernetes_namespace_label_hikube_cloud_monitoring"],
  regex: ".+",
};

/** On every interface, as by default. */
const open = (argument: string) => argument.replace("httpListenAddr=127.0.0.1:", "httpListenAddr=0.0.0.0:");

const isOfScrape = (name = "") => /^(up|scrape_)/.test(name);

/** A pod that has the address of its node, as one on the node's network. */
async function nodePod(cluster: Cluster) {
  const node = await cluster.get({ apiVersion: "v1", kind: "Node", name: "sandbox-0" });
  const { addresses } = node?.status as { addresses: readonly { address: string }[] };
  return tenantPod(ATTACKER, "on-node", { address: addresses[0]?.address, port: 9100, node: "sandbox-0" });
}

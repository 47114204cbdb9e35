import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dashboards } from "../../src/dashboards";
import { temporaryFolder } from "../sandbox/temporary-folder";
import { answersOf, type Answer } from "./board-queries";
import { startMetrics } from "./database";
import { mariadb, postgresql, redis } from "./real-sources/databases";
import { blackbox, haproxy, node } from "./real-sources/network";
import { missingOf, type RealSource } from "./real-sources/source";
import type { Served } from "./served";
import { eventually } from "./support";

const BOARDS = dashboards({ nodes: true });

interface Case {
  readonly start: () => Promise<RealSource>;
  readonly programs: readonly string[];
  /** Packages of Debian that have them. */
  readonly packages: readonly string[];
  readonly boards: readonly string[];
  /** Panels that this source alone fills. @default - all */
  readonly panels?: RegExp;
}

const CASES: Readonly<Record<string, Case>> = {
  MariaDB: {
    start: mariadb,
    programs: ["mariadbd", "mariadb-install-db", "mariadb", "prometheus-mysqld-exporter"],
    packages: ["mariadb-server", "prometheus-mysqld-exporter"],
    boards: ["hikube-mysql"],
  },
  PostgreSQL: {
    start: postgresql,
    programs: ["postgres", "initdb", "psql", "prometheus-postgres-exporter"],
    packages: ["postgresql", "prometheus-postgres-exporter"],
    boards: ["hikube-postgresql"],
    // Debian's version has no query of it by itself; newer ones do.
    panels: /^(?!.*: Replication lag:)/,
  },
  Redis: {
    start: redis,
    programs: ["redis-server", "prometheus-redis-exporter"],
    packages: ["redis-server", "prometheus-redis-exporter"],
    boards: ["hikube-redis"],
  },
  HAProxy: {
    start: haproxy,
    programs: ["haproxy"],
    packages: ["haproxy"],
    boards: ["hikube-applications-performance", "hikube-applications-errors", "hikube-network-load-balancer"],
    panels: /\(HAProxy\)| HAProxy$/,
  },
  blackbox_exporter: {
    start: blackbox,
    programs: ["prometheus-blackbox-exporter"],
    packages: ["prometheus-blackbox-exporter"],
    boards: ["hikube-applications-performance"],
    panels: /probes|Probes/,
  },
  node_exporter: {
    start: node,
    programs: ["prometheus-node-exporter"],
    packages: ["prometheus-node-exporter"],
    boards: ["hikube-kubernetes-nodes", "hikube-vm-host"],
    // Disks and network cards are not in every container.
    panels: /CPU busy|Load a core|Memory used|File systems used/,
  },
};

describe.each(Object.entries(CASES))(
  "%s, as it runs here",
  (name, { start, programs, packages, boards, panels = /./ }) => {
    const missing = missingOf(programs);
    if (missing.length > 0 && process.env.CI === undefined) {
      process.stderr.write(
        `skipped: ${name}: ${missing.join(", ")} not installed; apt-get install ${packages.join(" ")}\n`,
      );
      it.skip("has data in every panel", () => undefined);
      return;
    }
    const folder = temporaryFolder();
    let source: RealSource;
    let metrics: Served;
    beforeAll(async () => {
      source = await start();
      const config = join(folder, `${name}.yml`);
      writeFileSync(config, JSON.stringify(scraping(source)));
      metrics = await startMetrics([`-promscrape.config=${config}`]);
    });
    afterAll(async () => {
      await metrics.stop();
      await source.stop();
    });

    it.each(boards)("has data in every panel of %s", async (uid) => {
      const board = BOARDS.find((each) => each.uid === uid);
      if (board === undefined) throw new Error(`no board ${uid}`);
      let empty: readonly Answer[] = [];
      const filled = async () => {
        await source.traffic();
        await fetch(`${metrics.url}/internal/force_flush`);
        const end = Math.floor(Date.now() / 1000);
        const answers = await answersOf(board, { metrics, logs: metrics, end }, {}, panels);
        expect(answers.length).toBeGreaterThan(0);
        empty = answers.filter(({ values }) => values.length === 0);
        return empty.length === 0;
      };
      await eventually("every panel to have data", filled, 120).catch(() => undefined);
      expect(empty).toEqual([]);
    });
  },
);

/** As the collector labels the metrics of a pod. */
function scraping({ target: { port, path = "/metrics", params = {} } }: RealSource): object {
  const labels = { tenant: "tenant-acme", namespace: "tenant-acme", stack: "tenant-acme-monitoring", pod: "real-0" };
  return {
    scrape_configs: [
      {
        job_name: "pods",
        scrape_interval: "1s",
        metrics_path: path,
        params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, [value]])),
        static_configs: [{ targets: [`127.0.0.1:${port}`], labels: { ...labels, instance: "real-0:9000" } }],
      },
    ],
  };
}

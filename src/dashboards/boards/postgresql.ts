import { ALL_UP, FULL, query, row, series, stat } from "../build/panels";
import { either, max, min, of, rareRatio, rate, ratio, sum } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

const BY = ["tenant", "instance"];
const CHOSEN = 'instance=~"$instance"';
const NAME = "{{tenant}} {{instance}}";
const DATABASE = [...BY, "datname"];

/** The same figure of both exporters, whose names differ by a prefix: postgres_exporter or CloudNativePG. */
const both = (make: (prefix: "pg" | "cnpg_pg") => string) => either(make("pg"), make("cnpg_pg"));
const flow = (name: string, by = BY) => both((prefix) => sum(by, rate(`${prefix}_${name}`, CHOSEN)));

const connections = either(sum(BY, of("pg_stat_activity_count", CHOSEN)), sum(BY, of("cnpg_backends_total", CHOSEN)));
const mostConnections = either(
  max(BY, of("pg_settings_max_connections", CHOSEN)),
  max(BY, of("cnpg_pg_settings_setting", `${CHOSEN},name="max_connections"`)),
);
const connectionShare = ratio(connections, mostConnections);
const up = min([], either(of("pg_up", CHOSEN), of("cnpg_collector_up", CHOSEN)));

/** PostgreSQL, by postgres_exporter or CloudNativePG. */
export function postgresql(): BoardSpec {
  return {
    group: "databases",
    uid: "hikube-postgresql",
    title: "Databases / PostgreSQL",
    description:
      "PostgreSQL: availability, connections, transactions and caches, by postgres_exporter or CloudNativePG.",
    variables: [{ name: "instance", label: "Instance", metric: ["pg_up", "cnpg_collector_up"] }],
    rows: [availability(), transactions(), caches()],
  };
}

function availability(): RowSpec {
  // postgres_exporter renamed it in 0.13.
  const lag = either(
    max(BY, of("pg_replication_lag_seconds", CHOSEN)),
    max(BY, of("pg_replication_lag", CHOSEN)),
    max(BY, of("cnpg_pg_replication_lag", CHOSEN)),
  );
  return row(
    "Availability and connections",
    stat(["Databases up", "1: every database answers its exporter.", "share"], [query("up", up)], { limits: ALL_UP }),
    stat(
      [
        "Connections used of the fullest",
        "Share of max_connections of the fullest database. At 1 further clients are refused.",
        "share",
      ],
      [query("used", `max(${connectionShare})`)],
      { limits: FULL },
    ),
    stat(
      ["Transactions of all", "Transactions that were committed, of all databases.", "perSecond"],
      [query("committed", `sum(${flow("stat_database_xact_commit")})`)],
    ),
    stat(
      ["Size of all", "Bytes of all databases.", "bytes"],
      [
        query(
          "size",
          sum(
            [],
            both((prefix) => of(`${prefix}_database_size_bytes`, CHOSEN)),
          ),
        ),
      ],
    ),
    series(["Connections", "Sessions of clients and of the server itself.", "count"], [query(NAME, connections)]),
    series(["Connections used", "Share of max_connections.", "share"], [query(NAME, connectionShare)], {
      limits: FULL,
    }),
    series(["Replication lag", "How far a replica is behind; 0 on the primary.", "seconds"], [query(NAME, lag)], {
      limits: [10, 60],
    }),
  );
}

function transactions(): RowSpec {
  const rolledBack = both((prefix) => sum(BY, rate(`${prefix}_stat_database_xact_rollback`, CHOSEN)));
  const all = both(
    (prefix) =>
      `${sum(BY, rate(`${prefix}_stat_database_xact_commit`, CHOSEN))} + ${sum(BY, rate(`${prefix}_stat_database_xact_rollback`, CHOSEN))}`,
  );
  return row(
    "Queries",
    series(
      ["Transactions", "Transactions that were committed, by database.", "perSecond"],
      [query("{{tenant}} {{datname}}", flow("stat_database_xact_commit", DATABASE))],
    ),
    series(
      ["Rolled back", "Share of transactions that were rolled back.", "share"],
      [query(NAME, rareRatio(rolledBack, all))],
      { limits: [0.1, 0.5] },
    ),
    series(
      ["Rows", "Rows that queries returned and changed.", "perSecond"],
      [
        query(`${NAME} returned`, flow("stat_database_tup_returned")),
        query(`${NAME} inserted`, flow("stat_database_tup_inserted")),
        query(`${NAME} updated`, flow("stat_database_tup_updated")),
        query(`${NAME} deleted`, flow("stat_database_tup_deleted")),
      ],
    ),
    series(
      ["Deadlocks", "Transactions that were ended because they waited for each other.", "perSecond"],
      [query(NAME, flow("stat_database_deadlocks"))],
      { limits: [0.01, 0.1] },
    ),
    series(
      [
        "Waiting sessions",
        "Sessions that wait for a lock; of CloudNativePG alone. postgres_exporter: locks that are held.",
        "count",
      ],
      [query(NAME, either(sum(BY, of("cnpg_backends_waiting_total", CHOSEN)), sum(BY, of("pg_locks_count", CHOSEN))))],
      { limits: [50, 500] },
    ),
  );
}

function caches(): RowSpec {
  const hits = both((prefix) => sum(BY, rate(`${prefix}_stat_database_blks_hit`, CHOSEN)));
  const asked = both(
    (prefix) =>
      `${sum(BY, rate(`${prefix}_stat_database_blks_hit`, CHOSEN))} + ${sum(BY, rate(`${prefix}_stat_database_blks_read`, CHOSEN))}`,
  );
  return row(
    "Caches and disks",
    series(
      ["Cache hits", "Share of blocks that memory answers. Below 0.9, give the database more memory.", "share"],
      [query(NAME, ratio(hits, asked))],
      { limits: [0.9, 0.7] },
    ),
    series(
      ["Blocks read", "Blocks of 8 KiB that were read from disk.", "operationsPerSecond"],
      [query(NAME, flow("stat_database_blks_read"))],
    ),
    series(
      ["Temporary files", "Bytes of sorts and joins that did not fit in work_mem.", "bytesPerSecond"],
      [query(NAME, flow("stat_database_temp_bytes"))],
      { limits: [1024 ** 2, 100 * 1024 ** 2] },
    ),
    series(
      ["Size", "Bytes of each database.", "bytes"],
      [
        query(
          "{{tenant}} {{datname}}",
          both((prefix) => max(DATABASE, of(`${prefix}_database_size_bytes`, CHOSEN))),
        ),
      ],
    ),
  );
}

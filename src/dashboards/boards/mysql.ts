import { ALL_UP, FULL, NONE_EXPECTED, query, row, series, stacked, stat } from "../build/panels";
import { max, min, of, rate, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

const BY = ["tenant", "instance"];
const CHOSEN = 'instance=~"$instance"';
const NAME = "{{tenant}} {{instance}}";

const status = (name: string) => `mysql_global_status_${name}`;
const flow = (name: string, matchers = CHOSEN) => sum(BY, rate(status(name), matchers));
const now = (name: string) => max(BY, of(status(name), CHOSEN));
const connectionShare = ratio(now("threads_connected"), max(BY, of("mysql_global_variables_max_connections", CHOSEN)));

/** MySQL and MariaDB, by mysqld_exporter. */
export function mysql(): BoardSpec {
  return {
    group: "databases",
    uid: "hikube-mysql",
    title: "Databases / MySQL",
    description: "MySQL and MariaDB: availability, connections, queries and caches, by mysqld_exporter.",
    variables: [{ name: "instance", label: "Instance", metric: "mysql_up" }],
    rows: [availability(), queries(), caches()],
  };
}

function availability(): RowSpec {
  return row(
    "Availability and connections",
    stat(
      ["Databases up", "1: every database answers its exporter.", "share"],
      [query("up", min([], of("mysql_up", CHOSEN)))],
      {
        limits: ALL_UP,
      },
    ),
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
      ["Queries of all", "Statements a second of all databases.", "perSecond"],
      [query("queries", sum([], rate(status("queries"), CHOSEN)))],
    ),
    stat(
      ["Uptime", "Time since the last start of the youngest database.", "seconds"],
      [query("uptime", min([], of(status("uptime"), CHOSEN)))],
    ),
    series(
      ["Connections", "Clients that are connected, and those that run a statement.", "count"],
      [query(`${NAME} connected`, now("threads_connected")), query(`${NAME} running`, now("threads_running"))],
    ),
    series(["Connections used", "Share of max_connections.", "share"], [query(NAME, connectionShare)], {
      limits: FULL,
    }),
    series(
      [
        "Connections refused",
        "Attempts that failed: wrong password, too many connections, clients that went away.",
        "perSecond",
      ],
      [query(NAME, flow("aborted_connects"))],
      { limits: NONE_EXPECTED },
    ),
  );
}

function queries(): RowSpec {
  return row(
    "Queries",
    series(["Queries", "Statements a second.", "perSecond"], [query(NAME, flow("queries"))]),
    stacked(
      ["Statements by kind", "The ten most frequent kinds of statements.", "perSecond"],
      [query("{{command}}", top(sum(["command"], rate(status("commands_total"), CHOSEN)), 10))],
    ),
    series(
      ["Slow queries", "Statements that took longer than long_query_time. Look at the slow query log.", "perSecond"],
      [query(NAME, flow("slow_queries"))],
      { limits: [0.1, 1] },
    ),
    series(
      ["Network", "Bytes from and to clients.", "bytesPerSecond"],
      [query(`${NAME} received`, flow("bytes_received")), query(`${NAME} sent`, flow("bytes_sent"))],
    ),
    series(
      ["Lock waits", "Times a row lock had to be waited for.", "perSecond"],
      [query(NAME, flow("innodb_row_lock_waits"))],
      { limits: [1, 10] },
    ),
  );
}

function caches(): RowSpec {
  const missed = ratio(flow("innodb_buffer_pool_reads"), flow("innodb_buffer_pool_read_requests"));
  return row(
    "Caches and disks",
    series(
      ["Buffer pool hits", "Share of reads that memory answers. Below 0.95, give the database more memory.", "share"],
      [query(NAME, `1 - ${missed}`)],
      { limits: [0.95, 0.8] },
    ),
    stacked(
      ["Buffer pool", "Pages of the buffer pool by state.", "count"],
      [query("{{state}}", sum(["state"], of(status("buffer_pool_pages"), CHOSEN)))],
    ),
    series(
      ["Temporary tables on disk", "Temporary tables that did not fit in memory.", "perSecond"],
      [query(NAME, flow("created_tmp_disk_tables"))],
      { limits: [1, 10] },
    ),
    series(
      ["InnoDB operations", "Reads and writes of data files.", "operationsPerSecond"],
      [query(`${NAME} read`, flow("innodb_data_reads")), query(`${NAME} written`, flow("innodb_data_writes"))],
    ),
  );
}

import { ALL_UP, FULL, NONE_EXPECTED, query, row, series, stacked, stat } from "../build/panels";
import { max, min, of, rate, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

const BY = ["tenant", "instance"];
const CHOSEN = 'instance=~"$instance"';
const NAME = "{{tenant}} {{instance}}";

const flow = (name: string, by = BY) => sum(by, rate(`redis_${name}`, CHOSEN));
const now = (name: string) => max(BY, of(`redis_${name}`, CHOSEN));
const hits = ratio(flow("keyspace_hits_total"), `${flow("keyspace_hits_total")} + ${flow("keyspace_misses_total")}`);
/** A limit of 0 is none. */
const memoryShare = ratio(now("memory_used_bytes"), now("memory_max_bytes"));

/** Redis and what speaks its protocol, by redis_exporter. */
export function redis(): BoardSpec {
  return {
    group: "databases",
    uid: "hikube-redis",
    title: "Databases / Redis",
    description: "Redis: availability, connections, commands, cache and memory, by redis_exporter.",
    variables: [{ name: "instance", label: "Instance", metric: "redis_up" }],
    rows: [availability(), commands(), memory()],
  };
}

function availability(): RowSpec {
  return row(
    "Availability and connections",
    stat(
      ["Databases up", "1: every database answers its exporter.", "share"],
      [query("up", min([], of("redis_up", CHOSEN)))],
      {
        limits: ALL_UP,
      },
    ),
    stat(
      ["Connections used of the fullest", "Share of maxclients of the fullest database.", "share"],
      [query("used", `max(${ratio(now("connected_clients"), now("config_maxclients"))})`)],
      { limits: FULL },
    ),
    stat(
      ["Commands", "Commands a second of all databases.", "perSecond"],
      [query("commands", sum([], rate("redis_commands_processed_total", CHOSEN)))],
    ),
    stat(
      ["Hits of the worst", "Share of reads that found their key, of the database with the fewest.", "share"],
      [query("hits", `min(${hits})`)],
      {
        limits: [0.8, 0.5],
      },
    ),
    series(
      ["Connections", "Clients that are connected, and those that wait for a key.", "count"],
      [query(`${NAME} connected`, now("connected_clients")), query(`${NAME} blocked`, now("blocked_clients"))],
    ),
    series(
      ["Connections refused", "Clients that were turned away because of maxclients.", "perSecond"],
      [query(NAME, flow("rejected_connections_total"))],
      { limits: NONE_EXPECTED },
    ),
    series(
      ["Replicas", "Replicas that are connected to their master.", "count"],
      [query(NAME, now("connected_slaves"))],
    ),
  );
}

function commands(): RowSpec {
  const spent = ratio(flow("commands_duration_seconds_total", [...BY, "cmd"]), flow("commands_total", [...BY, "cmd"]));
  return row(
    "Commands",
    stacked(
      ["Commands by kind", "The ten most frequent commands.", "perSecond"],
      [query("{{cmd}}", top(flow("commands_total", ["cmd"]), 10))],
    ),
    series(
      ["Time of a command", "Mean time by kind; of the ten slowest.", "seconds"],
      [query("{{tenant}} {{cmd}}", top(spent, 10))],
      { limits: [0.005, 0.05] },
    ),
    series(
      ["Network", "Bytes from and to clients.", "bytesPerSecond"],
      [query(`${NAME} received`, flow("net_input_bytes_total")), query(`${NAME} sent`, flow("net_output_bytes_total"))],
    ),
  );
}

function memory(): RowSpec {
  return row(
    "Cache and memory",
    series(["Hits", "Share of reads that found their key.", "share"], [query(NAME, hits)], { limits: [0.8, 0.5] }),
    series(["Memory used", "Bytes of data and overhead.", "bytes"], [query(NAME, now("memory_used_bytes"))]),
    series(
      [
        "Memory used of its limit",
        "At 1 keys are evicted, or writes refused. Nothing where no maxmemory is set.",
        "share",
      ],
      [query(NAME, memoryShare)],
      { limits: FULL },
    ),
    series(
      ["Keys evicted", "Keys that were thrown out because memory was full.", "perSecond"],
      [query(NAME, flow("evicted_keys_total"))],
      { limits: [1, 100] },
    ),
    series(
      ["Keys", "Keys of each database.", "count"],
      [query("{{tenant}} {{db}}", sum(["tenant", "db"], of("redis_db_keys", CHOSEN)))],
    ),
    series(["Keys expired", "Keys whose time was over.", "perSecond"], [query(NAME, flow("expired_keys_total"))]),
  );
}

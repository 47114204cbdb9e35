import type { Cluster } from "../kube/cluster";
import type { Connection } from "../kube/connection";
import { connect } from "../kube/http-cluster";
import { findFacts } from "../kube/inspect/inspect-cluster";
import { withRetries } from "../kube/retry";
import { connectionOf } from "../kube-provider/connection";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { DiagnosticError, type ValueRecord } from "../plugin";
import { messageOf } from "../support/errors";
import { Survey } from "./data/survey";
import { attempted } from "./explained";
import { ManifestWalk } from "./manifest/walk";
import { factsIn } from "./facts-text";
import { LiveObjects } from "./objects/live";
import { PlatformMakers } from "./platform/makers";
import { Claims } from "./tenant/claims";
import { Registry } from "./tenant/registry";
import { Settlements } from "./tenant/settlements";

/** What a configured instance of the provider works with. */
export interface HikubeClient {
  /** @throws DiagnosticError where the configuration names no cluster */
  cluster(): Cluster;
  /** Where that cluster is. @throws DiagnosticError where the configuration names none */
  connection(): Connection;
  /** Facts of the cluster: those that are given, else what it tells, asked once. */
  facts(): Promise<ClusterFacts>;
  /** What the platform manages there, listed once for all resources of the run. */
  readonly live: LiveObjects;
  /** The tenants, as they are and as they are planned. */
  readonly tenants: Registry;
  /** What resources of this run do with the platform. */
  readonly platform: PlatformMakers;
  /** What children of this run take of their parents. */
  readonly settlements: Settlements;
  /** Volumes of tenants that are to be removed. */
  readonly claims: Claims;
  /** What this walk has met of manifests. */
  readonly manifests: ManifestWalk;
  /** What data sources read. */
  readonly survey: Survey;
}

/** The cluster is opened by the first call: a plan of what is new may need none. */
export function clientOf(config: ValueRecord, environment: NodeJS.ProcessEnv): HikubeClient {
  let cluster: Cluster | undefined;
  let facts: Promise<ClusterFacts> | undefined;
  const connection = () => connectionIn(config, environment);
  const open = () => (cluster ??= withRetries(connect(connection())));
  const ask = () => (facts ??= factsOf(config, open));
  const live = new LiveObjects((end) => open().until(end));
  const parts = {
    tenants: new Registry(live, ask),
    platform: new PlatformMakers(),
    settlements: new Settlements(),
    manifests: new ManifestWalk(),
    claims: new Claims(open),
    survey: new Survey(open),
  };
  return { cluster: open, connection, facts: ask, live, ...parts };
}

function connectionIn(config: ValueRecord, environment: NodeJS.ProcessEnv): Connection {
  const connection = explainedConnection(config, environment);
  if (connection !== undefined) return connection;
  throw new DiagnosticError(
    "No cluster is configured",
    "Set `config_path` or `host` in the block of the provider, or KUBE_CONFIG_PATH or KUBE_HOST in the environment. Nothing is tried on localhost.",
  );
}

function explainedConnection(config: ValueRecord, environment: NodeJS.ProcessEnv) {
  try {
    return connectionOf(config, environment);
  } catch (cause) {
    throw new DiagnosticError("Invalid connection to the cluster", messageOf(cause));
  }
}

async function factsOf({ cluster_facts: given }: ValueRecord, open: () => Cluster): Promise<ClusterFacts> {
  if (typeof given === "string") return givenFacts(given);
  const { facts, missing } = await attempted({ what: "read the facts of the cluster" }, () => findFacts(open()));
  if (missing.length === 0) return facts as ClusterFacts;
  throw new DiagnosticError(
    "Facts of the cluster are unknown",
    `Cannot find ${missing.join("; ")}. Write them down with \`hikube cluster inspect --out cluster.json\`, and set \`cluster_facts = file("cluster.json")\`.`,
    ["cluster_facts"],
  );
}

/** @throws DiagnosticError for what is no JSON, or whose facts have faults: all of them */
export function givenFacts(text: string): ClusterFacts {
  try {
    return factsIn(text);
  } catch (cause) {
    throw new DiagnosticError("Invalid facts of the cluster", messageOf(cause), ["cluster_facts"]);
  }
}

import { connect } from "../../kube/http-cluster";
import type { Cluster } from "../../kube/cluster";
import type { Io } from "../command";
import { choiceOf, clusterEnvironment } from "../project/chosen-cluster";
import { connectionFor } from "../project/provider-connection";

export interface ConnectionOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** Does something with the cluster that the options name, else the one that terraform would find, and closes it. */
export async function withCluster<T>(
  options: ConnectionOptions,
  io: Io,
  use: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const cluster = connect(await connectionFor({}, clusterEnvironment([], choiceOf(options), io.env)));
  try {
    return await use(cluster);
  } finally {
    cluster.close();
  }
}

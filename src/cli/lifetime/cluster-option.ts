import { connect } from "../../kube/http-cluster";
import type { Cluster } from "../../kube/cluster";
import { loadConnection } from "../../kube/kubeconfig";
import type { Io } from "../command";

export interface ConnectionOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** Does something with the cluster that the options name, and closes it. */
export async function withCluster<T>(
  { kubeconfig, context }: ConnectionOptions,
  io: Io,
  use: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const path = [kubeconfig, io.env.KUBE_CONFIG_PATH].find((candidate) => candidate !== undefined && candidate !== "");
  const cluster = connect(loadConnection({ path, context: context ?? io.env.KUBE_CTX }));
  try {
    return await use(cluster);
  } finally {
    cluster.close();
  }
}

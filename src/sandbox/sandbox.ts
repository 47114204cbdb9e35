import { join } from "node:path";
import type { Cluster } from "../kube/cluster";
import type { Connection } from "../kube/connection";
import { connect } from "../kube/http-cluster";
import { loadConnection } from "../kube/kubeconfig";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { obtainControlPlane } from "../toolchain/obtain";
import { claimFolder } from "./claim";
import { kubeconfigOf } from "./pki/paths";
import { environmentFor } from "../support/cluster-environment";
import { inspectCluster } from "../kube/inspect/inspect-cluster";
import { completeOptions, type SandboxOptions } from "./options";
import { userConnection, writeKubeconfig, type User } from "./pki/users";
import { launchSupervisor } from "./supervisor/launch";
import { terraformEnvironment } from "./terraform/environment";

/** A running control plane. */
export interface Sandbox {
  /** Name of the sandbox. */
  readonly name: string;
  /** Folder of its keys, data and logs; gone after `stop`. */
  readonly directory: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Address of the API server, e.g. `https://127.0.0.1:40123`. */
  readonly server: string;
  /** How the administrator connects. */
  readonly connection: Connection;
  /**
   * Environment in which kubectl, terraform and the like use the sandbox, to be merged into that of this process: `{
   * ...process.env, ...sandbox.env }`. Its PATH begins with a terraform and a tofu that keep the state of each stack in
   * the sandbox, whatever backend the stack names.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Opens the port to the API as administrator, or acting as somebody else; closed with the sandbox. */
  cluster(as?: User): Cluster;
  /** Signs a client certificate for a user, as for a real person. */
  clientCertificate(user: string, groups?: readonly string[]): Promise<Connection>;
  /** Writes a kubeconfig with a client certificate for a user. @returns its path */
  userKubeconfig(user: string, groups?: readonly string[]): Promise<string>;
  /** What `hikube cluster inspect` finds. */
  facts(): Promise<ClusterFacts>;
  /** Ends all processes and removes the folder. May be called more than once. */
  stop(): Promise<void>;
}

/** A sandbox that can outlive its starter. */
export interface DetachableSandbox extends Sandbox {
  /** Keeps it running after this process; `hikube sandbox down` stops it. */
  detach(): Promise<void>;
}

/**
 * Starts a real control plane on loopback: etcd, kube-apiserver, kube-controller-manager,
 * kube-scheduler, and fake nodes whose pods turn Ready. Resolves when it can be used. It ends with
 * `stop`, and by itself when this process ends, however it ends.
 *
 * @throws SandboxError what is missing or failed, with the way out
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<DetachableSandbox> {
  const complete = completeOptions(options);
  const binaries = await obtainControlPlane({ progress: complete.progress });
  const directory = claimFolder(complete, binaries);
  const step = complete.progress.step(`starting sandbox "${complete.name}"`);
  try {
    const supervisor = await launchSupervisor(directory);
    step.done("ready");
    const sandbox = openSandbox(complete.name, directory);
    return {
      ...sandbox,
      detach: () => supervisor.detach(),
      async stop() {
        await sandbox.stop();
        await supervisor.stop();
      },
    };
  } catch (error) {
    step.done("failed");
    throw error;
  }
}

/** The handle of a sandbox that runs; its `stop` closes connections only. */
export function openSandbox(name: string, directory: string): Sandbox {
  const kubeconfig = kubeconfigOf(directory);
  const connection = loadConnection({ path: kubeconfig });
  const open = new Set<Cluster>();
  const cluster = (as?: User): Cluster => {
    const port = connect({ ...connection, impersonate: as });
    open.add(port);
    return port;
  };
  const certificate = (user: string, groups?: readonly string[]): Connection =>
    userConnection(directory, connection.server, { user, groups });
  return {
    name,
    directory,
    kubeconfig,
    connection,
    server: connection.server,
    env: { ...environmentFor(kubeconfig), ...terraformEnvironment(directory, process.env) },
    cluster,
    clientCertificate: (user, groups) => Promise.resolve(certificate(user, groups)),
    userKubeconfig(user, groups) {
      const path = join(directory, "users", `${encodeURIComponent(user)}.kubeconfig`);
      writeKubeconfig(path, certificate(user, groups), name);
      return Promise.resolve(path);
    },
    facts: () => inspectCluster(cluster()),
    stop() {
      for (const port of open) port.close();
      return Promise.resolve();
    },
  };
}

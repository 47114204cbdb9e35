import { mkdirSync } from "node:fs";
import type { Cluster } from "../../kube/cluster";
import { connect } from "../../kube/http-cluster";
import { loadConnection } from "../../kube/kubeconfig";
import { createPki } from "../pki/create-pki";
import { kubeconfigOf } from "../pki/paths";
import { ADMIN, userConnection, writeKubeconfig, type User } from "../pki/users";
import { SandboxError, diskFull } from "../../support/errors";
import {
  lastWords,
  logFolder,
  logMentions,
  startComponent,
  type Component,
  type Launcher,
  findParentDeathSignal,
} from "./component";
import { componentKubeconfig, planOf, serverAddress, type ComponentName, type Plan } from "./plan";
import { reservePorts } from "./ports";
import { untilApiServerIsReady, untilControllersAreReady } from "./readiness";

/** What a control plane is started from. */
export interface ControlPlaneOptions {
  readonly name: string;
  readonly directory: string;
  /** Port of the API server. @default - a free one */
  readonly port?: number;
  readonly featureGates: readonly string[];
  /** File of an `AuthenticationConfiguration`. @default - the sandbox's own tokens and certificates alone */
  readonly authenticationConfig?: string;
  readonly binaries: Readonly<Record<ComponentName, string>>;
  readonly timeoutMs: number;
  /** Called with each process as soon as it exists, before anything is waited for. */
  readonly onComponent: (component: Component) => void;
}

/** A control plane that answers. */
export interface ControlPlane {
  /** Connection of the administrator. */
  readonly cluster: Cluster;
  /** Resolves, with the reason, when one of the processes ends. */
  readonly failed: Promise<SandboxError>;
  /** Work beside the waiting: begins once the API server answers. */
  readonly untilUsable: () => Promise<void>;
}

/** How often a start is retried if a port was taken between finding and using it. */
const PORT_TRIES = 3;

/** Creates keys, ports and processes, until the API server answers. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  mkdirSync(logFolder(options.directory), { recursive: true, mode: 0o700 });
  await createPki(options.directory);
  for (let attempt = 1; ; attempt++) {
    const stop = new AbortController();
    try {
      return await startOnce(options, stop);
    } catch (error) {
      stop.abort();
      const retry = options.port === undefined && attempt < PORT_TRIES && isPortClash(error);
      if (!retry) throw error;
    }
  }
}

function isPortClash(error: unknown): boolean {
  return error instanceof SandboxError && error.code === "port-taken";
}

async function startOnce(options: ControlPlaneOptions, stop: AbortController): Promise<ControlPlane> {
  const patience = { deadline: Date.now() + options.timeoutMs, signal: stop.signal };
  const start = await prepare(options, stop.signal);
  const storage = start("etcd");
  const api = start("kube-apiserver");
  const cluster = connect(loadConnection({ path: kubeconfigOf(options.directory) }));
  stop.signal.addEventListener("abort", () => {
    cluster.close();
  });
  await orFail(untilApiServerIsReady(cluster, patience), [storage, api]);
  const failures = [storage, api, start("kube-controller-manager"), start("kube-scheduler")];
  return {
    cluster,
    failed: Promise.race(failures),
    untilUsable: () => orFail(untilControllersAreReady(cluster, patience), failures),
  };
}

/** Everything that the processes read is written, and their ports are released. */
async function prepare(options: ControlPlaneOptions, signal: AbortSignal) {
  const reservation = await reservePorts(options.port);
  const plan = planOf(options.directory, reservation.ports, options);
  writeConfigs(plan, options.name);
  await reservation.release();
  const launcher: Launcher = { plan, binaries: options.binaries, parentDeathSignal: findParentDeathSignal() };
  return (name: ComponentName): Promise<SandboxError> => {
    const component = startComponent(launcher, name);
    signal.addEventListener("abort", component.kill);
    options.onComponent(component);
    return failureOf(component);
  };
}

/** The administrator's connection and the kubeconfigs of all clients. */
function writeConfigs({ directory, ports }: Plan, name: string): void {
  const write = (path: string, user: User): void => {
    writeKubeconfig(path, userConnection(directory, serverAddress(ports), user), name);
  };
  write(kubeconfigOf(directory), ADMIN);
  for (const component of ["kube-controller-manager", "kube-scheduler"] as const) {
    write(componentKubeconfig(directory, component), { user: `system:${component}` });
  }
}

async function failureOf({ name, log, ended }: Component): Promise<SandboxError> {
  const how = await ended;
  if (logMentions(log, "no space left on device")) return diskFull(log);
  const message = `${name} ended (${how}): ${lastWords(log)} (log: ${log})`;
  return new SandboxError(logMentions(log, "address already in use") ? "port-taken" : "start-failed", message);
}

/** The result of the work, or the failure of a process that makes it pointless. */
async function orFail(work: Promise<void>, failures: readonly Promise<SandboxError>[]): Promise<void> {
  const failure = await Promise.race([work, ...failures]);
  if (failure !== undefined) throw failure;
}

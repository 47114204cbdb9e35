import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../../src/kube/cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { Home } from "../../src/offline/helm/home";
import { helmProvider } from "../../src/offline/helm/provider";
import type { AnyProvider } from "../../src/plugin";
import type { Sandbox } from "../../src/sandbox";
import { helmProgram } from "./chart-archives";
import { asAnyCluster, eventually } from "./support";

/** A cluster, a provider on it, and all that its helm was called with. */
export interface HelmGround {
  readonly cluster: Cluster;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: Home;
  provider(): AnyProvider;
  /** The command lines of every call so far. */
  commandLines(): string;
}

export function helmGround(sandbox: Sandbox): HelmGround {
  const folder = mkdtempSync(join(tmpdir(), "helm-provider-"));
  const environment = { ...process.env, ...asAnyCluster(sandbox, folder) };
  const home = new Home();
  const [recorder, record] = [join(folder, "helm"), join(folder, "calls.txt")];
  writeFileSync(recorder, `#!/bin/sh\nprintf '%s\\n' "$*" >>'${record}'\nexec '${helmProgram()}' "$@"\n`);
  chmodSync(recorder, 0o755);
  return {
    cluster: sandbox.cluster(),
    folder,
    environment,
    home,
    provider: () => helmProvider({ home, environment, locateHelm: () => Promise.resolve(recorder) }),
    commandLines: () => (existsSync(record) ? readFileSync(record, "utf8") : ""),
  };
}

/** Helm's records in a namespace. */
export function recordsIn(cluster: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  return cluster.list({ apiVersion: "v1", kind: "Secret" }, { namespace, labelSelector: "owner=helm" });
}

/** Waits until the newest revision of a release has a status. */
export function untilStatus(cluster: Cluster, namespace: string, status: string): Promise<true> {
  return eventually(`a release that is ${status}`, async () => {
    const found = await recordsIn(cluster, namespace);
    return found.some(({ metadata }) => metadata.labels?.status === status) ? true : undefined;
  });
}

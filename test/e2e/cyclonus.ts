import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EndpointRef, Labels, Query, ClusterSnapshot } from "../../src/connectivity";
import { findExecutable } from "../../src/toolchain/search-path";
import { goBuild, madeOnce, type TestTool } from "./made-once";

/** What cyclonus says to one query. */
export interface Judgement {
  readonly ingress: boolean;
  readonly egress: boolean;
  readonly allowed: boolean;
}

/**
 * cyclonus, an evaluator of NetworkPolicy that others wrote: as `HIKUBE_CYCLONUS` names it, or from PATH, or built once
 * from `tools/cyclonus`. Without it the tests are skipped with a printed reason, but fail where `CI` is set.
 *
 * @see https://github.com/mattfenwick/cyclonus
 */
export function locateCyclonus(): string | undefined {
  return findExecutable(process.env.HIKUBE_CYCLONUS ?? "cyclonus") ?? madeOnce(CYCLONUS);
}

const CYCLONUS: TestTool = {
  name: "cyclonus",
  pins: ["tools/cyclonus/go.mod", "tools/cyclonus/go.sum"],
  program: "cyclonus",
  make: (folder) => [goBuild("cyclonus", join(folder, "cyclonus"), "github.com/mattfenwick/cyclonus/cmd/cyclonus")],
};

/**
 * cyclonus holds that `NotIn` fails for a missing label. This snapshot says the same to it as the given one to others:
 * where policies ask `NotIn`, a value that no selector names stands for missing. They must not ask `Exists` or
 * `DoesNotExist` of the same label.
 */
export function nameMissingLabels(snapshot: ClusterSnapshot): ClusterSnapshot {
  const asked = JSON.stringify(snapshot.policies).matchAll(/"key":"([^"]+)","operator":"NotIn"/g);
  const missing: Labels = Object.fromEntries([...asked].map(([, key = ""]) => [key, "missing"]));
  return {
    ...snapshot,
    namespaces: snapshot.namespaces.map((namespace) => ({ ...namespace, labels: { ...missing, ...namespace.labels } })),
    pods: snapshot.pods.map((pod) => ({ ...pod, labels: { ...missing, ...pod.labels } })),
  };
}

/** Puts queries to cyclonus, all in one call. */
export function askCyclonus(
  cyclonus: string,
  snapshot: ClusterSnapshot,
  queries: readonly Query[],
): readonly Judgement[] {
  const folder = mkdtempSync(join(tmpdir(), "cyclonus-"));
  try {
    const [policies, traffic] = [join(folder, "policies.json"), join(folder, "traffic.json")];
    // Of several documents in one file it reads the first only.
    writeFileSync(policies, JSON.stringify({ apiVersion: "v1", kind: "List", items: snapshot.policies }));
    writeFileSync(traffic, JSON.stringify(queries.map((query) => toTraffic(snapshot, query))));
    const args = ["analyze", "--policy-path", policies, "--mode", "query-traffic", "--traffic-path", traffic];
    const { status, stdout, stderr } = spawnSync(cyclonus, args, { encoding: "utf8", maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(`cyclonus failed: ${stderr}`);
    return parseTables(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function toTraffic(snapshot: ClusterSnapshot, { from, to, protocol = "TCP", port }: Query): object {
  const destination = findPod(snapshot, to);
  const name = destination?.ports?.find((known) => known.port === port && (known.protocol ?? "TCP") === protocol)?.name;
  return {
    Source: toPeer(snapshot, from),
    Destination: toPeer(snapshot, to),
    Protocol: protocol,
    ResolvedPort: port,
    ResolvedPortName: name ?? "",
  };
}

function toPeer(snapshot: ClusterSnapshot, ref: EndpointRef): object {
  const pod = findPod(snapshot, ref);
  if (pod === undefined) return { IP: "outside" in ref ? ref.outside : "" };
  const labels = snapshot.namespaces.find(({ name }) => name === pod.namespace)?.labels;
  const namespaceLabels = { ...labels, "kubernetes.io/metadata.name": pod.namespace };
  return {
    IP: pod.ip,
    Internal: {
      Namespace: pod.namespace,
      NamespaceLabels: namespaceLabels,
      PodLabels: pod.labels ?? {},
    },
  };
}

function findPod(snapshot: ClusterSnapshot, ref: EndpointRef) {
  if ("outside" in ref) return undefined;
  return snapshot.pods.find(({ namespace, name }) => namespace === ref.namespace && name === ref.pod);
}

function parseTables(output: string): readonly Judgement[] {
  return output
    .split("Is traffic allowed?")
    .slice(1)
    .map((table) => {
      const actions: Record<string, Set<string>> = { Ingress: new Set(), Egress: new Set() };
      let type = "";
      for (const [, first = "", second = ""] of table.matchAll(/^\|([^|]*)\|([^|]*)\|/gm)) {
        type = first.trim() === "" ? type : first.trim();
        if (second.trim() !== "") actions[type]?.add(second.trim());
      }
      const allows = (set: ReadonlySet<string> | undefined) => set?.size === 0 || set?.has("Allow") === true;
      return {
        ingress: allows(actions.Ingress),
        egress: allows(actions.Egress),
        allowed: /IS ALLOWED\?\s*\|\s*TRUE/.test(table),
      };
    });
}

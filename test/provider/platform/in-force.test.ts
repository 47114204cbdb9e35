import { Collector } from "../../../src/plugin/lifecycle/collector";
import { DiagnosticError, type ValueRecord } from "../../../src/plugin";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects } from "../../../src/provider/objects/live";
import { PlatformMakers } from "../../../src/provider/platform/makers";
import { platformResource } from "../../../src/provider/platform/platform-resource";
import { createdInForce, untilGuarded } from "../../../src/provider/platform/in-force";
import { KubeError } from "../../../src/kube/kube-error";
import { GuardingCluster, type Verdict } from "../../kube/guarding-cluster";
import { CLUSTER } from "../../model/tenants";

const ASKED = { guardrails: true, readable_classes: true, contact: null };
const POLICY = "ValidatingAdmissionPolicy/hikube-a";
const BINDING = "ValidatingAdmissionPolicyBinding/hikube-a";
const STATE: ValueRecord = {
  ...ASKED,
  id: "hikube-system",
  objects: { "ClusterRole/x": "1", [POLICY]: "2", [BINDING]: "3" },
};

/** A provider before an API server that judges as it is told. */
function ground(verdicts: readonly Verdict[]) {
  const server = new GuardingCluster(verdicts);
  const { cluster } = server;
  const live = new LiveObjects(() => cluster);
  const facts = () => Promise.resolve(CLUSTER);
  const client = { live, facts, cluster: () => cluster, platform: new PlatformMakers() } as unknown as HikubeClient;
  const diagnostics = new Collector();
  const over = new AbortController();
  const pace = { pauseMs: 1, inARow: 3, unaskedMs: 5 };
  return { server, over, waiting: { client, diagnostics, log: diagnostics.log, signal: over.signal, pace } };
}

/** The time of the apply is over when it has asked three times. */
function outOfTime() {
  const late = ground(["pass"]);
  late.server.onAsked = () => {
    if (late.server.asked.length === 3)
      late.over.abort(new DiagnosticError("The create timed out after 10m", "Longer."));
  };
  return late;
}

test("an apply of the platform ends when the API server refuses what its last policy forbids, and waits for no more after that", async () => {
  const { server, waiting } = ground(["pass", "pass", "refuse"]);
  const { client, diagnostics, log, signal } = waiting;
  const request = { client, diagnostics, log, signal, private: {} };
  const resource = platformResource();
  const made = await resource.create({ ...request, plan: ASKED } as never);
  const { state } = made as unknown as { readonly state: ValueRecord };
  const all = server.objects.size;
  expect(server.asked).toHaveLength(7);
  // All that is to be in force was written before the first question, and the probe beside it.
  expect(new Set(server.asked.map(({ standing }) => standing))).toEqual(
    new Set([server.names("ValidatingAdmissionPolicy").length * 2 + 2]),
  );
  expect(server.names("ValidatingAdmissionPolicy")).not.toContain("hikube-in-force");

  const plan = { ...state, readable_classes: false };
  await resource.update?.({ ...request, state, plan } as never);
  expect(server.asked).toHaveLength(7);
  expect(server.objects.size).toBe(all - 2);
}, 20_000);

test.each([
  ["a policy", { "ClusterRole/x": "1", [POLICY]: "0", [BINDING]: "3" }, 3],
  ["a binding that somebody changed", { [POLICY]: "2", [BINDING]: "changed: spec" }, 3],
  ["a role", { "ClusterRole/x": "0", [POLICY]: "2", [BINDING]: "3" }, 0],
])("an update that writes %s waits as that needs", async (_what, before, times) => {
  const { server, waiting } = ground(["refuse"]);
  await untilGuarded(waiting, before, STATE);
  expect(server.asked).toHaveLength(times);
});

test("a platform whose guardrails are not in force in time is in the state, and the next apply has something to do", async () => {
  const { server, waiting } = outOfTime();
  const state = await createdInForce(waiting, STATE);
  expect(state).toEqual({ ...STATE, objects: { "ClusterRole/x": "1", [POLICY]: "2", [BINDING]: "000000000000" } });
  const [error, ...more] = waiting.diagnostics.list;
  expect([error?.severity, error?.summary, more]).toEqual(["error", "The guardrails are not in force", []]);
  for (const said of [
    /: hikube-a\./,
    /was let through/,
    /timed out after 10m/,
    /ValidatingAdmissionPolicy/,
    /untaint/,
  ]) {
    expect(error?.detail).toMatch(said);
  }
  expect([...server.objects]).toEqual([]);
  await untilGuarded(ground(["refuse"]).waiting, state.objects as never, STATE);
});

test("an update that is not in force in time fails, so that the state stays as it was", async () => {
  const { waiting } = outOfTime();
  await expect(untilGuarded(waiting, {}, STATE)).rejects.toMatchObject({ summary: "The guardrails are not in force" });
});

test("where something else refuses the question, the apply goes on with a warning", async () => {
  const { waiting } = ground([
    new KubeError('networkpolicies is forbidden: User "ci" cannot create it', 403, "Forbidden"),
  ]);
  expect(await createdInForce(waiting, STATE)).toEqual(STATE);
  const detail = expect.stringMatching(/User "ci" cannot/) as unknown;
  expect(waiting.diagnostics.list).toMatchObject([{ severity: "warning", detail }]);
});

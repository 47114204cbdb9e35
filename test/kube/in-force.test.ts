import { untilInForce } from "../../src/kube/in-force";
import { KubeError } from "../../src/kube/kube-error";
import { GuardingCluster, type Verdict } from "./guarding-cluster";

const signal = new AbortController().signal;
const FAST = { signal, pauseMs: 1, inARow: 3 };
const WEBHOOK = new KubeError('admission webhook "x" denied the request', 403, "Forbidden");

/** What became of the waiting, and how often it was asked. */
async function outcomeOf(verdicts: readonly Verdict[], more: object = {}) {
  const server = new GuardingCluster(verdicts);
  return { server, outcome: await untilInForce(server.cluster, { ...FAST, ...more }) };
}

test.each<[string, readonly Verdict[], number]>([
  ["by a server that needs time", ["pass", "pass", "refuse"], 5],
  ["by all servers behind one address", ["refuse", "pass", "refuse", "refuse", "pass", "refuse"], 8],
  ["by one that is busy", [new KubeError("busy", 503, "ServiceUnavailable"), "refuse"], 4],
  ["where a webhook refuses what the policy does not yet", [WEBHOOK, WEBHOOK, "refuse"], 5],
])("policies are in force once their probe is refused again and again, %s", async (_title, verdicts, times) => {
  const { server, outcome } = await outcomeOf(verdicts);
  expect(outcome).toEqual({ is: "in force" });
  expect(server.asked).toHaveLength(times);
});

test("nothing is left, each request has a connection of its own, and each waiting a mark", async () => {
  const { server } = await outcomeOf(["pass", "refuse"]);
  expect(server.asked.map(({ standing }) => standing)).toEqual([2, 2, 2, 2]);
  expect([...server.objects]).toEqual([]);
  expect([server.opened, server.closed]).toEqual([4, 4]);
  const names = [server, (await outcomeOf(["refuse"])).server].map(({ asked }) => asked[0]?.name);
  expect(new Set(names).size).toBe(2);
});

test("what a former waiting left is written over", async () => {
  const server = new GuardingCluster(["refuse"]);
  const left = { apiVersion: "admissionregistration.k8s.io/v1", metadata: { name: "hikube-in-force" }, spec: {} };
  await server.cluster.apply({ ...left, kind: "ValidatingAdmissionPolicyBinding" }, { fieldManager: "x" });
  expect(await untilInForce(server.cluster, FAST)).toEqual({ is: "in force" });
  expect([...server.objects]).toEqual([]);
});

test("a time that is over is told with the last answer, and nothing is left then either", async () => {
  const server = new GuardingCluster(["pass"]);
  const over = new AbortController();
  server.onAsked = () => {
    if (server.asked.length === 3) over.abort();
  };
  const outcome = await untilInForce(server.cluster, { ...FAST, signal: over.signal });
  expect(outcome).toEqual({ is: "late", said: "the request was let through" });
  expect([...server.objects]).toEqual([]);
});

test("what something else refuses for good is no answer, and is told", async () => {
  const said: string[] = [];
  const { outcome } = await outcomeOf([WEBHOOK], { unaskedMs: 5, onWait: (one: string) => said.push(one) });
  expect(outcome).toEqual({ is: "unasked", said: WEBHOOK.message });
  expect(said.length).toBeGreaterThan(1);
});

test("a probe that cannot be written is an error, and what was written of it goes", async () => {
  const server = new GuardingCluster(["refuse"]);
  const { cluster } = server;
  const apply = () => Promise.reject(new KubeError("no", 403, "Forbidden"));
  const until = () => ({ ...cluster, apply });
  await expect(untilInForce({ ...cluster, until }, FAST)).rejects.toThrow("no");
  expect([...server.objects]).toEqual([]);
});

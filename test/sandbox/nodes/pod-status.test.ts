import {
  ADDRESS_ANNOTATION,
  PHASE_ANNOTATION,
  podOutcome,
  podStatus,
  type Pod,
} from "../../../src/sandbox/nodes/pod-status";

const CONTAINER = { name: "app", image: "app:1" };
const PLACE = { hostAddress: "192.0.2.10", podAddress: "10.244.0.2", now: "2026-01-01T00:00:00Z" };

function pod(change: {
  metadata?: Partial<Pod["metadata"]>;
  spec?: Partial<Pod["spec"]>;
  status?: Pod["status"];
}): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "n", uid: "u", ...change.metadata },
    spec: { nodeName: "sandbox-0", containers: [CONTAINER], ...change.spec },
    status: change.status,
  };
}

test("a scheduled pod is to run", () => {
  expect(podOutcome(pod({ status: { phase: "Pending" } }))).toBe("Running");
});

test("a running pod is left alone until its image changes or a debug container comes in", () => {
  const status = { phase: "Running", containerStatuses: [CONTAINER] };
  expect(podOutcome(pod({ status }))).toBe("settled");
  expect(podOutcome(pod({ status, spec: { containers: [{ ...CONTAINER, image: "app:2" }] } }))).toBe("Running");
  expect(podOutcome(pod({ status, spec: { ephemeralContainers: [{ name: "debug" }] } }))).toBe("Running");
});

test("a Job's pod succeeds, and a pinned phase wins over that", () => {
  const ownerReferences = [{ kind: "Job" }];
  expect(podOutcome(pod({ metadata: { ownerReferences } }))).toBe("Succeeded");
  expect(podOutcome(pod({ metadata: { ownerReferences, annotations: { [PHASE_ANNOTATION]: "Failed" } } }))).toBe(
    "Failed",
  );
  expect(podOutcome(pod({ metadata: { ownerReferences, annotations: { [PHASE_ANNOTATION]: "nonsense" } } }))).toBe(
    "Succeeded",
  );
});

test("a pod that is to end is removed, whatever its phase", () => {
  expect(podOutcome(pod({ metadata: { deletionTimestamp: "now" }, status: { phase: "Succeeded" } }))).toBe("removed");
});

test("a pod that ended stays as it is", () => {
  expect(podOutcome(pod({ status: { phase: "Failed" } }))).toBe("settled");
});

test("a running pod is ready, its init containers are done, its sidecars run", () => {
  const initContainers = [{ name: "init" }, { name: "sidecar", restartPolicy: "Always" }];
  expect(podStatus(pod({ spec: { initContainers } }), "Running", PLACE)).toMatchObject({
    phase: "Running",
    podIP: "10.244.0.2",
    hostIP: "192.0.2.10",
    conditions: expect.arrayContaining([expect.objectContaining({ type: "Ready", status: "True" })]) as unknown,
    containerStatuses: [{ name: "app", ready: true, state: { running: {} } }],
    initContainerStatuses: [
      { name: "init", state: { terminated: { exitCode: 0 } } },
      { name: "sidecar", state: { running: {} } },
    ],
  });
});

test.each([
  ["Succeeded", 0],
  ["Failed", 1],
] as const)("a pod that %s has ended its containers with code %d and is not ready", (phase, exitCode) => {
  expect(podStatus(pod({}), phase, PLACE)).toMatchObject({
    phase,
    conditions: expect.arrayContaining([expect.objectContaining({ type: "Ready", status: "False" })]) as unknown,
    containerStatuses: [{ ready: false, state: { terminated: { exitCode } } }],
  });
});

test("the annotations that tests use are part of the contract", () => {
  expect([PHASE_ANNOTATION, ADDRESS_ANNOTATION]).toEqual(["sandbox.hikube.cloud/phase", "sandbox.hikube.cloud/ip"]);
});

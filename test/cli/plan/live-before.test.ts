import { notKnown, withFound } from "../../../src/cli/plan/live-before";
import type { Plan } from "../../../src/cli/plan/plan";
import type { PlannedObject } from "../../../src/cli/plan/planned-objects";
import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";

const ADDRESS = "hikube_tenant.a";

function namespace(annotations: StringMap): KubeObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-a", annotations } };
}

const DECLARED = namespace({ "hikube.cloud/config-size": "1" });
const managed = { type: "hikube_tenant", apiVersion: "v1", kind: "Namespace", name: "tenant-a", hard: {} };

function planned(told: string | undefined, before = DECLARED, after = DECLARED): PlannedObject {
  return {
    address: ADDRESS,
    before,
    after,
    isChanged: true,
    isRecreated: false,
    ...(told === undefined ? {} : { told }),
  };
}

function planOf(object: PlannedObject): Plan {
  const changes = [{ address: ADDRESS, actions: ["change" as const], before: managed, after: managed }];
  return { changes, objects: [object], beside: [], unread: [], commands: [], hasEffect: true };
}

const SIZE = 'changed by kubectl: metadata.annotations["hikube.cloud/config-size"]';

test("what somebody changed stands as it is in the cluster", () => {
  const object = planned(SIZE);
  const plan = withFound(planOf(object), new Map([[object, namespace({ "hikube.cloud/config-size": "9" })]]));
  expect(plan.objects).toMatchObject([{ before: namespace({ "hikube.cloud/config-size": "9" }), after: DECLARED }]);
  expect(plan.changes).toMatchObject([{ actions: ["change"], before: managed }]);
});

test("what is gone is added again", () => {
  const object = planned("missing");
  const plan = withFound(planOf(object), new Map([[object, undefined]]));
  expect(plan.objects[0]?.before).toBeUndefined();
  expect(plan.changes).toEqual([{ address: ADDRESS, actions: ["add"], after: managed }]);
});

test("what is taken over and as declared is not written", () => {
  const object = planned("", namespace({ "hikube.cloud/config-size": "stale" }));
  const plan = {
    ...planOf(object),
    changes: [
      { address: ADDRESS, actions: ["take-over" as const, "change" as const], before: managed, after: managed },
    ],
  };
  const found = withFound(plan, new Map([[object, { ...DECLARED, metadata: { ...DECLARED.metadata, uid: "1" } }]]));
  expect(found.objects).toMatchObject([{ before: DECLARED, isChanged: false }]);
  expect(found.changes).toMatchObject([{ actions: ["take-over"] }]);
});

test("where the cluster gave no answer all stays as it is planned", () => {
  const object = planned(SIZE);
  expect(withFound(planOf(object), new Map())).toEqual(planOf(object));
});

test.each([
  ["as the state has it", planned(undefined), false],
  ["other in the cluster", planned(SIZE), true],
  ["taken over", planned(""), true],
  [
    "taken over past its end, which stays suspended",
    planned("", DECLARED, namespace({ "hikube.cloud/expires-at": "2020-01-01T00:00:00Z" })),
    false,
  ],
])("an object that is %s is asked for: %#", (_, object, isAsked) => {
  expect(notKnown(planOf(object))).toEqual(isAsked ? [object] : []);
});

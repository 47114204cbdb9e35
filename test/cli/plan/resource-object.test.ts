import { liveManifest, resourceObject, withUnknown } from "../../../src/cli/plan/resource-object";
import { UNKNOWN } from "../../../src/review/state";
import { platformObjects } from "../../../src/model/platform/platform";
import { forestObjects } from "../../../src/model/tenant/objects/objects";
import { leafMoves } from "../../../src/review/leaves";
import { CLUSTER, SMALL, tree } from "../../model/tenants";
import { typedState } from "./typed-state";

const FOREST = [
  tree({
    name: "a",
    access: { admins: [{ kind: "Group", name: "oidc:x" }], deployers: [{ name: "ci" }] },
    network: {
      internet: "allow",
      expose: [{ fromCidrs: ["0.0.0.0/0"], ports: [{ protocol: "TCP", port: 22 }] }],
      egress: [{ toCidrs: ["10.50.0.0/16"], ports: [{ protocol: "UDP", port: 5000, endPort: 5010 }] }],
    },
    children: [{ name: "b", quota: SMALL }],
  }),
];
const { base } = platformObjects({ cluster: CLUSTER, guardrails: true });
const OBJECTS = [...base, ...forestObjects(FOREST).flatMap(({ objects }) => objects)];

test("every object of tenants and platform comes out of its resource's values as it went in", () => {
  const kinds = new Set<string>();
  for (const object of OBJECTS) {
    const state = typedState(object);
    if (state === undefined) continue;
    kinds.add(object.kind);
    expect([object.metadata.name, leafMoves(object, resourceObject(state.type, state.values))]).toEqual([
      object.metadata.name,
      [],
    ]);
  }
  expect(kinds.size).toBe(8);
});

test("a selector of everything, a rule of everything, and none at all are three things", () => {
  const policy = (spec: object) =>
    resourceObject("kubernetes_network_policy_v1", { metadata: [{ name: "n" }], spec: [spec] })?.spec;
  const peer = { ip_block: [], namespace_selector: [{ match_expressions: [], match_labels: {} }], pod_selector: [] };
  expect(
    policy({ pod_selector: [{}], ingress: [{ from: [peer], ports: [] }], egress: [], policy_types: ["Ingress"] }),
  ).toEqual({
    podSelector: {},
    ingress: [{ from: [{ namespaceSelector: { matchLabels: {} } }] }],
    policyTypes: ["Ingress"],
  });
  expect(policy({ pod_selector: [{}], ingress: [{ from: [], ports: [] }, null], policy_types: [] })).toMatchObject({
    ingress: [{}, {}],
  });
});

test("what is only known after the apply is marked in its place", () => {
  const after = { metadata: [{ name: "n" }], spec: [{ egress: [{ to: [{ ip_block: [{ except: [] }] }] }] }] };
  const unknown = {
    id: true,
    metadata: [{ uid: true }],
    spec: [{ egress: [{ to: [{ ip_block: [{ cidr: true }] }] }] }],
  };
  expect(resourceObject("kubernetes_network_policy_v1", withUnknown(after, unknown))?.spec).toEqual({
    egress: [{ to: [{ ipBlock: { cidr: UNKNOWN } }] }],
  });
});

test("of a live manifest what its author wrote is compared, not what the server added", () => {
  const manifest = { apiVersion: "v1", kind: "K", metadata: { name: "n" }, spec: { a: 1, list: [{ x: 1 }] } };
  const object = {
    ...manifest,
    metadata: { name: "n", uid: "u" },
    spec: { a: 2, added: true, list: [{ x: 1, y: 2 }, { z: 3 }] },
    status: {},
  };
  expect(liveManifest({ manifest, object })).toEqual({
    ...{ apiVersion: "v1", kind: "K", metadata: { name: "n" } },
    spec: { a: 2, list: [{ x: 1 }, { z: 3 }] },
  });
});

import {
  connectivityMatrix,
  evaluator,
  unjudgedPairs,
  withSamplePods,
  type ClusterSnapshot,
} from "../../src/connectivity";
import { CLUSTER, tenantSnapshot } from "./tenant-snapshot";
import { randomCase } from "./random-snapshot";

const DECLARED = tenantSnapshot();
const VICTIM = "tenant-live-shop";
const LIMITS = { across: [100_000, 1_000_000], inside: [20_000, 100_000] } as const;

type Spec = Readonly<Record<string, unknown>>;

function policies(count: number, specOf: (index: number) => Spec): ClusterSnapshot["policies"] {
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: `attack-${index}`, namespace: VICTIM },
    spec: specOf(index),
  }));
}

function pods(count: number, labelsOf: (index: number) => Readonly<Record<string, string>>): ClusterSnapshot["pods"] {
  return Array.from({ length: count }, (_, index) => {
    return { namespace: VICTIM, name: `attack-${index}`, labels: labelsOf(index), ip: `10.244.7.${index & 255}` };
  });
}

function attacked(
  foreign: ClusterSnapshot["policies"],
  more: ClusterSnapshot["pods"] = [],
  labels = 2000,
): ClusterSnapshot {
  const snapshot = { ...DECLARED, policies: [...DECLARED.policies, ...foreign], pods: [...DECLARED.pods, ...more] };
  return withSamplePods(snapshot, CLUSTER, { labels });
}

const matrixOf = (snapshot: ClusterSnapshot) => connectivityMatrix(snapshot, { limits: LIMITS });

/** Pairs that fare otherwise than without the attack. */
function changedPairs(snapshot: ClusterSnapshot): readonly string[] {
  const [calm, now] = [connectivityMatrix(DECLARED), matrixOf(snapshot)];
  return now.cells.flatMap((row, from) =>
    row.flatMap((cell, to) => {
      const same = cell?.verdict === calm.cells[from]![to]?.verdict;
      return same ? [] : [`${now.groups[from]!.name} ${now.groups[to]!.name} ${cell?.verdict}`];
    }),
  );
}

const INSIDE = [`${VICTIM} ${VICTIM} unknown`];

describe("policies and pods of one tenant that are made to be costly cost its own cell alone:", () => {
  const own = (selector: Spec) => [{ podSelector: selector }];

  test.each<[string, ClusterSnapshot]>([
    [
      "labels of which no two are alike",
      attacked(
        policies(300, (index) => ({
          podSelector: { matchLabels: { [`k${index}`]: "v" } },
          ingress: [{ from: own({ matchLabels: { [`p${index}`]: "v" } }), ports: [{ port: index + 1 }] }],
        })),
        pods(150, (index) => ({ [`k${index}`]: "v", [`p${index}`]: "v" })),
      ),
    ],
    [
      "expressions that leave pods out",
      attacked(
        policies(200, (index) => ({
          podSelector: { matchExpressions: [{ key: `k${index}`, operator: "NotIn", values: ["a", "b"] }] },
          policyTypes: ["Ingress", "Egress"],
          egress: [{ to: own({ matchExpressions: [{ key: `p${index}`, operator: "Exists" }] }) }],
        })),
        pods(300, (index) => ({ [`k${index}`]: "a" })),
      ),
    ],
    [
      "one policy of very many conditions",
      attacked(
        policies(1, () => ({
          podSelector: {
            matchExpressions: Array.from({ length: 5000 }, (_, key) => ({ key: `k${key}`, operator: "DoesNotExist" })),
          },
        })),
      ),
    ],
    [
      "one policy for all pods with very many peers",
      attacked(
        policies(1, () => ({
          podSelector: {},
          ingress: [
            { from: Array.from({ length: 3000 }, (_, peer) => own({ matchLabels: { [`p${peer}`]: "v" } })[0]) },
          ],
        })),
      ),
    ],
    [
      "rules with very many ports",
      attacked(
        policies(60, (index) => ({
          podSelector: { matchExpressions: [{ key: `k${index}`, operator: "NotIn", values: ["a"] }] },
          ingress: [
            { from: own({}), ports: Array.from({ length: 500 }, (_, port) => ({ port: 2 * port + 1 + index })) },
          ],
        })),
        pods(200, (index) => ({ [`k${index}`]: "a" })),
      ),
    ],
  ])("%s", (_what, snapshot) => {
    expect(changedPairs(snapshot)).toEqual(INSIDE);
  });

  test("thousands of labels that no selector names make no kind of pod", () => {
    const labels = (index: number) =>
      Object.fromEntries(Array.from({ length: 300 }, (_, key) => [`k${index}-${key}`, "v"]));
    expect(changedPairs(attacked([], pods(50, labels)))).toEqual([]);
  });

  test("values that no selector names make no kind of pod", () => {
    const foreign = policies(1, () => ({ podSelector: { matchLabels: { app: "web" } }, ingress: [{ from: own({}) }] }));
    expect(
      changedPairs(
        attacked(
          foreign,
          pods(500, (index) => ({ app: `app${index}` })),
        ),
      ),
    ).toEqual([]);
  });
});

test("policies across tenants that are too costly make the cells of their tenant unknown, and no other", () => {
  const snapshot = attacked(
    policies(200, (index) => ({
      podSelector: { matchExpressions: [{ key: `k${index}`, operator: "NotIn", values: ["a"] }] },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              ipBlock: {
                cidr: "32.0.0.0/4",
                except: Array.from({ length: 200 }, (_, part) => `32.${part}.${index}.0/25`),
              },
            },
          ],
          ports: [{ port: index + 1 }],
        },
      ],
    })),
    pods(150, (index) => ({ [`k${index}`]: "a" })),
  );
  const unjudged = unjudgedPairs(matrixOf(snapshot));
  expect(unjudged.length).toBeGreaterThan(0);
  for (const pair of unjudged) expect(pair).toContain(VICTIM);
});

test("a limit changes no cell that is judged", () => {
  let judged = 0;
  for (let seed = 2000; seed < 2020; seed++) {
    const { snapshot } = randomCase(seed, 1);
    const whole = connectivityMatrix(snapshot);
    const limited = connectivityMatrix(snapshot, { limits: { across: [400, 1500], inside: [150, 500] } });
    const pairs = limited.cells.flatMap((row, from) => row.map((cell, to) => ({ cell, from, to })));
    for (const { cell, from, to } of pairs.filter((pair) => pair.cell?.verdict !== "unknown")) {
      expect(cell).toEqual(whole.cells[from]![to]);
      judged += 1;
    }
  }
  expect(judged).toBeGreaterThan(20);
});

test("a pod is added for a selector whose first value another condition leaves out", () => {
  const foreign = policies(1, () => ({
    podSelector: {
      matchExpressions: [
        { key: "app", operator: "In", values: ["a", "b"] },
        { key: "app", operator: "NotIn", values: ["a"] },
      ],
    },
    policyTypes: ["Egress"],
    egress: [{}],
  }));
  const snapshot = attacked(foreign);
  const meant = snapshot.pods.find(({ namespace, labels }) => namespace === VICTIM && labels?.app === "b");
  const from = { namespace: VICTIM, pod: meant!.name };
  expect(evaluator(snapshot)({ from, to: { outside: "8.8.8.8" }, port: 443 }).allowed).toBe(true);
});

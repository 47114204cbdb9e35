import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { Labels, Protocol } from "../../src/connectivity";

/** Every pod of the namespaces x, y and z, each with the pods a, b and c, is tried against every other one. */
export interface NetpolCase {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** A state of the cluster, and what then holds. */
export interface Step {
  readonly policies: readonly KubeObject[];
  /** Labels added to pods (`x/a`) or namespaces (`x`). */
  readonly labels?: Readonly<Record<string, Labels>>;
  readonly port?: number;
  readonly protocol?: Protocol;
  /** `deny from > to` or `allow from > to`, where an end is `*`, `x` or `x/a`; the last that fits counts, else allowed. */
  readonly rules: readonly string[];
}

type Spec = Readonly<Record<string, unknown>>;

/** Addresses that the cases with blocks build on. */
export const ADDRESSES: Readonly<Record<string, string>> = { "x/b": "10.9.1.2", "y/b": "10.9.2.2" };

const policy = (spec: Spec): KubeObject => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: `p-${JSON.stringify(spec).length}`, namespace: "x" },
  spec,
});
const ALL = {};
const A = { matchLabels: { pod: "a" } };
const pod = (...names: string[]) => ({
  podSelector: { matchExpressions: [{ key: "pod", operator: "In", values: names }] },
});
const podLabel = (name: string) => ({ podSelector: { matchLabels: { pod: name } } });
const ns = (name: string) => ({ namespaceSelector: { matchLabels: { ns: name } } });
const nsExpression = (operator: string, name: string, key = "ns") => ({
  namespaceSelector: { matchExpressions: [{ key, operator, values: [name] }] },
});
const block = (cidr: string, ...except: string[]) => ({ ipBlock: { cidr, except } });
const ingress = (target: unknown, ...rules: Spec[]) =>
  policy({ podSelector: target, policyTypes: ["Ingress"], ingress: rules });
const egress = (target: unknown, ...rules: Spec[]) =>
  policy({ podSelector: target, policyTypes: ["Egress"], egress: rules });
const both = (target: unknown, spec: Spec) =>
  policy({ podSelector: target, policyTypes: ["Ingress", "Egress"], ...spec });
const from = (...peers: Spec[]) => ({ from: peers });
const to = (...peers: Spec[]) => ({ to: peers });
const port = (number: number | string, protocol?: Protocol) => ({ port: number, protocol });
const one = (
  name: string,
  policies: readonly KubeObject[],
  rules: readonly string[],
  rest: Partial<Step> = {},
): NetpolCase => ({
  name,
  steps: [{ policies, rules, ...rest }],
});

const DENY_INGRESS = ["deny * > x"];
const DENY_A = ["deny * > x/a"];
const Y_ONLY = ["deny x > x/a", "deny z > x/a"];
const y81 = (protocol: Protocol) => ingress(A, { ...from(ns("y")), ports: [port(81, protocol)] });
const y80 = ingress(A, { ...from(ns("y")), ports: [port(80, "TCP")] });
const yPodA = ingress(A, from({ ...ns("y"), ...podLabel("a") }));
const notXAnd = (selector: Spec) => ingress(A, from({ ...nsExpression("NotIn", "x"), ...selector }));

/** The 48 cases of the Kubernetes suite `Netpol` (test/e2e/network/netpol of release 1.35), retold. */
export const NETPOL_CASES: readonly NetpolCase[] = [
  one("nothing comes in where ingress has no rules", [ingress(ALL)], DENY_INGRESS),
  one("nothing comes in or goes out where both have none", [both(ALL, {})], [...DENY_INGRESS, "deny x > *"]),
  one(
    "pods of the namespace come in by their label",
    [ingress(A, from(podLabel("b")))],
    [...DENY_A, "allow x/b > x/a"],
  ),
  one(
    "one target is open to all in a closed namespace",
    [ingress(ALL), ingress(A, from({ podSelector: {}, namespaceSelector: {} }))],
    ["deny * > x/b", "deny * > x/c"],
  ),
  one("all namespaces come in", [ingress(A, from({ namespaceSelector: { matchLabels: {} } }))], []),
  one("one other namespace comes in", [ingress(A, from(ns("y")))], Y_ONLY),
  one("pods come in by an expression", [ingress(A, from(pod("b")))], [...DENY_A, "allow x/b > x/a"]),
  one("namespaces come in by an expression", [ingress(A, from(nsExpression("In", "y")))], Y_ONLY),
  one("two peers are alternatives", [ingress(A, from(nsExpression("NotIn", "x"), podLabel("b")))], ["deny x/c > x/a"]),
  one(
    "both selectors of one peer must fit",
    [notXAnd(podLabel("b"))],
    [...DENY_A, "allow y/b > x/a", "allow z/b > x/a"],
  ),
  one("both may be expressions", [notXAnd(pod("b", "c"))], ["deny x > x/a", "deny y/a > x/a", "deny z/a > x/a"]),
  one(
    "any of several pod selectors is enough",
    [ingress(A, from(podLabel("b"), podLabel("c")))],
    [...DENY_A, "allow x/b > x/a", "allow x/c > x/a"],
  ),
  one("only a certain pod of another namespace comes in", [yPodA], [...DENY_A, "allow y/a > x/a"]),
  one("a port is open to one namespace", [y81("TCP")], Y_ONLY, { port: 81 }),
  {
    name: "overlapping policies add up",
    steps: [
      { policies: [y81("TCP")], port: 81, rules: Y_ONLY },
      { policies: [y81("TCP")], port: 80, rules: DENY_A },
      { policies: [y81("TCP"), y80], port: 80, rules: Y_ONLY },
    ],
  },
  {
    name: "an empty rule lets everything in",
    steps: [80, 81].map((number) => ({ policies: [ingress(ALL, {})], port: number, rules: [] })),
  },
  {
    name: "a port is open by its name",
    steps: [
      { policies: [ingress(ALL, { ports: [port("serve-81-tcp")] })], port: 81, rules: [] },
      { policies: [ingress(ALL, { ports: [port("serve-81-tcp")] })], port: 80, rules: DENY_INGRESS },
    ],
  },
  {
    name: "a port is open by its name to one namespace",
    steps: [
      { policies: [ingress(A, { ...from(ns("y")), ports: [port("serve-80-tcp", "TCP")] })], rules: Y_ONLY },
      { policies: [ingress(A, { ...from(ns("y")), ports: [port("serve-80-tcp", "TCP")] })], port: 81, rules: DENY_A },
    ],
  },
  {
    name: "a port is open by its name on the way out",
    steps: [
      { policies: [egress(ALL, { ports: [port("serve-80-tcp")] })], rules: [] },
      { policies: [egress(ALL, { ports: [port("serve-80-tcp")] })], port: 81, rules: ["deny x > *"] },
    ],
  },
  {
    name: "a changed policy counts as it is now",
    steps: [
      { policies: [ingress(ALL, {})], port: 81, rules: [] },
      { policies: [ingress(ALL)], port: 81, rules: DENY_INGRESS },
    ],
  },
  {
    name: "a namespace that gets the label comes in",
    steps: [
      { policies: [ingress(A, from({ namespaceSelector: { matchLabels: { ns2: "new" } } }))], rules: DENY_A },
      {
        policies: [ingress(A, from({ namespaceSelector: { matchLabels: { ns2: "new" } } }))],
        labels: { y: { ns2: "new" } },
        rules: [...DENY_A, "allow y > x/a"],
      },
    ],
  },
  {
    name: "a pod that gets the label comes in",
    steps: [
      { policies: [ingress(A, from({ podSelector: { matchLabels: { pod: "b", pod2: "new" } } }))], rules: DENY_A },
      {
        policies: [ingress(A, from({ podSelector: { matchLabels: { pod: "b", pod2: "new" } } }))],
        labels: { "x/b": { pod2: "new" } },
        rules: [...DENY_A, "allow x/b > x/a"],
      },
    ],
  },
  one(
    "an empty pod selector means the own namespace",
    [ingress(ALL, from({ podSelector: {} }))],
    ["deny y > x", "deny z > x"],
  ),
  {
    name: "a pod that gets the label is closed",
    steps: [
      { policies: [ingress({ matchLabels: { target: "closed" } })], rules: [] },
      {
        policies: [ingress({ matchLabels: { target: "closed" } })],
        labels: { "x/a": { target: "closed" } },
        rules: DENY_A,
      },
    ],
  },
  one("nothing leaves a pod", [egress(A)], ["deny x/a > *"]),
  one("nothing leaves a namespace", [egress(ALL)], ["deny x > *"]),
  {
    name: "one policy bounds both directions",
    steps: [80, 81].map((number) => ({
      policies: [both(A, { ingress: [from(podLabel("b"))], egress: [{ ports: [port(80)] }] })],
      port: number,
      rules: number === 80 ? [...DENY_A, "allow x/b > x/a"] : [...DENY_A, "deny x/a > *", "allow x/b > x/a"],
    })),
  },
  one(
    "the source decides although the server allows",
    [egress(A, to({ ...ns("y"), ...podLabel("a") })), inY("a"), inY("b")],
    ["deny x/a > *", "deny * > y/a", "deny * > y/b", "allow x/a > y/a"],
  ),
  one(
    "only a certain pod of another namespace is reached",
    [egress(A, to({ ...ns("y"), ...podLabel("a") }))],
    ["deny x/a > *", "allow x/a > y/a"],
  ),
  {
    name: "a protocol without a port opens all its ports",
    steps: [
      { policies: [ingress(A, { ports: [{ protocol: "TCP" }] })], rules: [] },
      { policies: [ingress(A, { ports: [{ protocol: "TCP" }] })], protocol: "UDP", rules: DENY_A },
    ],
  },
  {
    name: "an ingress policy that allows all outweighs a narrow one",
    steps: [
      { policies: [ingress(ALL, { ports: [port(80)] })], port: 81, rules: DENY_INGRESS },
      { policies: [ingress(ALL, { ports: [port(80)] }), ingress(ALL, {})], port: 81, rules: [] },
    ],
  },
  {
    name: "an egress policy that allows all outweighs a narrow one",
    steps: [
      { policies: [egress(ALL, { ports: [port(80)] })], port: 81, rules: ["deny x > *"] },
      { policies: [egress(ALL, { ports: [port(80)] }), egress(ALL, {})], port: 81, rules: [] },
    ],
  },
  {
    name: "a deleted policy counts no more",
    steps: [
      { policies: [both(ALL, {})], rules: [...DENY_INGRESS, "deny x > *"] },
      { policies: [], rules: [] },
    ],
  },
  one("a pod is reached by its address", [egress(A, to(block("10.9.2.2/32")))], ["deny x/a > *", "allow x/a > y/b"]),
  one("an address is excepted", [egress(A, to(block("10.0.0.0/8", "10.9.1.2/32")))], ["deny x/a > x/b"]),
  {
    name: "what one block excepts another may allow",
    steps: [
      { policies: [egress(A, to(block("10.0.0.0/8", "10.9.1.2/32")))], rules: ["deny x/a > x/b"] },
      { policies: [egress(A, to(block("10.9.1.2/32")))], rules: ["deny x/a > *", "allow x/a > x/b"] },
      { policies: [egress(A, to(block("10.0.0.0/8", "10.9.1.2/32"))), egress(A, to(block("10.9.1.2/32")))], rules: [] },
    ],
  },
  {
    name: "the two directions of a pod are independent",
    steps: [
      { policies: [egress(A, {})], rules: [] },
      { policies: [egress(A, {}), ingress(A)], rules: DENY_A },
    ],
  },
  one("SCTP is not TCP", [ingress(ALL), ingress(A, { ports: [port(81, "SCTP")] })], DENY_INGRESS, { port: 81 }),
  one("a policy on SCTP isolates from TCP", [ingress(A, { ports: [port(80, "SCTP")] })], DENY_A, { port: 81 }),
  one("a policy on UDP does not open TCP", [ingress(A, { ports: [port(81, "UDP")] })], DENY_A, { port: 81 }),
  one(
    "a namespace comes in by the label with its name",
    [ingress(A, from({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "y" } } }))],
    Y_ONLY,
  ),
  one(
    "an expression reads the label with the name",
    [egress(A, to(nsExpression("NotIn", "y", "kubernetes.io/metadata.name")))],
    ["deny x/a > y"],
  ),
  ...(["UDP", "SCTP"] as const).flatMap((protocol) => [
    one(`${protocol}: nothing comes in where ingress has no rules`, [ingress(ALL)], DENY_INGRESS, { protocol }),
    one(`${protocol}: a port is open to one namespace`, [y81(protocol)], Y_ONLY, { port: 81, protocol }),
    one(`${protocol}: only a certain pod of another namespace comes in`, [yPodA], [...DENY_A, "allow y/a > x/a"], {
      protocol,
    }),
  ]),
];

function inY(name: string): KubeObject {
  const object = ingress({ matchLabels: { pod: name } }, from({ ...ns("x"), ...podLabel("a") }));
  return { ...object, metadata: { name: `in-${name}`, namespace: "y" } };
}

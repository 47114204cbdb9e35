import { evaluator, type Query, type ClusterSnapshot } from "../../src/connectivity";

type Spec = Readonly<Record<string, unknown>>;

const A = { namespace: "x", pod: "a" };
const B = { namespace: "x", pod: "b" };
const OTHER = { namespace: "y", pod: "c" };

function snapshot(...specs: readonly Spec[]): ClusterSnapshot {
  return {
    namespaces: [{ name: "x", labels: { team: "blue" } }, { name: "y" }],
    pods: [
      { namespace: "x", name: "a", ip: "10.0.0.1", labels: { app: "a" }, ports: [{ name: "web", port: 8080 }] },
      {
        namespace: "x",
        name: "b",
        ip: "2001:db8::b",
        labels: { app: "b", constructor: "yes" },
        ports: [
          { name: "web", port: 9090 },
          { name: "dns", port: 53, protocol: "UDP" },
        ],
      },
      { namespace: "y", name: "c" },
    ],
    policies: specs.map((spec, index) => ({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: `p${index}`, namespace: "x" },
      spec,
    })),
    outside: [{ name: "internet", ip: "8.8.8.8" }],
  };
}

const ask = (query: Partial<Query>, ...specs: readonly Spec[]) =>
  evaluator(snapshot(...specs))({ from: A, to: B, port: 80, ...query });

describe("policyTypes", () => {
  const leaves = (spec: Spec) => ask({}, spec).egress.isolatedBy.length === 0;
  const enters = (spec: Spec) => ask({}, spec).ingress.isolatedBy.length === 0;

  test("without them ingress is always isolated", () => {
    expect(enters({ podSelector: {} })).toBe(false);
    expect(enters({ podSelector: {}, egress: [{}] })).toBe(false);
  });

  test("without them egress is isolated only by a rule: an empty list is none", () => {
    expect(leaves({ podSelector: {}, egress: [{ ports: [{ port: 1 }] }] })).toBe(false);
    expect(leaves({ podSelector: {}, egress: [] })).toBe(true);
    expect(leaves({ podSelector: {}, policyTypes: [], egress: [] })).toBe(true);
  });

  test("rules of a direction that is not named do nothing", () => {
    expect(enters({ podSelector: {}, policyTypes: ["Egress"], ingress: [] })).toBe(true);
    expect(leaves({ podSelector: {}, policyTypes: ["Ingress"], egress: [{ ports: [{ port: 1 }] }] })).toBe(true);
  });
});

describe("rules", () => {
  test.each([
    ["no list", {}, false],
    ["an empty list", { ingress: [] }, false],
    ["an empty rule", { ingress: [{}] }, true],
    ["a rule with empty lists", { ingress: [{ from: [], ports: [] }] }, true],
  ])("%s of rules lets in: %s", (_, spec, expected) => {
    expect(ask({}, { podSelector: {}, policyTypes: ["Ingress"], ...spec }).allowed).toBe(expected);
  });

  test("a namespace selector alone leaves out what is outside the cluster", () => {
    const spec = { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] };
    expect(ask({ from: OTHER }, spec).allowed).toBe(true);
    expect(ask({ from: { outside: "internet" } }, spec).allowed).toBe(false);
  });

  test("a pod selector alone leaves out other namespaces", () => {
    const spec = { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] };
    expect(ask({}, spec).allowed).toBe(true);
    expect(ask({ from: OTHER }, spec).allowed).toBe(false);
  });

  test("a policy speaks for its own namespace only", () => {
    expect(ask({ to: OTHER }, { podSelector: {} }).ingress.isolatedBy).toEqual([]);
  });
});

describe("selectors", () => {
  const enters = (podSelector: Spec) =>
    ask({ from: B, to: A }, { podSelector: { matchLabels: { app: "a" } }, ingress: [{ from: [{ podSelector }] }] })
      .allowed;
  const expression = (key: string, operator: string, ...values: string[]) => ({
    matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }],
  });

  test.each([
    ["NotIn holds for a missing label", expression("role", "NotIn", "x"), true],
    ["NotIn fails for its value", expression("app", "NotIn", "a", "b"), false],
    ["In fails for a missing label", expression("role", "In", "x"), false],
    ["DoesNotExist holds for a missing label", expression("role", "DoesNotExist"), true],
    ["Exists wants the label", expression("role", "Exists"), false],
    ["an empty value wants the label", { matchLabels: { role: "" } }, false],
    ["what every object inherits is no label", expression("toString", "Exists"), false],
    ["a label may be called constructor", expression("constructor", "In", "yes"), true],
    ["labels and expressions must all hold", { matchLabels: { app: "b" }, ...expression("app", "NotIn", "b") }, false],
  ])("%s", (_, selector, expected) => {
    expect(enters(selector)).toBe(expected);
  });
});

describe("ports", () => {
  const opens = (ports: readonly Spec[], query: Partial<Query>) =>
    ask(query, { podSelector: {}, ingress: [{ ports }] }).allowed;

  test("a port without a protocol is TCP", () => {
    expect(opens([{ port: 80 }], { protocol: "TCP" })).toBe(true);
    expect(opens([{ port: 80 }], { protocol: "UDP" })).toBe(false);
    expect(opens([{}], { protocol: "SCTP" })).toBe(false);
  });

  test.each([
    [79, false],
    [80, true],
    [90, true],
    [91, false],
  ])("a range holds both its ends: %i %s", (port, expected) => {
    expect(opens([{ port: 80, endPort: 90 }], { port })).toBe(expected);
  });

  test("a name means the destination's port, with its protocol", () => {
    expect(opens([{ port: "web" }], { port: 9090 })).toBe(true);
    expect(opens([{ port: "web" }], { port: 8080 })).toBe(false);
    expect(opens([{ port: "dns" }], { port: 53 })).toBe(false);
    expect(opens([{ port: "dns" }], { port: 53, protocol: "UDP" })).toBe(false);
    expect(opens([{ port: "dns", protocol: "UDP" }], { port: 53, protocol: "UDP" })).toBe(true);
  });

  test("on the way out too, and an address outside has no names", () => {
    const egress = {
      podSelector: { matchLabels: { app: "a" } },
      policyTypes: ["Egress"],
      egress: [{ ports: [{ port: "web" }] }],
    };
    expect(ask({ port: 9090 }, egress).allowed).toBe(true);
    expect(ask({ port: 8080 }, egress).allowed).toBe(false);
    expect(ask({ to: { outside: "internet" }, port: 8080 }, egress).allowed).toBe(false);
  });

  test("a query may name the port", () => {
    expect(opens([{ port: 9090 }], { port: "web" })).toBe(true);
    expect(() => opens([], { port: "nothing" })).toThrow('no TCP port named "nothing"');
  });
});

describe("blocks", () => {
  const reaches = (to: Query["to"], ...blocks: readonly Spec[]) =>
    ask({ to }, { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: blocks.map((ipBlock) => ({ ipBlock })) }] })
      .egress.allowed;

  test("hold pods by their addresses, of both families", () => {
    expect(reaches(B, { cidr: "::/0" })).toBe(true);
    expect(reaches(B, { cidr: "0.0.0.0/0" })).toBe(false);
    expect(reaches(B, { cidr: "2001:db8::/32", except: ["2001:db8::a/127"] })).toBe(false);
  });

  test("hold no pod whose address is unknown", () => {
    expect(reaches(OTHER, { cidr: "0.0.0.0/0" }, { cidr: "::/0" })).toBe(false);
  });

  test("an exception of one is no exception of another", () => {
    const outside = { outside: "10.1.2.3" };
    expect(reaches(outside, { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] })).toBe(false);
    expect(reaches(outside, { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] }, { cidr: "10.1.2.0/24" })).toBe(true);
  });
});

describe("answers", () => {
  const deny = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

  test("name the policies that isolate and those that let through", () => {
    const allow = { podSelector: { matchLabels: { app: "b" } }, ingress: [{}] };
    expect(ask({}, deny, allow)).toEqual({
      allowed: false,
      egress: { allowed: false, isolatedBy: ["x/p0"], by: [] },
      ingress: { allowed: true, isolatedBy: ["x/p0", "x/p1"], by: ["x/p1"] },
    });
  });

  test("a pod reaches itself under any policy", () => {
    expect(ask({ to: A }, deny).allowed).toBe(true);
  });

  test("nothing isolates what is outside", () => {
    expect(ask({ from: { outside: "8.8.4.4" }, to: { outside: "internet" } }, deny).allowed).toBe(true);
  });

  test.each([
    [{ to: { namespace: "x", pod: "z" } }, "no pod x/z"],
    [{ to: { outside: "nowhere" } }, 'invalid IP address "nowhere" of the query'],
    [{ port: 0 }, "invalid port 0"],
    [{ port: 65_536 }, "invalid port 65536"],
  ])("a query about what is not there is refused: %j", (query, message) => {
    expect(() => ask(query)).toThrow(message);
  });

  test("a pod in a namespace that the snapshot lacks is refused", () => {
    const broken: ClusterSnapshot = { namespaces: [], pods: [{ namespace: "x", name: "a" }], policies: [] };
    expect(() => evaluator(broken)).toThrow("pod x/a is in a namespace that the snapshot lacks");
  });
});

import { formatPath, SpecError } from "../../src/model/issue";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { parsePolicies } from "../../src/connectivity/parse-policy";

const policy = (spec: unknown, apiVersion = "networking.k8s.io/v1") => ({
  apiVersion,
  kind: "NetworkPolicy",
  metadata: { name: "p", namespace: "x" },
  spec,
});
const ingress = (rule: unknown) => ({ podSelector: {}, ingress: [rule] });
const port = (value: unknown) => ingress({ ports: [value] });
const peer = (value: unknown) => ingress({ from: [value] });
const expression = (value: unknown) => ({ podSelector: { matchExpressions: [value] } });

/** `path code` of every fault. */
function faultsOf(policies: readonly KubeObject[]): readonly string[] {
  try {
    parsePolicies(policies);
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.issues.map(({ path, code }) => `${formatPath(path)} ${code}`);
  }
}

test.each([
  ["an unknown type", { policyTypes: ["ingress"] }, "x/p.spec.policyTypes[0] unknown-value"],
  ["an unknown protocol", port({ protocol: "ICMP" }), "x/p.spec.ingress[0].ports[0].protocol unknown-value"],
  ["port 0", port({ port: 0 }), "ports[0].port invalid-port"],
  ["port 65536", port({ port: 65_536 }), "ports[0].port invalid-port"],
  ["a fraction", port({ port: 80.5 }), "ports[0].port invalid-port"],
  ["a number as a name", port({ port: "80" }), "ports[0].port invalid-port"],
  ["a long name", port({ port: "abcdefghijklmnop" }), "ports[0].port invalid-port"],
  ["a range that ends before it starts", port({ port: 81, endPort: 80 }), "ports[0].endPort invalid-port"],
  ["a range without a start", port({ endPort: 80 }), "ports[0].endPort invalid-network-policy"],
  ["a range from a name", port({ port: "http", endPort: 80 }), "ports[0].endPort invalid-network-policy"],
  ["an empty peer", peer({}), "x/p.spec.ingress[0].from[0] missing-field"],
  [
    "a block beside a selector",
    peer({ ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }),
    "from[0] exactly-one-field",
  ],
  ["a wrong block", peer({ ipBlock: { cidr: "10.0.0.0" } }), "from[0].ipBlock.cidr invalid-cidr"],
  ["a missing block", peer({ ipBlock: {} }), "from[0].ipBlock.cidr wrong-type"],
  ["a wrong exception", peer({ ipBlock: { cidr: "10.0.0.0/8", except: ["::/x"] } }), "ipBlock.except[0] invalid-cidr"],
  [
    "an unknown operator",
    expression({ key: "a", operator: "Gt", values: ["1"] }),
    "matchExpressions[0].operator unknown-value",
  ],
  ["In without values", expression({ key: "a", operator: "In" }), "values invalid-network-policy"],
  ["Exists with values", expression({ key: "a", operator: "Exists", values: ["b"] }), "values invalid-network-policy"],
  ["a label that is no text", { podSelector: { matchLabels: { a: 1 } } }, "podSelector.matchLabels.a wrong-type"],
  ["rules of the other direction", ingress({ to: [] }), "x/p.spec.ingress[0].to unknown-field"],
  ["a misspelt field", { podselector: {} }, "x/p.spec.podselector unknown-field"],
  ["a list that is none", { ingress: {} }, "x/p.spec.ingress wrong-type"],
  ["a text for an object", { podSelector: "all" }, "x/p.spec.podSelector wrong-type"],
  ["null in a list", { ingress: [{ from: [null] }] }, "x/p.spec.ingress[0].from[0] missing-field"],
])("%s is refused with its path", (_, spec, end) => {
  expect(faultsOf([policy(spec)]).filter((fault) => fault.endsWith(end))).toHaveLength(1);
});

test.each([1, 65_535])("port %s is one", (number) => {
  expect(() => parsePolicies([policy(port({ port: number, endPort: 65_535 }))])).not.toThrow();
});

test("another API version is refused: its fields may mean something else", () => {
  expect(faultsOf([policy({}, "extensions/v1beta1")])).toEqual(["x/p.apiVersion unsupported-version"]);
});

test("all faults of all policies are told at once", () => {
  expect(faultsOf([policy(port({ port: 0, protocol: "X" })), policy(peer({}))])).toHaveLength(3);
});

test("objects of other kinds are passed over", () => {
  expect(
    parsePolicies([{ apiVersion: "v1", kind: "Service", metadata: { name: "s" }, spec: { ports: [{ port: 0 }] } }]),
  ).toEqual([]);
});

test("null is a missing field, as in the API", () => {
  const [parsed] = parsePolicies([policy({ podSelector: null, policyTypes: null, ingress: null, egress: null })]);
  expect(parsed).toEqual({ id: "x/p", namespace: "x", podSelector: [], ingress: [] });
});

test("a policy without a namespace is in default", () => {
  const [parsed] = parsePolicies([{ ...policy({}), metadata: { name: "p" } }]);
  expect(parsed?.id).toBe("default/p");
});

import { SpecError } from "../../src/model/issue";
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

test.each([
  ["an unknown type", { policyTypes: ["ingress"] }, "x/p.spec.policyTypes[0]: invalid value"],
  ["an unknown protocol", port({ protocol: "ICMP" }), "x/p.spec.ingress[0].ports[0].protocol: invalid value"],
  ["port 0", port({ port: 0 }), "ports[0].port: invalid port"],
  ["port 65536", port({ port: 65_536 }), "ports[0].port: invalid port"],
  ["a fraction", port({ port: 80.5 }), "ports[0].port: invalid port"],
  ["a number as a name", port({ port: "80" }), "ports[0].port: invalid port name"],
  ["a long name", port({ port: "abcdefghijklmnop" }), "ports[0].port: invalid port name"],
  ["a range that ends before it starts", port({ port: 81, endPort: 80 }), "ports[0].endPort: invalid port"],
  ["a range without a start", port({ endPort: 80 }), "ports[0].endPort: not allowed without port"],
  ["a range from a name", port({ port: "http", endPort: 80 }), "ports[0].endPort: not allowed with a named port"],
  ["an empty peer", peer({}), "x/p.spec.ingress[0].from[0]: empty peer"],
  [
    "a block beside a selector",
    peer({ ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }),
    "from[0]: ipBlock and a selector",
  ],
  ["a wrong block", peer({ ipBlock: { cidr: "10.0.0.0" } }), "from[0].ipBlock.cidr: invalid CIDR"],
  ["a missing block", peer({ ipBlock: {} }), "from[0].ipBlock.cidr: must be a string"],
  ["a wrong exception", peer({ ipBlock: { cidr: "10.0.0.0/8", except: ["::/x"] } }), "ipBlock.except[0]: invalid CIDR"],
  [
    "an unknown operator",
    expression({ key: "a", operator: "Gt", values: ["1"] }),
    "matchExpressions[0].operator: invalid value",
  ],
  ["In without values", expression({ key: "a", operator: "In" }), "values: wrong number of values for In"],
  [
    "Exists with values",
    expression({ key: "a", operator: "Exists", values: ["b"] }),
    "values: wrong number of values for Exists",
  ],
  [
    "a label that must be a string",
    { podSelector: { matchLabels: { a: 1 } } },
    "podSelector.matchLabels.a: must be a string",
  ],
  ["rules of the other direction", ingress({ to: [] }), "x/p.spec.ingress[0].to: unknown field"],
  ["a misspelt field", { podselector: {} }, "x/p.spec.podselector: unknown field"],
  ["a list that is none", { ingress: {} }, "x/p.spec.ingress: must be a list"],
  ["a text for an object", { podSelector: "all" }, "x/p.spec.podSelector: must be an object"],
  ["null in a list", { ingress: [{ from: [null] }] }, "x/p.spec.ingress[0].from[0]: empty peer"],
])("%s is refused with its path", (_, spec, message) => {
  expect(() => parsePolicies([policy(spec)])).toThrow(message);
});

test.each([1, 65_535])("port %s is one", (number) => {
  expect(() => parsePolicies([policy(port({ port: number, endPort: 65_535 }))])).not.toThrow();
});

test("another API version is refused: its fields may mean something else", () => {
  expect(() => parsePolicies([policy({}, "extensions/v1beta1")])).toThrow("x/p.apiVersion: unsupported API version");
});

test("all faults of all policies are told at once", () => {
  const faults = [policy(port({ port: 0, protocol: "X" })), policy(peer({}))];
  try {
    parsePolicies(faults);
    throw new Error("was accepted");
  } catch (error) {
    expect(error instanceof SpecError && error.issues.length).toBe(3);
  }
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

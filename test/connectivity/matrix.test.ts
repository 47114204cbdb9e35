import { clusterPlaces, connectivityMatrix, evaluator, toMatrixJson } from "../../src/connectivity";
import type { Cell, Place, Protocol, ClusterSnapshot } from "../../src/connectivity";
import { randomCase } from "./random-snapshot";

type Spec = Readonly<Record<string, unknown>>;

const policy = (namespace: string, spec: Spec, name = "p") => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name, namespace },
  spec,
});

const WEB = { namespace: "shop", name: "web", ip: "10.0.0.1", labels: { app: "web" } };
const DB = { namespace: "shop", name: "db", ip: "10.0.0.2", labels: { app: "db" } };
const BANK = { namespace: "bank", name: "core", ip: "10.0.1.1" };
const snapshot = (...policies: ClusterSnapshot["policies"]): ClusterSnapshot => ({
  namespaces: [{ name: "shop" }, { name: "bank", labels: { "hikube.cloud/parent": "shop" } }, { name: "empty" }],
  pods: [WEB, DB, BANK],
  policies,
});

function cellOf(input: ClusterSnapshot, from: string, to: string, places: readonly Place[] = []): Cell | null {
  const { groups, cells } = connectivityMatrix(input, { places });
  const index = (name: string) => groups.findIndex((group) => group.name === name);
  return cells[index(from)]![index(to)]!;
}

/** Whether a cell lets a port through, for groups of one end each. */
function lets(cell: Cell, protocol: Protocol, port: number): boolean {
  if (cell.verdict !== "partly") return cell.verdict === "allow";
  return cell.ports!.some((text) => {
    const [, name, first = "1", last = first] = /^(\w+)(?: (\d+)(?:-(\d+))?)?$/.exec(text)!;
    return name === protocol && (text === protocol || (Number(first) <= port && port <= Number(last)));
  });
}

test("the matrix agrees with the evaluator on generated snapshots, port by port", () => {
  let open = 0;
  for (let seed = 1000; seed < 1060; seed++) {
    const { snapshot: input, queries } = randomCase(seed, 60);
    const ask = evaluator(input);
    const outside = ["8.8.8.8", "198.51.100.77", "10.0.200.9", "2001:db8:f::1", "2a00:1450::5"];
    const matrix = connectivityMatrix(input, {
      groupOf: (pod) => `${pod.namespace}/${pod.name}`,
      places: outside.map((ip) => ({ name: ip, cidrs: [`${ip}/${ip.includes(":") ? 128 : 32}`] })),
    });
    const index = (ref: (typeof queries)[number]["from"]) => {
      const wanted = "outside" in ref ? ref.outside : `${ref.namespace}/${ref.pod}`;
      return matrix.groups.findIndex(({ name }) => name === wanted);
    };
    for (const query of queries) {
      const cell = matrix.cells[index(query.from)]![index(query.to)]!;
      const { allowed } = ask(query);
      expect({ seed, query, allowed: lets(cell, query.protocol!, Number(query.port)) }).toEqual({
        seed,
        query,
        allowed,
      });
      open += Number(allowed);
    }
  }
  expect(open).toBeGreaterThan(500);
});

describe("a cell", () => {
  test("is allow where no policy stands", () => {
    expect(cellOf(snapshot(), "shop", "bank")).toEqual({ verdict: "allow" });
  });

  test("is deny where nothing comes in", () => {
    expect(cellOf(snapshot(policy("bank", { podSelector: {} })), "shop", "bank")).toEqual({ verdict: "deny" });
  });

  test("tells the ports that all pods share", () => {
    const ports = [{ port: 80 }, { port: 8000, endPort: 8010 }, { protocol: "UDP" }];
    const cell = cellOf(snapshot(policy("bank", { podSelector: {}, ingress: [{ ports }] })), "shop", "bank");
    expect(cell).toEqual({ verdict: "partly", ports: ["TCP 80", "TCP 8000-8010", "UDP"] });
  });

  test("tells who gets through where not all pods do", () => {
    const from = [{ namespaceSelector: {}, podSelector: { matchLabels: { app: "web" } } }];
    const cell = cellOf(
      snapshot(policy("bank", { podSelector: {}, ingress: [{ from, ports: [{ port: 80 }] }] })),
      "shop",
      "bank",
    );
    expect(cell).toEqual({
      verdict: "partly",
      ports: ["TCP 80"],
      parts: [{ from: ["app=web"], to: ["pods without labels"], ports: ["TCP 80"] }],
    });
  });

  test("of a group with itself means two pods of a kind, not one pod and itself", () => {
    expect(cellOf(snapshot(policy("bank", { podSelector: {} })), "bank", "bank")).toEqual({ verdict: "deny" });
  });

  test("is null for a namespace without pods, which the JSON form names", () => {
    expect(cellOf(snapshot(), "shop", "empty")).toBeNull();
    expect(toMatrixJson(connectivityMatrix(snapshot())).unjudged).toEqual(["empty"]);
  });

  test("tells pods with the same labels apart where a block does", () => {
    const pods = ["1", "2", "3"].map((digit) => ({ ...WEB, name: `web${digit}`, ip: `10.0.0.${digit}` }));
    const egress = [{ to: [{ ipBlock: { cidr: "10.0.0.2/32" } }] }];
    const input = {
      ...snapshot(policy("bank", { podSelector: {}, policyTypes: ["Egress"], egress })),
      pods: [...pods, BANK],
    };
    expect(cellOf(input, "bank", "shop")?.parts).toEqual([
      { from: ["pods without labels"], to: ["app=web (like pod shop/web2)"], ports: ["TCP", "UDP", "SCTP"] },
    ]);
  });

  test("knows pods by the labels that policies look at, however many others they carry", () => {
    const pods = ["1", "2"].map((name) => ({ ...WEB, name, labels: { app: "web", "pod-template-hash": name } }));
    const plain = ["3", "4"].map((name) => ({ ...WEB, name, labels: { "pod-template-hash": name } }));
    const from = [{ podSelector: { matchLabels: { app: "web" } } }];
    const input = { ...snapshot(policy("shop", { podSelector: {}, ingress: [{ from }] })), pods: [...plain, ...pods] };
    expect(cellOf(input, "shop", "shop")?.parts).toEqual([
      { from: ["app=web"], to: ["other pods", "app=web"], ports: ["TCP", "UDP", "SCTP"] },
    ]);
  });

  test("puts together what fares alike", () => {
    const values = ["web", "db"];
    const from = [
      { namespaceSelector: {}, podSelector: { matchExpressions: [{ key: "app", operator: "In", values }] } },
    ];
    const input = snapshot(policy("shop", { podSelector: {}, ingress: [{ from }] }));
    const pods = [...input.pods, { ...WEB, name: "plain", labels: {} }];
    expect(cellOf({ ...input, pods }, "shop", "shop")?.parts).toEqual([
      {
        from: ["app=web", "app=db"],
        to: ["app=web", "app=db", "pods without labels"],
        ports: ["TCP", "UDP", "SCTP"],
      },
    ]);
  });

  test("takes values that no selector names for one kind of pod", () => {
    const from = [{ podSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] } }];
    const input = snapshot(policy("shop", { podSelector: {}, ingress: [{ from }] }));
    const pods = [...input.pods, { ...WEB, name: "plain", labels: {} }];
    expect(cellOf({ ...input, pods }, "shop", "shop")?.parts).toEqual([
      { from: ["other pods"], to: ["other pods", "pods without labels"], ports: ["TCP", "UDP", "SCTP"] },
    ]);
  });

  test("names at most twenty parts and counts the rest", () => {
    const pods = Array.from({ length: 30 }, (_, index) => ({
      ...WEB,
      name: `w${index}`,
      labels: { app: `w${index}` },
    }));
    const ingress = pods.slice(1).map(({ labels }, index) => ({
      from: [{ namespaceSelector: {}, podSelector: { matchLabels: labels } }],
      ports: [{ port: 1000 + index }],
    }));
    const input = { ...snapshot(policy("bank", { podSelector: {}, ingress })), pods: [...pods, BANK] };
    const cell = cellOf(input, "shop", "bank");
    expect(cell?.parts).toHaveLength(20);
    expect(cell?.omitted).toBe(9);
  });
});

describe("a place outside", () => {
  const net: Place = { name: "net", cidrs: ["198.51.100.0/24"], except: ["198.51.100.128/25"] };
  const leave = (...rules: readonly Spec[]) =>
    snapshot(policy("bank", { podSelector: {}, policyTypes: ["Egress"], egress: rules }));
  const block = (cidr: string, ...except: string[]) => ({ to: [{ ipBlock: { cidr, except } }] });

  test("is reached in full, whatever lies beyond it", () => {
    expect(cellOf(leave(block("0.0.0.0/0", "198.51.100.192/26")), "bank", "net", [net])).toEqual({ verdict: "allow" });
    expect(cellOf(leave(block("198.51.100.0/26"), block("198.51.100.64/26")), "bank", "net", [net])).toEqual({
      verdict: "allow",
    });
  });

  test("is not reached by a rule for pods or for other addresses", () => {
    expect(
      cellOf(leave({ to: [{ namespaceSelector: {} }] }, block("10.0.0.0/8"), block("::/0")), "bank", "net", [net]),
    ).toEqual({
      verdict: "deny",
    });
  });

  test("shows the corner that a rule opens", () => {
    const rule = { ...block("198.51.100.7/32"), ports: [{ port: 443 }] };
    expect(cellOf(leave(rule), "bank", "net", [net])).toEqual({
      verdict: "partly",
      ports: ["TCP 443"],
      parts: [{ from: ["pods without labels"], to: ["198.51.100.7/32"], ports: ["TCP 443"] }],
    });
  });

  test("adds up what several rules open to the same addresses", () => {
    const cell = cellOf(
      leave({ ...block("0.0.0.0/0"), ports: [{ port: 80 }] }, { ports: [{ port: 443 }] }),
      "bank",
      "net",
      [net],
    );
    expect(cell).toEqual({ verdict: "partly", ports: ["TCP 80", "TCP 443"] });
  });

  test("comes in where a block lets it", () => {
    const input = snapshot(
      policy("bank", { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: "198.51.100.0/25" } }] }] }),
    );
    expect(cellOf(input, "net", "bank", [net])).toEqual({ verdict: "allow" });
    expect(cellOf(input, "net", "shop", [net])).toEqual({ verdict: "allow" });
  });

  test("is not judged against another place", () => {
    expect(cellOf(snapshot(), "net", "sea", [net, { name: "sea", cidrs: ["::/0"] }])).toBeNull();
  });

  test("with certain ports is allowed by these alone", () => {
    const place: Place = { name: "api", cidrs: ["192.0.2.1/32"], ports: [{ protocol: "TCP", port: 6443 }] };
    expect(cellOf(leave({ ...block("192.0.2.1/32"), ports: [{ port: 6443 }] }), "bank", "api", [place])).toEqual({
      verdict: "allow",
    });
    expect(cellOf(leave({ ...block("192.0.2.1/32"), ports: [{ port: 22 }] }), "bank", "api", [place])?.verdict).toBe(
      "partly",
    );
  });
});

test("pods of a place leave their namespace's group", () => {
  const place: Place = { name: "database", namespace: "shop", podLabels: { app: "db" } };
  const input = snapshot(policy("shop", { podSelector: { matchLabels: { app: "db" } } }));
  expect(cellOf(input, "bank", "database", [place])).toEqual({ verdict: "deny" });
  expect(cellOf(input, "bank", "shop", [place])).toEqual({ verdict: "allow" });
});

test("a place may not take the name of a namespace", () => {
  expect(() => connectivityMatrix(snapshot(), { places: [{ name: "shop", cidrs: [] }] })).toThrow("rename the place");
});

test("groups may be chosen, and a pod left out", () => {
  const groupOf = (pod: { readonly name: string }) => (pod.name === "db" ? undefined : "all");
  expect(connectivityMatrix(snapshot(), { groupOf }).groups).toEqual([{ name: "all", kind: "pods" }]);
});

test("a tenant stands below its parent", () => {
  expect(connectivityMatrix(snapshot()).groups.find(({ name }) => name === "bank")).toEqual({
    name: "bank",
    kind: "pods",
    parent: "shop",
  });
});

test("the cluster's own addresses are no internet", () => {
  const facts = {
    ...{ formatVersion: 1 as const, version: "v1.35.4", podCidrs: ["8.8.0.0/16"], serviceCidrs: [], nodeCidrs: [] },
    apiServer: { cidrs: ["9.9.9.9/32"], port: 6443 },
    dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
    serviceAccounts: { issuer: "https://issuer.example", keys: [] },
  };
  const own = ["8.8.0.0/16", "9.9.9.9/32", "10.0.0.0/8"].map((cidr) => ({ to: [{ ipBlock: { cidr } }] }));
  const input = snapshot(policy("bank", { podSelector: {}, policyTypes: ["Egress"], egress: own }));
  expect(cellOf(input, "bank", "internet", clusterPlaces(facts))).toEqual({ verdict: "deny" });
  expect(cellOf(input, "bank", "API server", clusterPlaces(facts))).toEqual({ verdict: "allow" });
  expect(cellOf(input, "bank", "metadata", clusterPlaces(facts))).toEqual({ verdict: "deny" });
});

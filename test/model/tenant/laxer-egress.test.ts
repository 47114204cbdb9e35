import { externalParent } from "../../../src/model/tenant/external";
import { egressWarnings } from "../../../src/model/tenant/rules/egress-rules";
import { validateTenants } from "../../../src/model/tenant/rules/validate";
import type { EgressSpec, PortSpec } from "../../../src/model/tenant/spec/spec";
import { CLUSTER, faultsOf, SMALL, tree, type LooseSpec, pathOf } from "../tenants";
import { knownCluster } from "../../../src/model/cluster/known-cluster";

const TLS: PortSpec = { protocol: "TCP", port: 443 };
const EVERY_PORT: readonly PortSpec[] = [
  { protocol: "TCP", port: 1, endPort: 65535 },
  { protocol: "UDP", port: 1, endPort: 65535 },
];

const to = (cidrs: readonly string[], ports: readonly PortSpec[] = [TLS]): EgressSpec => ({ toCidrs: cidrs, ports });

/** Faults of a child that asks for ways out below a parent with a network of its own. */
function below(network: object, asked: readonly EgressSpec[], profile = "production") {
  const child = { name: "c", quota: SMALL, network: { egress: asked } };
  return faultsOf({ name: "p", profile, network, children: [child] }).map(pathOf);
}

const LAXER = ["p/c.network.egress[0].toCidrs[0]"];

describe("below a parent that is kept off the internet, a way out", () => {
  test.each<[string, object, EgressSpec]>([
    ["to everything", {}, to(["0.0.0.0/0"], EVERY_PORT)],
    ["to everything in IPv6", {}, to(["::/0"], EVERY_PORT)],
    ["to one host", {}, to(["8.8.8.8/32"])],
    ["to a private block", {}, to(["10.20.0.0/16"])],
    ["half of which is granted", { allowedEgress: [to(["10.20.0.0/16"])] }, to(["10.20.0.0/15"])],
    ["on another port", { allowedEgress: [to(["10.20.0.0/16"])] }, to(["10.20.0.0/16"], [{ ...TLS, port: 444 }])],
    ["by another protocol", { egress: [to(["10.20.0.0/16"])] }, to(["10.20.0.0/16"], [{ ...TLS, protocol: "UDP" }])],
    ["on more ports", { egress: [to(["10.20.0.0/16"])] }, to(["10.20.0.0/16"], [{ ...TLS, endPort: 444 }])],
    [
      "by a port of the one grant to an address of the other",
      { egress: [to(["10.20.0.0/16"]), to(["10.30.0.0/16"], [{ ...TLS, port: 22 }])] },
      to(["10.30.0.0/16"]),
    ],
    ["to a private block, where all of the internet is granted", { egress: [to(["0.0.0.0/0"])] }, to(["10.0.0.0/8"])],
    ["in the other family", { egress: [to(["0.0.0.0/0"])] }, to(["2a00::/16"])],
  ])("%s is refused", (_what, network, asked) => {
    expect(below(network, [asked])).toEqual(LAXER);
  });

  test.each<[string, object, EgressSpec]>([
    ["that the parent has", { egress: [to(["10.20.0.0/16"])] }, to(["10.20.0.0/16"])],
    ["within one that the parent has", { egress: [to(["10.0.0.0/8"])] }, to(["10.20.0.0/16", "10.21.7.0/24"])],
    ["that the parent grants", { allowedEgress: [to(["10.20.0.0/16"])] }, to(["10.20.30.0/24"])],
    [
      "that two grants make together",
      { allowedEgress: [to(["10.20.0.0/16"]), to(["10.21.0.0/16"])] },
      to(["10.20.0.0/15"]),
    ],
    [
      "that a grant and the parent's own make",
      { egress: [to(["2a00::/17"])], allowedEgress: [to(["2a00:8000::/17"])] },
      to(["2a00::/16"]),
    ],
    [
      "on a range of ports that several grants make",
      {
        egress: [to(["10.20.0.0/16"], [{ ...TLS, port: 1, endPort: 442 }])],
        allowedEgress: [to(["10.0.0.0/8"], [{ ...TLS, endPort: 65535 }])],
      },
      to(["10.20.0.0/24"], [{ ...TLS, port: 1, endPort: 65535 }]),
    ],
    ["to what is left of all addresses", { egress: [to(["0.0.0.0/0"])] }, to(["0.0.0.0/1", "128.0.0.0/1"])],
    ["around a private block", { egress: [to(["0.0.0.0/0"])] }, to(["10.0.0.0/7"])],
  ])("%s is right", (_what, network, asked) => {
    expect(below(network, [asked])).toEqual([]);
  });

  test.each(["::ffff:8.8.8.8/128", "169.254.169.254/32", "8.8.8.8"])("to %s, a fault anyway, is told once", (cidr) => {
    expect(below({}, [to([cidr])])).toEqual(LAXER);
  });

  test("is told with what is granted, and how to grant it", () => {
    const child = { name: "c", quota: SMALL, network: { egress: [to(["10.20.0.0/15"])] } };
    const network = { allowedEgress: [to(["10.20.0.0/16"])] };
    expect(faultsOf({ name: "p", profile: "production", network, children: [child] })).toMatchObject([
      {
        path: ["p/c", "network", "egress", 0, "toCidrs", 0],
        code: "laxer-than-parent",
        message: expect.stringContaining("10.21.0.0/16 on TCP 443") as string,
        received: '"10.20.0.0/15"',
        expected: "10.20.0.0/16 on TCP 443",
        hint: expect.stringContaining("p.network.allowedEgress") as string,
      },
    ]);
  });
});

describe("below a parent that reaches the internet, a way out", () => {
  test("of any port of the internet is right", () => {
    expect(below({}, [to(["0.0.0.0/0", "::/0", "8.8.8.8/32"], EVERY_PORT)], "development")).toEqual([]);
  });

  test("to a private block is refused: that is not the internet", () => {
    expect(below({}, [to(["192.168.7.0/24"])], "development")).toEqual(LAXER);
  });
});

describe("further down", () => {
  const branch = (top: object, middle: object, leaf: object, profile?: string): LooseSpec => ({
    ...{ name: "p", profile: "production", network: top },
    children: [
      {
        ...{ name: "m", profile, quota: { cpu: "4", memory: "8Gi", storage: "40Gi" }, network: middle },
        children: [{ name: "c", quota: SMALL, network: leaf }],
      },
    ],
  });
  const grant = { allowedEgress: [to(["10.0.0.0/8"])] };
  const asked = { egress: [to(["10.20.0.0/16"])] };
  const paths = (spec: LooseSpec) => faultsOf(spec).map(pathOf);

  test("a grant holds for every level, whether the one between says nothing or uses it", () => {
    expect(paths(branch(grant, {}, asked))).toEqual([]);
    expect(paths(branch(grant, { egress: [to(["10.9.0.0/16"])] }, asked))).toEqual([]);
  });

  test("the level between may narrow it, and may not widen it", () => {
    const leaf = ["p/m/c.network.egress[0].toCidrs[0]"];
    expect(paths(branch(grant, { allowedEgress: [] }, asked))).toEqual(leaf);
    expect(paths(branch(grant, { allowedEgress: [to(["10.21.0.0/16"])] }, asked))).toEqual(leaf);
    expect(paths(branch({}, grant, asked))).toEqual(["p/m.network.allowedEgress[0].toCidrs[0]"]);
  });

  test("the internet does not reach past a level that is kept off it", () => {
    const top = { internet: "allow" };
    expect(paths(branch(top, { internet: "deny" }, { egress: [to(["8.8.8.8/32"])] }))).toEqual([
      "p/m/c.network.egress[0].toCidrs[0]",
    ]);
    expect(
      paths(branch(top, { internet: "deny", egress: [to(["8.8.0.0/16"])] }, { egress: [to(["8.8.8.8/32"])] })),
    ).toEqual([]);
  });
});

describe("what is not known above", () => {
  const TOKEN = "token";
  const NUMBER = 4711;
  const isKnown = (value: unknown) =>
    value !== TOKEN && value !== NUMBER && !(Array.isArray(value) && value[0] === "tokens");
  const asked = { name: "c", quota: SMALL, network: { egress: [to(["10.20.0.0/16"])] } };
  const judged = (network: object, child: LooseSpec = asked) => {
    const node = tree({ name: "p", profile: "production", network, children: [child] });
    return {
      faults: validateTenants([node], isKnown).map(pathOf),
      warnings: egressWarnings(node.children[0]!.tenant, isKnown),
    };
  };
  const warning = {
    code: "unchecked-against-parent",
    message: "p/c.network.egress[0]: not known here, so it is not checked whether p grants it",
  };

  test.each([
    ["a block of the parent", { allowedEgress: [to([TOKEN])] }],
    ["a port of the parent", { egress: [to(["10.0.0.0/8"], [{ ...TLS, port: NUMBER }])] }],
    ["a list of the parent", { allowedEgress: [to(["tokens"])] }],
  ])("%s is a warning", (_what, network) => {
    expect(judged(network)).toEqual({ faults: [], warnings: [warning] });
  });

  test("a list of the parent that has a fault is told once, there", () => {
    expect(judged({ egress: [to(["10.0.0.0/8"], ["all" as unknown as PortSpec])] }).faults).toEqual([
      "p.network.egress[0].ports[0]",
    ]);
  });

  test("nothing is warned of where what is known is enough", () => {
    expect(judged({ egress: [to([TOKEN, "10.0.0.0/8"])] })).toEqual({ faults: [], warnings: [] });
  });

  test("a block of the sub-tenant is a warning too", () => {
    const child = { ...asked, network: { egress: [to([TOKEN])] } };
    expect(judged({}, child)).toEqual({ faults: [], warnings: [warning] });
  });

  test("of a parent elsewhere is judged as soon as it is given", () => {
    const parent = (network?: object) =>
      externalParent(
        { namespace: "tenant-live", profile: "production", ancestors: [], network },
        knownCluster(CLUSTER),
      );
    const faults = (network?: object) => {
      const external = parent(network);
      const child = tree({ ...asked, profile: undefined, access: undefined }, external);
      return validateTenants([{ external, children: [child] }]).map(pathOf);
    };
    const path = "tenant-live/c.network.egress[0].toCidrs[0]";
    expect(faults()).toEqual([]);
    expect(faults({})).toEqual([path]);
    expect(faults({ allowedEgress: [to(["10.0.0.0/8"])] })).toEqual([]);
    expect(faults({ internet: "allow" })).toEqual([path]);
  });
});

test("a long list of grants is searched, not walked for each way out", () => {
  const grants = Array.from({ length: 400 }, (_, index) => to([`10.${index >> 8}.${index & 255}.0/24`]));
  const children = Array.from({ length: 400 }, (_, index) => {
    const egress = [to([`10.${index >> 8}.${index & 255}.0/25`]), to([`11.${index >> 8}.${index & 255}.0/25`])];
    return { name: `c${index}`, quota: { share: 0.1 }, network: { egress } };
  });
  const faults = faultsOf({ name: "p", profile: "production", network: { allowedEgress: grants }, children });
  expect(faults.map(pathOf)).toEqual(children.map(({ name }) => `p/${name}.network.egress[1].toCidrs[0]`));
});

test("a grant opens nothing for the pods of the tenant that gives it", () => {
  const open = (network: object) => faultsOf({ name: "p", profile: "production", network });
  expect(open({ allowedEgress: [to(["10.0.0.0/8"])] })).toEqual([]);
});

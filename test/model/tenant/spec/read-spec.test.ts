import { isolationList, tenantObjects } from "../../../../src/model/tenant/objects/objects";
import { validateTenants } from "../../../../src/model/tenant/rules/validate";
import { faultsOf, SMALL, tree, type LooseSpec, pathOf } from "../../tenants";

const PORTS = [{ protocol: "TCP", port: 80, endPort: 90 }];

/** Something in every field. */
const FULL = {
  name: "a",
  namespace: "tenant-a",
  profile: "development",
  quota: {
    ...{ cpu: { requests: "4", limits: "8" }, memory: "16Gi", ephemeralStorage: "10Gi", storage: "100Gi" },
    ...{ storageClasses: { fast: "10Gi" }, loadBalancers: 1, extendedResources: { "nvidia.com/gpu": 1 } },
    ...{ reserved: { cpu: "1" }, pods: 10, counts: { secrets: 5 } },
  },
  containerDefaults: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "100m" } },
  network: {
    ...{ internet: "deny", fromAncestors: true },
    expose: [
      { fromNamespace: "ingress", ports: PORTS },
      { fromCidrs: ["192.0.2.0/24"], ports: PORTS },
    ],
    egress: [{ toCidrs: ["10.1.0.0/16"], ports: PORTS }],
    peers: [{ toTenant: "tenant-z", ports: PORTS, expected: true }],
  },
  access: {
    viewers: [{ kind: "Group", name: "shop:x" }],
    owners: [{ kind: "ServiceAccount", name: "ci", namespace: "ci" }],
    deployers: [{ name: "ci", level: "admin" }],
  },
  security: {
    ...{ podSecurity: "restricted", alwaysPullImages: true, configSize: "16Ki" },
    ...{ terminationGracePeriodSeconds: 30, tokenExpirationSeconds: 3600 },
    ...{ certificateSigners: ["example.com/mesh"], deviceClasses: ["gpu"] },
    ...{ imageRegistries: ["ghcr.io/"], hostnames: ["a.ch"], subjectPrefixes: ["shop:"] },
  },
  cost: { costCenter: "c", project: "p", owner: "o", note: "n" },
  ...{ requireCostLabels: true, expiresAt: "never", protected: true, suspended: false, adopt: false },
};

const ANY_TEXT = expect.any(String) as string;

/** Stands for a value that is only known at apply. */
const TOKEN = { resolve: () => 1 };
const isKnown = (value: unknown) => value !== TOKEN;

/** As JSON gives it: a field of its own, which a literal would not make. */
const OWN_PROTO = JSON.parse('{"__proto__":{"a":1}}') as object;

const ODD: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, NaN, Infinity, 10n, Symbol("s"), () => 1, new Map(), new Date(0), TOKEN],
  ...["", "x", "0.1m", "💥", "a,b", "a\nb", "unlimited", "__proto__", "constructor"],
  ...[[], [null], ["x"], [[]], [1n], {}, { x: 1 }, OWN_PROTO],
];

type Path = readonly string[];

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

function put(value: unknown, [key, ...rest]: Path, odd: unknown): unknown {
  if (key === undefined) return odd;
  const entries: [string, unknown][] = Object.entries(value as object);
  const changed = entries.map(([name, inner]) => [name, name === key ? put(inner, rest, odd) : inner] as const);
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

test("the spec that everything is tried on is right", () => {
  expect(faultsOf(FULL)).toEqual([]);
});

test.each(
  pathsIn(FULL)
    .filter((path) => path.length > 0)
    .map((path) => [path.join("."), path] as const),
)("whatever stands in %s, it is told or makes objects, and nothing breaks", (_, path) => {
  for (const odd of ODD) {
    const node = tree(put(FULL, path, odd) as LooseSpec);
    const { isolation, bindings } = tenantObjects(node.tenant, []);
    const issues = validateTenants([node], isKnown);
    for (const issue of issues) expect(issue).toMatchObject({ received: ANY_TEXT, hint: ANY_TEXT });
    if (issues.length === 0) expect(JSON.stringify([isolation, bindings])).not.toContain("[object");
  }
});

test.each<readonly [string, LooseSpec, string]>([
  ["nothing for a list", { name: "a", access: { owners: null } }, "a.access.owners wrong-type"],
  ["half of an amount", { name: "a", quota: { cpu: { requests: "4" } } }, "a.quota.cpu.limits missing-field"],
  [
    "a rule without ports",
    { name: "a", network: { egress: [{ toCidrs: ["10.1.0.0/16"] }] } },
    "a.network.egress[0].ports missing-field",
  ],
  [
    "a misspelt required field",
    { name: "a", profile: undefined, profil: "sandbox" } as LooseSpec,
    "a.profil unknown-field",
  ],
])("%s is one fault", (_, spec, told) => {
  expect(faultsOf(spec).map((issue) => `${pathOf(issue)} ${issue.code}`)).toEqual([told]);
});

test("what hangs on a misread field is not told besides, what stands beside it is", () => {
  const issues = faultsOf({
    name: "a",
    quota: { cpu: 4, memory: "lots" },
    access: { viewers: [7, { kind: "Group", name: "system:masters" }] },
    children: [{ name: "b", quota: { ...SMALL, cpu: "400" } }],
  });
  expect(issues.map(pathOf)).toEqual([
    ...["a.quota.cpu", "a.access.viewers[0]"],
    ...["a.quota.memory", "a.access.viewers[1].name"],
  ]);
});

test("a field that is there without a value opens nothing that the other one would have", () => {
  const ways = {
    expose: [{ fromNamespace: undefined, fromCidrs: ["192.0.2.0/24"], ports: PORTS }],
    peers: [{ fromTenant: undefined, toTenant: "tenant-z", ports: PORTS, expected: true }],
  };
  const node = tree({ name: "a", network: ways });
  expect(validateTenants([node])).toEqual([]);
  const policies = JSON.stringify(isolationList(tenantObjects(node.tenant, []).isolation));
  expect(policies).not.toContain('"namespaceSelector":{"matchLabels":{}}');
  expect(policies).toContain("192.0.2.0/24");
});

test("fields that are there without a value are not given", () => {
  expect(faultsOf({ name: "a", quota: undefined, network: { expose: undefined } })).toEqual([]);
});

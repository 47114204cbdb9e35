import { SMALL, type LooseSpec } from "../model/tenants";
import { renderReviewText } from "../../src/review/render-text";
import { changesBetween, compared, linesOf, stateOf, withObjects } from "./states";

const GROUP = (name: string) => ({ kind: "Group" as const, name });
const TCP = (port: number) => [{ protocol: "TCP", port }];

/** The lines of what is not merely told. */
function lines(before: LooseSpec, after: LooseSpec): readonly string[] {
  return linesOf(changesBetween(before, after)).filter((line) => !line.startsWith("info"));
}

test("the same state has no change", () => {
  expect(
    changesBetween(
      { name: "a", children: [{ name: "b", quota: SMALL }] },
      { name: "a", children: [{ name: "b", quota: SMALL }] },
    ),
  ).toEqual([]);
});

describe("access", () => {
  const team = { name: "a", access: { admins: [GROUP("oidc:team")], deployers: [{ name: "ci", level: "admin" }] } };

  test("who is let in, raised and left out", () => {
    const after = { name: "a", access: { admins: [GROUP("oidc:new")], deployers: [{ name: "ci", level: "owner" }] } };
    expect(lines(team, after)).toEqual([
      "danger tenant-a access Group oidc:new: - => admin",
      "danger tenant-a access deployer tenant-a.ci: admin => owner",
      "notice tenant-a access Group oidc:team: admin => -",
    ]);
  });

  test("what sub-tenants inherit is told once", () => {
    const child = { children: [{ name: "b", quota: SMALL }] };
    const after = { name: "a", access: { ...team.access, owners: [GROUP("oidc:boss")] }, ...child };
    expect(lines({ ...team, ...child }, after)).toEqual([
      "danger tenant-a +tenant-a-b access Group oidc:boss: - => owner",
    ]);
  });

  test.each([
    [4, ["a", "b +tenant-b-sub", "c", "d"]],
    [5, ["a +tenant-b+tenant-b-sub+tenant-c+tenant-d+tenant-e"]],
  ])("of one edit of %i tenants each is named, of many on one line", (count, told) => {
    const company = (access: object) =>
      ["a", "b", "c", "d", "e"]
        .slice(0, count)
        .map((name) => ({ name, access, children: name === "b" ? [{ name: "sub", quota: SMALL }] : [] }));
    const edited = compared(stateOf(...company({})), stateOf(...company({ owners: [GROUP("oidc:boss")] })));
    expect(linesOf(edited).filter((line) => line.startsWith("danger"))).toEqual(
      told.map((tenants) => `danger tenant-${tenants} access Group oidc:boss: - => owner`),
    );
  });

  test("a viewer is no danger, and one who is raised to a level beside is told by the strongest", () => {
    const viewer = { name: "a", access: { viewers: [GROUP("oidc:x")] } };
    const both = { name: "a", access: { viewers: [GROUP("oidc:x")], users: [GROUP("oidc:x")] } };
    expect(lines({ name: "a" }, viewer)).toEqual(["notice tenant-a access Group oidc:x: - => viewer"]);
    expect(lines(viewer, both)).toEqual(["danger tenant-a access Group oidc:x: viewer => user"]);
  });

  test("a binding that somebody changed by hand is told by its role", () => {
    const drifted = withObjects(stateOf(team), (object) =>
      object.kind === "RoleBinding" && object.metadata.name === "hikube-admin"
        ? { ...object, roleRef: { kind: "ClusterRole", name: "cluster-admin" } }
        : object,
    );
    expect(linesOf(compared(stateOf(team), drifted))).toContain(
      "danger tenant-a access Group oidc:team: admin => ClusterRole cluster-admin",
    );
  });

  test("a role says which rights it gains and loses", () => {
    const role = (verbs: readonly string[]) => ({
      objects: [
        {
          ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "hikube:user" } },
          rules: [{ apiGroups: ["", "apps"], resources: ["pods"], verbs }],
        },
      ],
    });
    expect(linesOf(compared(role(["get", "list"]), role(["get", "delete", "create"])))).toEqual([
      "danger platform rights ClusterRole hikube:user: pods: - => create, delete",
      "danger platform rights ClusterRole hikube:user: pods.apps: - => create, delete",
      "notice platform rights ClusterRole hikube:user: pods: list => -",
      "notice platform rights ClusterRole hikube:user: pods.apps: list => -",
    ]);
  });
});

describe("security and lifetime", () => {
  test.each([
    [
      { podSecurity: "restricted" },
      { podSecurity: "baseline" },
      "danger tenant-a security podSecurity: restricted => baseline",
    ],
    [
      { podSecurity: "baseline" },
      { podSecurity: "restricted" },
      "notice tenant-a security podSecurity: baseline => restricted",
    ],
    [{}, { imageRegistries: ["ghcr.io/acme/"] }, "notice tenant-a security imageRegistries: * => ghcr.io/acme/"],
    [{ imageRegistries: ["ghcr.io/acme/"] }, {}, "danger tenant-a security imageRegistries: ghcr.io/acme/ => *"],
    [
      { imageRegistries: ["ghcr.io/"] },
      { imageRegistries: ["ghcr.io/acme/"] },
      "notice tenant-a security imageRegistries: ghcr.io/ => ghcr.io/acme/",
    ],
    [{ alwaysPullImages: true }, { alwaysPullImages: false }, "danger tenant-a security alwaysPullImages: yes => no"],
    [
      { hostnames: ["a.example"] },
      { hostnames: ["a.example", "b.example"] },
      "danger tenant-a security hostnames: a.example => a.example, b.example",
    ],
    [{ tokenExpirationSeconds: 3600 }, {}, "danger tenant-a security tokenExpirationSeconds: 3600 => 7200"],
    [{ configSize: "256Ki" }, {}, "notice tenant-a security configSize: 256Ki => 128Ki"],
  ])("%j to %j", (before, after, line) => {
    expect(lines({ name: "a", security: before }, { name: "a", security: after })).toEqual([line]);
  });

  test("a label that says more than the lists do is told", () => {
    const before = stateOf({ name: "a", security: { imageRegistries: ["ghcr.io/acme/"] } });
    const opened = withObjects(before, (object) =>
      object.kind === "Namespace"
        ? {
            ...object,
            metadata: { ...object.metadata, labels: { ...object.metadata.labels, "hikube.cloud/images": "any" } },
          }
        : object,
    );
    expect(linesOf(compared(before, opened))).toEqual(["danger tenant-a label label hikube.cloud/images: - => any"]);
  });

  const SOON = "2030-01-01T00:00:00Z";
  test.each([
    [{ protected: true }, { protected: false }, "danger tenant-a lifetime protected: yes => no"],
    [{ protected: false }, { protected: true }, "notice tenant-a lifetime protected: no => yes"],
    [{}, { expiresAt: SOON }, `danger tenant-a lifetime expires: never => ${SOON}`],
    [{ expiresAt: SOON }, {}, `notice tenant-a lifetime expires: ${SOON} => never`],
    [
      { expiresAt: SOON },
      { expiresAt: "2029-01-01T00:00:00Z" },
      `danger tenant-a lifetime expires: ${SOON} => 2029-01-01T00:00:00Z`,
    ],
    [{}, { cost: { costCenter: "c1" } }, "notice tenant-a label label hikube.cloud/cost-center: - => c1"],
    [{}, { cost: { note: "order 7" } }, "notice tenant-a label annotation hikube.cloud/cost-note: - => order 7"],
  ])("%j to %j", (before, after, line) => {
    expect(lines({ name: "a", ...before }, { name: "a", ...after })).toEqual([line]);
  });

  test("a suspension shuts the quota too", () => {
    expect(lines({ name: "a" }, { name: "a", suspended: true })).toEqual([
      "danger tenant-a lifetime suspended: no => yes",
      "notice tenant-a quota pods: 200 => 0",
    ]);
  });
});

describe("ways", () => {
  test("those from and to the outside, of one family of addresses or both", () => {
    const network = {
      internet: "allow",
      expose: [
        { fromCidrs: ["0.0.0.0/0"], ports: TCP(22) },
        { fromNamespace: "ingress-nginx", ports: TCP(80) },
      ],
      egress: [{ toCidrs: ["10.50.0.0/16"], ports: TCP(5432) }],
    };
    const shut = { name: "a", network: { internet: "deny" } };
    expect(lines(shut, { name: "a", network })).toEqual([
      "danger tenant-a way-opens ingress-nginx -> tenant-a: - => TCP 80",
      "danger tenant-a way-opens tenant-a -> internet: - => all ports",
      "danger tenant-a way-opens tenant-a -> private networks (IPv4): - => TCP 5432 to 10.50.0.0/16",
      "danger tenant-a way-opens internet (IPv4) -> tenant-a: - => TCP 22",
    ]);
    expect(lines({ name: "a", network }, shut).every((line) => line.startsWith("notice tenant-a way-closes"))).toBe(
      true,
    );
  });

  test("a policy that somebody deleted opens what it shut, and an isolation that goes is named", () => {
    const before = stateOf({ name: "a" });
    const drifted = withObjects(before, (object) =>
      object.metadata.name === "hikube-default-deny-ingress" ? undefined : object,
    );
    expect(linesOf(compared(before, drifted))).toEqual(
      expect.arrayContaining([
        "danger tenant-a object-removed NetworkPolicy hikube-default-deny-ingress: - => -",
        "danger tenant-a way-opens internet -> tenant-a: - => all ports to hikube.cloud/isolated=true",
        "danger tenant-a way-opens other namespaces -> tenant-a: - => all ports to hikube.cloud/isolated=true",
      ]),
    );
    expect(linesOf(compared(drifted, before))).toContain(
      "info tenant-a object-added NetworkPolicy hikube-default-deny-ingress: - => -",
    );
  });

  test("of two tenants: each side alone opens nothing", () => {
    const side = (name: string, peer: object) => ({ name, network: { peers: [peer] } });
    const [client, server] = [
      side("a", { toTenant: "tenant-b", ports: TCP(5432), expected: true }),
      side("b", { fromTenant: "tenant-a", ports: TCP(5432), expected: true }),
    ];
    const [none, one, both] = [
      stateOf({ name: "a" }, { name: "b" }),
      stateOf(client, { name: "b" }),
      stateOf(client, server),
    ];
    expect(linesOf(compared(none, one)).filter((line) => line.includes("way"))).toEqual([]);
    expect(linesOf(compared(one, both))).toContain("danger tenant-b way-opens tenant-a -> tenant-b: - => TCP 5432");
  });

  test("what is only known after the apply is named", () => {
    const before = stateOf({ name: "a" });
    const policy = {
      ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
      metadata: {
        name: "hikube-to-cidrs-egress",
        namespace: "tenant-a",
        labels: { "hikube.cloud/tenant": "tenant-a" },
      },
      spec: {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [{ to: [{ ipBlock: { cidr: "(known after apply)" } }] }],
      },
    };
    expect(linesOf(compared(before, { objects: [...before.objects, policy] }))).toEqual([
      "danger tenant-a not-judged NetworkPolicy hikube-to-cidrs-egress: - => -",
      "info tenant-a object-added NetworkPolicy hikube-to-cidrs-egress: - => -",
    ]);
  });
});

describe("tenants and objects", () => {
  test("a tenant that goes is one line, and one that comes tells what it opens", () => {
    const [less, more] = [
      stateOf({ name: "a" }),
      stateOf({ name: "a" }, { name: "b", network: { internet: "allow" } }),
    ];
    expect(linesOf(compared(more, less))).toEqual(["danger tenant-b tenant-removed tenant-b: - => -"]);
    expect(linesOf(compared(less, more)).filter((line) => !line.startsWith("info"))).toEqual([
      "notice tenant-b tenant-added tenant-b: - => a top tenant, profile development",
      expect.stringContaining("notice tenant-b quota of the new tenant: - => limits.cpu 16, limits.memory 48Gi,"),
      "notice tenant-b way-opens tenant-b -> internet: - => all ports",
    ]);
  });

  test("a bound that ends is a danger, one that moves a notice", () => {
    const quota = { cpu: "4", memory: "8Gi", storage: "10Gi" };
    const before = stateOf({ name: "a", quota });
    const freed = withObjects(before, (object) =>
      object.metadata.name === "hikube-tenant" ? { ...object, spec: { hard: { pods: "200" } } } : object,
    );
    expect(linesOf(compared(before, freed))).toContain("danger tenant-a quota requests.cpu: 4 => unbounded");
    expect(lines({ name: "a", quota }, { name: "a", quota: { ...quota, storage: "20Gi" } })).toEqual([
      "notice tenant-a quota requests.storage: 10Gi => 20Gi",
    ]);
  });

  test("a block is named as its author wrote it, several by the largest first, all of them", () => {
    const egress = (...toCidrs: readonly string[]) => ({
      name: "a",
      network: { internet: "deny", egress: [{ toCidrs, ports: TCP(443) }] },
    });
    const way = (tenant: LooseSpec) =>
      changesBetween({ name: "a", network: { internet: "deny" } }, tenant).find(({ what }) =>
        what.includes("internet"),
      );
    expect(way(egress("0.0.0.0/2"))?.after).toBe("TCP 443 to 0.0.0.0/2");
    const many = Array.from({ length: 12 }, (_, index) => `9.${String(index * 2)}.0.0/16`);
    const change = way(egress(...many, "64.0.0.0/3"));
    expect(change?.after?.startsWith("TCP 443 to 64.0.0.0/")).toBe(true);
    for (const block of many) expect(change?.after).toContain(block);
    expect(renderReviewText({ changes: [change!] })).toMatch(/ \| \d+ more blocks/);
  });

  test("a guardrail that is weakened is a danger, another change of it a notice", () => {
    const guardrail = (failurePolicy: string, message: string) => ({
      objects: [
        {
          ...{
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicy",
            metadata: { name: "g", labels: { "app.kubernetes.io/managed-by": "hikube" } },
          },
          spec: { failurePolicy, validations: [{ message }] },
        },
      ],
    });
    const before = guardrail("Fail", "a");
    expect(linesOf(compared(before, guardrail("Ignore", "a")))).toEqual([
      "danger platform object-changed ValidatingAdmissionPolicy g: - => spec.failurePolicy",
    ]);
    expect(linesOf(compared(before, guardrail("Fail", "b")))).toEqual([
      "notice platform object-changed ValidatingAdmissionPolicy g: - => the messages alone",
    ]);
    expect(linesOf(compared(before, { objects: [] }))).toEqual([
      "danger platform object-removed ValidatingAdmissionPolicy g: - => -",
    ]);
  });

  test("nothing that differs is left out: a field without words of its own is named", () => {
    const before = stateOf({ name: "a" });
    const mounted = withObjects(before, (object) =>
      object.kind === "ServiceAccount"
        ? { ...object, automountServiceAccountToken: true, secrets: [{ name: "x" }] }
        : object,
    );
    expect(linesOf(compared(before, mounted))).toEqual([
      "danger tenant-a object-changed ServiceAccount default: - => automountServiceAccountToken, secrets[0].name",
    ]);
  });
});

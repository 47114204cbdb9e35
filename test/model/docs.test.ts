import { namespaceLabels } from "../../src/model/tenant/objects/metadata";
import { formatIssue } from "../../src/model/issue";
import { INERT_RULES } from "../../src/model/platform/roles/inert-rules";
import { LEVEL_RULES } from "../../src/model/platform/roles/level-rules";
import { isolationList, tenantObjects } from "../../src/model/tenant/objects/objects";
import type { TenantNode } from "../../src/model/tenant/resolve/tenant";
import { validateTenants } from "../../src/model/tenant/rules/validate";
import { PROFILE_NAMES, PROFILES, type ProfileDefaults } from "../../src/model/tenant/spec/profile";
import { evaluator, type EndpointRef, type ClusterSnapshot } from "../../src/connectivity";
import { INGRESS_NAMESPACES, RESERVED_NAMESPACES } from "../../src/model/cluster/reserved-namespaces";
import { tableUnder, TENANTS_GUIDE, toldRights, type ToldRight } from "./docs-table";
import { SMALL, tree } from "./tenants";

test("the table of profiles is the code's", () => {
  const yes = (value: boolean) => (value ? "yes" : "no");
  const rows: Readonly<Record<string, (profile: ProfileDefaults) => string>> = {
    "cpu (requests / limits)": ({ quota }) => `${quota.cpu.requests} / ${quota.cpu.limits}`,
    "memory (requests / limits)": ({ quota }) => `${quota.memory.requests} / ${quota.memory.limits}`,
    storage: ({ quota }) => quota.storage,
    LoadBalancers: ({ quota }) => String(quota.loadBalancers),
    "pods per namespace": ({ pods }) => String(pods),
    "container default, limit (cpu, memory)": ({ container }) => Object.values(container.limits).join(", "),
    "container default, request (cpu, memory)": ({ container }) => Object.values(container.requests).join(", "),
    "Pod Security enforced": ({ podSecurity }) => podSecurity,
    internet: ({ internet }) => internet,
    "image pull policy Always": ({ alwaysPullImages }) => yes(alwaysPullImages),
    "deletion protection": (profile) => yes(profile.protected),
    "`expiresAt` must be given": ({ expiryRequired }) => yes(expiryRequired),
  };
  expect(tableUnder("Profiles")).toEqual(
    Object.entries(rows).map(([title, cell]) => [title, ...PROFILE_NAMES.map((name) => cell(PROFILES[name]))]),
  );
});

test("the table of access is the code's", () => {
  const nameOf = (resource: string, group: string) => {
    const [name, subresource] = resource.split("/");
    return `${[name, group].filter((part) => part !== "").join(".")}${subresource === undefined ? "" : `/${subresource}`}`;
  };
  const written = [...LEVEL_RULES, ...INERT_RULES].flatMap(
    ({ level, apiGroups, resources, verbs, needsGuardrails = false }) =>
      resources.flatMap((resource) =>
        verbs.map((verb): ToldRight => ({ level, resource: nameOf(resource, apiGroups[0]!), verb, needsGuardrails })),
      ),
  );
  const inOrder = (rights: readonly ToldRight[]) => rights.map((right) => JSON.stringify(right)).sort();
  expect(inOrder(toldRights())).toEqual(inOrder(written));
});

describe("the table of connectivity is what the policies do:", () => {
  const SQL = [{ protocol: "TCP", port: 5432 }];
  const node = tree({
    name: "a",
    profile: "production",
    network: { egress: [{ toCidrs: ["10.9.0.0/16"], ports: [{ protocol: "TCP", port: 5432 }] }] },
    children: [
      { name: "b", quota: SMALL, profile: "development" },
      { name: "shy", quota: SMALL, network: { fromAncestors: false } },
      { name: "caller", quota: SMALL, network: { peers: [{ toTenant: "tenant-a-open", ports: SQL }] } },
      {
        name: "open",
        quota: SMALL,
        network: {
          peers: [{ fromTenant: "tenant-a-caller", ports: SQL }],
          expose: [{ fromNamespace: "ingress", ports: [{ protocol: "TCP", port: 8080 }] }],
        },
      },
    ],
  });
  const flatten = (of: TenantNode): TenantNode[] => [of, ...of.children.flatMap(flatten)];
  const free = tree({ name: "free", profile: "development" });
  const tenants = [node, free].flatMap(flatten).map(({ tenant }) => tenant);
  const pod = (namespace: string, name: string, labels = {}) => ({ namespace, name, labels, ip: "10.244.0.9" });
  const snapshot: ClusterSnapshot = {
    namespaces: [
      ...tenants.map((tenant) => ({ name: tenant.namespace, labels: namespaceLabels(tenant) })),
      { name: "ingress" },
      { name: "kube-system" },
    ],
    pods: [
      ...tenants.flatMap(({ namespace }) => [
        pod(namespace, "x"),
        pod(namespace, "y"),
        pod(namespace, "isolated", { "hikube.cloud/isolated": "true" }),
        pod(namespace, "operator", { "hikube.cloud/allow-apiserver": "true" }),
      ]),
      pod("ingress", "x"),
      pod("kube-system", "dns", { "k8s-app": "kube-dns" }),
      pod("kube-system", "x"),
    ],
    policies: tenants.flatMap((tenant) => isolationList(tenantObjects(tenant, []).isolation)),
  };
  const ask = evaluator(snapshot);
  const at = (place: string): EndpointRef => {
    const [namespace = "", name = ""] = place.split("/");
    return name === "" ? { outside: namespace } : { namespace, pod: name };
  };
  const verdict = (from: string, to: string, port = 80, protocol: "TCP" | "UDP" = "TCP") =>
    ask({ from: at(from), to: at(to), port, protocol }).allowed;

  const A = "tenant-a/x";
  const B = "tenant-a-b/x";
  const FREE = "tenant-free/x";
  const allowed = (...answers: boolean[]) => {
    expect(answers).toEqual(answers.map(() => true));
  };
  const denied = (...answers: boolean[]) => {
    expect(answers).toEqual(answers.map(() => false));
  };
  const ROWS: readonly (readonly [string, string, () => void])[] = [
    [
      "a tenant's pod",
      "another of its pods",
      () => {
        allowed(verdict(A, "tenant-a/y"));
      },
    ],
    [
      "a tenant's pod",
      "its pod labelled `hikube.cloud/isolated=true`, or back",
      () => {
        denied(verdict(A, "tenant-a/isolated"), verdict("tenant-a/isolated", A));
      },
    ],
    [
      "an ancestor",
      "a descendant",
      () => {
        allowed(verdict(A, B));
        denied(verdict(A, "tenant-a-shy/x"));
      },
    ],
    [
      "a descendant",
      "an ancestor",
      () => {
        denied(verdict(B, A), verdict("tenant-a-open/x", A));
      },
    ],
    [
      "a sibling or unrelated tenant",
      "a tenant",
      () => {
        denied(verdict(B, "tenant-a-open/x"), verdict(B, "tenant-a-shy/x"));
      },
    ],
    [
      "a tenant",
      "another one, where both declare `peers`",
      () => {
        allowed(verdict("tenant-a-caller/x", "tenant-a-open/x", 5432));
        denied(
          verdict("tenant-a-caller/x", "tenant-a-open/x", 80),
          verdict("tenant-a-open/x", "tenant-a-caller/x", 5432),
        );
      },
    ],
    [
      "a tenant",
      "the cluster's DNS",
      () => {
        allowed(verdict(A, "kube-system/dns", 53, "UDP"), verdict(A, "kube-system/dns", 53));
        denied(verdict(A, "kube-system/dns", 80), verdict(A, "kube-system/x", 53));
      },
    ],
    [
      "a tenant",
      "the API server",
      () => {
        allowed(verdict("tenant-a/operator", "8.8.4.4", 6443), verdict("tenant-a-b/operator", "8.8.4.4", 6443));
        denied(verdict(A, "8.8.4.4", 6443), verdict(B, "8.8.4.4", 6443), verdict("tenant-a/operator", "8.8.4.4", 443));
      },
    ],
    [
      "a tenant",
      "the internet",
      () => {
        allowed(verdict(FREE, "1.1.1.1", 443), verdict(FREE, "2606:4700::1111", 443), verdict(A, "10.9.1.1", 5432));
        denied(verdict(A, "1.1.1.1", 443), verdict(B, "1.1.1.1", 443), verdict(A, "10.9.1.1", 443));
      },
    ],
    [
      "a tenant",
      "private, link-local and metadata addresses, nodes, other pods by address",
      () => {
        const places = ["10.9.1.1", "192.168.1.1", "169.254.169.254", "168.63.129.16", "100.64.0.1", "203.0.113.3"];
        const more = ["10.244.9.9", "2001:db8:244::1", "fd00:ec2::254", "64:ff9b::a9fe:a9fe", "fe80::1", "::1"];
        denied(...[...places, ...more].map((place) => verdict(FREE, place, 80)));
      },
    ],
    [
      "the world, other namespaces",
      "a tenant",
      () => {
        allowed(verdict("ingress/x", "tenant-a-open/x", 8080));
        denied(verdict("ingress/x", "tenant-a-open/x", 80), verdict("ingress/x", A, 8080), verdict("1.1.1.1", A));
      },
    ],
  ];

  test("it has these rows", () => {
    expect(tableUnder("Network").map(([from, to]) => [from, to])).toEqual(ROWS.map(([from, to]) => [from, to]));
  });

  test.each(ROWS)("%s to %s", (_from, _to, holds) => {
    expect.hasAssertions();
    holds();
  });
});

test("the printed fault is the one that the code prints", () => {
  const node = tree({
    name: "production",
    profile: "production",
    quota: { cpu: "32", reserved: { cpu: "4" } },
    children: [
      { name: "shop", quota: { ...SMALL, cpu: "12" } },
      { name: "web", quota: { ...SMALL, cpu: "8" } },
      { name: "big", quota: { ...SMALL, cpu: "10" } },
    ],
  });
  const [issue] = validateTenants([node]);
  expect(TENANTS_GUIDE.replace(/\s+/g, " ")).toContain(formatIssue(issue!));
});

test.each([
  ["Reserved by default", RESERVED_NAMESPACES],
  ["Allowed in `expose` by default", INGRESS_NAMESPACES],
])("the list of namespaces after %j is the code's", (heading, namespaces) => {
  const told = TENANTS_GUIDE.split(`\n${heading}: `)[1]?.split("\n\n")[0] ?? "";
  expect([...told.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(namespaces);
});

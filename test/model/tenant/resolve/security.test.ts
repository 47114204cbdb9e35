import { namespaceAnnotations, namespaceLabels } from "../../../../src/model/tenant/objects/metadata";
import { ANNOTATIONS } from "../../../../src/model/tenant/spec/labels";
import { CLUSTER, faultsOf, SMALL, tenantOf, tree, type LooseSpec, pathOf } from "../../tenants";

/** A child under a development tenant, each with its own security. */
const pair = (parent: object, child: object): LooseSpec => ({
  name: "a",
  security: parent,
  children: [{ name: "b", quota: SMALL, security: child }],
});
const pathsOf = (spec: LooseSpec) => faultsOf(spec).map(pathOf);

test("a list that is not given is the parent's, and a top tenant's is its default", () => {
  const { tenant, children } = tree(pair({ hostnames: ["a.ch"], imageRegistries: ["ghcr.io/a/"] }, { hostnames: [] }));
  expect(tenant.security).toMatchObject({ storageClasses: ["*"], csiDrivers: [], configSize: "128Ki" });
  expect(children[0]!.tenant.security).toMatchObject({ hostnames: [], imageRegistries: ["ghcr.io/a/"] });
});

test("images are pulled anew where the profile or the parent says so", () => {
  const { tenant, children } = tree({
    ...{ name: "a", profile: "staging" },
    children: [{ name: "b", quota: SMALL, profile: "development" }],
  });
  expect([tenant, children[0]!.tenant].map(({ security }) => security.alwaysPullImages)).toEqual([true, true]);
  expect(tenantOf({ name: "a" }).security.alwaysPullImages).toBe(false);
});

describe("the namespace carries", () => {
  const annotationsOf = (security: object, cluster = CLUSTER) =>
    namespaceAnnotations(tenantOf({ name: "a", security }, cluster));

  test("each list under its key, and none for an empty list", () => {
    const annotations = annotationsOf({ hostnames: ["a.ch", "*.a.ch"], imageRegistries: [] });
    expect(annotations).toMatchObject({ [ANNOTATIONS.hostnames]: "a.ch,*.a.ch", [ANNOTATIONS.storageClasses]: "*" });
    expect(annotations).not.toHaveProperty([ANNOTATIONS.imageRegistries]);
  });

  test.each([
    ["all may be run", {}, "any"],
    ["any registry is named among others", { imageRegistries: ["ghcr.io/a/", "*"] }, "any"],
    ["registries are bounded", { imageRegistries: ["ghcr.io/a/"] }, undefined],
    ["none is left", { imageRegistries: [] }, undefined],
    ["images are pulled anew", { alwaysPullImages: true }, undefined],
  ])("by a label whether pods are asked for their images: %s", (_, security, images) => {
    expect(namespaceLabels(tenantOf({ name: "a", security }))["hikube.cloud/images"]).toBe(images);
  });

  test("sizes as bytes", () => {
    expect(annotationsOf({ configSize: "1Mi" })).toMatchObject({ [ANNOTATIONS.configSize]: "1048576" });
  });

  test("the resources of which the quota grants any, and a sub-tenant only its own", () => {
    const extendedResources = {
      "nvidia.com/gpu": 2,
      "amd.com/gpu": 0,
      "hugepages-2Mi": "1Gi",
      "example.com/fpga": "unlimited",
    };
    const { tenant, children } = tree({
      ...{ name: "a", quota: { extendedResources } },
      children: [
        { name: "b", quota: SMALL },
        { name: "c", quota: { ...SMALL, extendedResources: { "nvidia.com/gpu": 1 } } },
      ],
    });
    const granted = [tenant, ...children.map((child) => child.tenant)].map(
      (one) => namespaceAnnotations(one)[ANNOTATIONS.extendedResources],
    );
    expect(granted).toEqual(["example.com/fpga,hugepages-2Mi,nvidia.com/gpu", undefined, "nvidia.com/gpu"]);
  });

  test("the priority class that the cluster gives to every pod", () => {
    const cluster = { ...CLUSTER, globalDefaultPriorityClass: "normal" };
    expect(annotationsOf({}, cluster)).toMatchObject({ [ANNOTATIONS.priorityClasses]: "normal" });
    expect(annotationsOf({ priorityClasses: ["high"] }, cluster)).toMatchObject({
      [ANNOTATIONS.priorityClasses]: "high,normal",
    });
  });
});

const ENTRIES: readonly (readonly [string, readonly string[], readonly unknown[]])[] = [
  [
    "imageRegistries",
    ["*", "ghcr.io/acme/", "localhost:5000/", "acme/"],
    ["", "ghcr.io/acme", "https://ghcr.io/", "a/,b/", 7],
  ],
  ["storageClasses", ["*", "fast-ssd"], ["", "Fast", "a,b"]],
  ["ingressClasses", ["*", "public"], ["", "a b"]],
  ["hostnames", ["*", "a.example.ch", "*.example.ch"], ["", "*.", "*example.ch", "a.*.ch", "https://a.ch", "A.ch"]],
  ["priorityClasses", ["*", "high"], ["system-node-critical", ""]],
  ["csiDrivers", ["*", "secrets-store.csi.k8s.io"], ["", "a/b"]],
  [
    "certificateSigners",
    ["*", "example.com/mesh", "a.example.com/Mesh_v1.2"],
    ["", "mesh", "example.com/", "example.com/a,b", "a b/c", "example.com/a/b"],
  ],
  ["deviceClasses", ["*", "gpu.example.com"], ["", "GPU", "a/b"]],
  ["tolerations", ["dedicated", "example.ch/dedicated"], ["*", "", "example.ch/"]],
  [
    "subjectPrefixes",
    ["*", "oidc:", "oidc:shop-", "shop/"],
    ["", "shop", "system:", "a b:", "system:serviceaccounts:"],
  ],
  ["ingressAnnotations", ["cert-manager.io/", "example.ch/a"], ["*", "", "a b", "/a"]],
  ["serviceAnnotations", ["service.example.ch/pool"], ["*", "a,b"]],
  ["serviceTypes", ["LoadBalancer", "ExternalName"], ["ClusterIP", "*", "loadbalancer"]],
];

describe.each(ENTRIES)("%s", (field, right, wrong) => {
  test.each(right)("takes %j", (entry) => {
    expect(faultsOf({ name: "a", security: { [field]: [entry] } })).toEqual([]);
  });

  test.each(wrong)("does not take %j", (entry) => {
    expect(pathsOf({ name: "a", security: { [field]: [entry] } })).toEqual([`a.security.${field}[0]`]);
  });
});

describe("a sub-tenant is as strict as its parent or stricter:", () => {
  const STRICTER: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["imageRegistries", ["*"], ["ghcr.io/acme/"]],
    ["imageRegistries", ["ghcr.io/acme/"], ["ghcr.io/acme/shop/"]],
    ["hostnames", ["*.a.ch"], ["b.a.ch", "*.a.ch", "*.b.a.ch"]],
    ["hostnames", ["*"], ["*"]],
    ["tolerations", ["gpu", "big"], ["gpu"]],
    ["subjectPrefixes", ["oidc:"], ["oidc:shop-"]],
    ["ingressAnnotations", ["cert-manager.io/"], ["cert-manager.io/issuer"]],
  ];
  const LAXER: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["imageRegistries", ["ghcr.io/acme/"], ["ghcr.io/acme-evil/"]],
    ["imageRegistries", ["ghcr.io/acme/"], ["*"]],
    ["imageRegistries", [], ["ghcr.io/acme/"]],
    ["hostnames", ["*.a.ch"], ["a.ch"]],
    ["hostnames", ["*.a.ch"], ["evila.ch"]],
    ["hostnames", ["a.ch"], ["b.a.ch"]],
    ["serviceTypes", [], ["LoadBalancer"]],
    ["subjectPrefixes", ["oidc:shop-"], ["oidc:"]],
    ["serviceAnnotations", ["example.ch/pool"], ["example.ch/"]],
  ];

  test.each(STRICTER)("%s %j lets a child have %j", (field, parent, child) => {
    expect(faultsOf(pair({ [field]: parent }, { [field]: child }))).toEqual([]);
  });

  test.each(LAXER)("%s %j does not let a child have %j", (field, parent, child) => {
    const [issue] = faultsOf(pair({ [field]: parent }, { [field]: child }));
    expect(issue).toMatchObject({
      path: ["a/b", "security", field, 0],
      code: "laxer-than-parent",
    });
  });

  test("a pull policy and a size cannot be loosened", () => {
    const spec = pair({ alwaysPullImages: true, configSize: "64Ki" }, { alwaysPullImages: false, configSize: "128Ki" });
    expect(pathsOf(spec)).toEqual(["a/b.security.alwaysPullImages", "a/b.security.configSize"]);
  });
});

test("node ports that are allowed and not granted are told", () => {
  const security = { serviceTypes: ["NodePort"] };
  expect(pathsOf({ name: "a", security })).toEqual(["a.security.serviceTypes[0]"]);
  expect(faultsOf({ name: "a", security, quota: { counts: { "services.nodeports": 2 } } })).toEqual([]);
});

test.each([["128 KB"], ["0"], ["0.5"], ["16383"], [7]])("a size of %j is none", (configSize) => {
  expect(pathsOf({ name: "a", security: { configSize } })).toEqual(["a.security.configSize"]);
});

describe("bounds in seconds:", () => {
  const KNOWING = { ...CLUSTER, serviceAccounts: { ...CLUSTER.serviceAccounts, audiences: ["https://api", "k3s"] } };

  test("what is not given is the parent's, and a top tenant's is its default", () => {
    const { tenant, children } = tree(pair({ terminationGracePeriodSeconds: 900 }, { tokenExpirationSeconds: 3600 }));
    expect(tenant.security).toMatchObject({ terminationGracePeriodSeconds: 900, tokenExpirationSeconds: 7200 });
    expect(children[0]!.tenant.security).toMatchObject({
      terminationGracePeriodSeconds: 900,
      tokenExpirationSeconds: 3600,
    });
  });

  test.each([
    ["terminationGracePeriodSeconds", 29],
    ["terminationGracePeriodSeconds", 604_801],
    ["terminationGracePeriodSeconds", 30.5],
    ["tokenExpirationSeconds", 3599],
    ["tokenExpirationSeconds", -1],
    ["tokenExpirationSeconds", Infinity],
  ])("%s of %d is not possible", (field, given) => {
    expect(pathsOf({ name: "a", security: { [field]: given } })).toEqual([`a.security.${field}`]);
  });

  test("a sub-tenant cannot loosen them", () => {
    const laxer = { terminationGracePeriodSeconds: 601, tokenExpirationSeconds: 7200 };
    expect(pathsOf(pair({ tokenExpirationSeconds: 3600 }, laxer))).toEqual([
      "a/b.security.terminationGracePeriodSeconds",
      "a/b.security.tokenExpirationSeconds",
    ]);
  });

  test("longer tokens need a cluster that says which are for its API server", () => {
    const security = { tokenExpirationSeconds: 86_400 };
    expect(pathsOf({ name: "a", security })).toEqual(["a.security.tokenExpirationSeconds"]);
    expect(namespaceAnnotations(tenantOf({ name: "a", security }, KNOWING))).toMatchObject({
      [ANNOTATIONS.tokenExpirationSeconds]: "86400",
      [ANNOTATIONS.apiAudiences]: "https://api,k3s",
    });
    expect(namespaceAnnotations(tenantOf({ name: "a" }, KNOWING))).not.toHaveProperty([ANNOTATIONS.apiAudiences]);
  });
});

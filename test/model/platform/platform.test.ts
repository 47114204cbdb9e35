import type { PolicyRule } from "../../../src/model/kubernetes/kube-object";
import { LEVEL_RULES } from "../../../src/model/platform/roles/level-rules";
import { levelRules } from "../../../src/model/platform/roles/levels";
import { platformObjects } from "../../../src/model/platform/platform";
import { ACCESS_LEVELS } from "../../../src/model/tenant/spec/access-levels";
import { GUARDRAILS } from "../../../src/model/platform/guardrails/guardrails";
import { TEMPLATE_WARNINGS } from "../../../src/model/platform/guardrails/pod-templates";
import { ALLOW_LISTS } from "../../../src/model/tenant/spec/allow-lists";
import { CLUSTER, tenantOf } from "../tenants";

/** What no level ever holds, whatever stands in the table. */
const NEVER: readonly (readonly [string, RegExp])[] = [
  ["writes quotas or limits", /^(resourcequotas|limitranges):(create|update|patch|delete)/],
  ["takes away what happened", /^events:delete/],
  ["writes the namespace", /^namespaces.*:(create|update|patch|delete)/],
  ["writes endpoints", /^endpoint.*:(create|update|patch|delete)/],
  // Of a ConfigMap there is none.
  ["writes a status", /(?<!^configmaps)\/status:(create|update|patch|delete)/],
  ["opens a proxy, binds a pod or asks for a token", /\/(proxy|binding|token):/],
  ["escalates, binds or impersonates", /:(escalate|bind|impersonate)$/],
  ["holds a wildcard", /\*/],
  ["writes DaemonSets", /^daemonsets:(create|update|patch|delete)/],
];

const grants = (rules: ReturnType<typeof levelRules>) =>
  rules.flatMap(({ resources, verbs }) => resources.flatMap((resource) => verbs.map((verb) => `${resource}:${verb}`)));

test.each(NEVER)("no level %s, with guardrails or without", (_, forbidden) => {
  for (const guardrails of [true, false]) {
    expect(grants(levelRules("owner", { guardrails })).filter((grant) => forbidden.test(grant))).toEqual([]);
  }
});

test("each level contains the one before", () => {
  const levels = ACCESS_LEVELS.map(({ level }) => grants(levelRules(level, { guardrails: true })));
  levels.slice(1).forEach((grantsOfLevel, index) => {
    expect(grantsOfLevel).toEqual(expect.arrayContaining(levels[index]!));
    expect(grantsOfLevel.length).toBeGreaterThan(levels[index]!.length);
  });
});

test("nobody below admin reads Secrets", () => {
  const reads = (level: "user" | "admin") => grants(levelRules(level, { guardrails: true })).includes("secrets:get");
  expect([reads("user"), reads("admin")]).toEqual([false, true]);
});

test("a collection is deleted at once only by who may list it and delete each of it, for the answer holds all of it", () => {
  for (const { level } of ACCESS_LEVELS) {
    const held = new Set(grants(levelRules(level, { guardrails: true })));
    const collections = [...held].filter((grant) => /^[a-z]+:deletecollection$/.test(grant));
    expect([level, collections.length > 0]).toEqual([level, level === "admin" || level === "owner"]);
    const resources = collections.map((grant) => grant.split(":")[0]);
    expect(resources.filter((one) => !held.has(`${one}:list`) || !held.has(`${one}:delete`))).toEqual([]);
  }
});

test("no guardrail asks for the name of the request, which is empty where a collection is deleted", () => {
  expect(JSON.stringify(GUARDRAILS)).not.toMatch(/request\.name(?!space)/);
});

test("a session in a pod takes create and get together", () => {
  const sessions = LEVEL_RULES.filter(({ resources }) => resources.includes("pods/exec"));
  const opening = sessions.filter(({ verbs }) => verbs.includes("create") || verbs.includes("get"));
  expect(opening.map(({ level, verbs }) => [level, verbs])).toEqual([["user", ["create", "get"]]]);
});

test("every kind that a level may create is counted by the quota", () => {
  const { counts } = tenantOf({ name: "a" }).quota;
  const created = LEVEL_RULES.filter(({ verbs }) => verbs.includes("create")).flatMap(({ apiGroups, resources }) =>
    resources
      .filter((resource) => !resource.includes("/"))
      .map((resource) => [resource, `count/${[resource, ...apiGroups].filter(Boolean).join(".")}`]),
  );
  // The API server counts no events, whatever a quota says: a guardrail bounds their size.
  expect(created.filter((keys) => !keys.some((key) => key in counts)).map(([resource]) => resource)).toEqual([
    "events",
    "events",
  ]);
});

test("without guardrails that judge them, nobody writes policies, roles, bindings, accounts, leases or events", () => {
  const owner = grants(levelRules("owner", { guardrails: false }));
  const writes = owner.filter((grant) =>
    /^(events|leases|networkpolicies|roles|rolebindings|serviceaccounts):(?!get|list|watch)/.test(grant),
  );
  expect(writes).toEqual([]);
});

describe("the platform", () => {
  const { base, guardrails } = platformObjects({ guardrails: true, cluster: CLUSTER });

  test("is a namespace without pods, ClusterRoles, and the binding of one", () => {
    expect(base.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "Namespace hikube-system",
      "ResourceQuota hikube-no-pods",
      "NetworkPolicy hikube-default-deny-ingress",
      "NetworkPolicy hikube-default-deny-egress",
      "ClusterRole hikube:viewer",
      "ClusterRole hikube:user",
      "ClusterRole hikube:admin",
      "ClusterRole hikube:owner",
      "ClusterRole hikube:platform",
      "ClusterRole hikube:auditor",
      "ClusterRole hikube:controller",
      "ClusterRole hikube:classes",
      "ClusterRoleBinding hikube:classes",
    ]);
  });

  test("has a role that only reads, and no Secret", () => {
    const { rules = [] } = base.find(({ metadata }) => metadata.name === "hikube:auditor") as { rules?: PolicyRule[] };
    const all = rules.flatMap(({ resources = [], verbs }) =>
      resources.flatMap((one) => verbs.map((verb) => [one, verb])),
    );
    expect(all.length).toBeGreaterThan(20);
    expect(
      all.filter(([one = "", verb = ""]) => !/^(get|list)$/.test(verb) || /secrets|token|\*|\//.test(one)),
    ).toEqual([]);
    const configMaps = rules.filter(({ resources }) => resources.includes("configmaps"));
    expect(configMaps).toMatchObject([{ resourceNames: ["kubeadm-config"] }]);
  });

  test("tells nobody its classes where one chose so", () => {
    const { base: closed } = platformObjects({ guardrails: true, cluster: CLUSTER, readableClasses: false });
    expect(closed.filter(({ metadata }) => metadata.name === "hikube:classes")).toEqual([]);
  });

  test("binds the controllers that the facts name to a role that holds nothing else", () => {
    const controllers = [{ kind: "ServiceAccount", name: "flux", namespace: "flux-system" }] as const;
    const named = platformObjects({ guardrails: true, cluster: { ...CLUSTER, controllers } }).base;
    const found = named.filter(({ metadata }) => metadata.name.startsWith("hikube:controller"));
    expect(found).toMatchObject([
      { kind: "ClusterRole", rules: [{ apiGroups: ["hikube.cloud"], resources: ["tenants"], verbs: ["operate"] }] },
      { kind: "ClusterRoleBinding", roleRef: { name: "hikube:controller" }, subjects: [...controllers] },
    ]);
  });

  test("gives a level the custom resources that the facts grant, and stronger levels with it", () => {
    const customResources = [
      { group: "cert-manager.io", resource: "certificates", level: "viewer", verbs: ["get"] },
      { group: "cert-manager.io", resource: "certificates", level: "admin" },
    ] as const;
    const held = (level: "viewer" | "user" | "admin" | "owner") =>
      grants(levelRules(level, { guardrails: true, customResources })).filter((one) => one.startsWith("certificates"));
    expect([held("viewer"), held("user"), held("admin").length, held("owner").length]).toEqual([
      ["certificates:get"],
      ["certificates:get"],
      9,
      9,
    ]);
  });

  test("marks all it makes as its own", () => {
    for (const { metadata } of [...base, ...guardrails]) {
      expect(metadata.labels).toMatchObject({ "app.kubernetes.io/managed-by": "hikube" });
    }
  });

  test("binds each policy under its name: what refuses fails closed, what warns open", () => {
    const policies = guardrails.filter(({ kind }) => kind === "ValidatingAdmissionPolicy");
    const bindings = guardrails.filter(({ kind }) => kind === "ValidatingAdmissionPolicyBinding");
    const warns = (name: string) => name.startsWith("hikube-template-");
    expect(bindings.map(({ spec }) => spec)).toMatchObject(
      policies.map(({ metadata: { name } }) => ({
        policyName: name,
        validationActions: [warns(name) ? "Warn" : "Deny"],
      })),
    );
    const withParams = bindings.filter(({ spec }) => "paramRef" in (spec as object));
    expect(withParams.map(({ metadata, spec }) => [metadata.name, (spec as { paramRef: unknown }).paramRef])).toEqual([
      ["hikube-template-limits", { name: "hikube-container", parameterNotFoundAction: "Allow" }],
    ]);
    for (const { metadata, spec } of policies) {
      expect(spec).toMatchObject({ failurePolicy: warns(metadata.name) ? "Ignore" : "Fail" });
    }
  });

  test("never asks a match condition for the namespace's object, which is empty there", () => {
    for (const { spec } of guardrails) {
      const { matchConditions = [] } = (spec ?? {}) as { matchConditions?: readonly { expression: string }[] };
      for (const { expression } of matchConditions) expect(expression).not.toContain("namespaceObject");
    }
  });

  test("judges what tenants write where a namespace is a tenant's, and not by a list of names", () => {
    const selective = GUARDRAILS.filter(
      ({ name }) => !/managed-objects|namespace-marks|protected|token-lifetime/.test(name),
    );
    const isTenant = { key: "hikube.cloud/tenant", operator: "Exists" };
    const bounds = { key: "hikube.cloud/images", operator: "NotIn", values: ["any"] };
    for (const { name, matchConstraints } of selective) {
      expect([name, matchConstraints.namespaceSelector]).toEqual([
        name,
        { matchExpressions: name === "hikube-pod-images" ? [isTenant, bounds] : [isTenant] },
      ]);
    }
    expect(JSON.stringify(guardrails)).not.toContain("system:serviceaccount");
  });

  test("tells in every refusal what is allowed here", () => {
    for (const { validations } of [...TEMPLATE_WARNINGS, ...GUARDRAILS]) {
      for (const { message, messageExpression } of validations) {
        expect(`${message} ${messageExpression ?? ""}`).toMatch(/allowed here|to delete/);
      }
    }
  });

  test.each(ALLOW_LISTS.map(({ field }) => field))("names %s where its list refuses, for who wants more", (field) => {
    expect(JSON.stringify(GUARDRAILS)).toContain(`to allow more, set security.${field} in the tenant's code`);
  });

  test("has no guardrails where one chose so", () => {
    expect(platformObjects({ guardrails: false, cluster: CLUSTER }).guardrails).toEqual([]);
  });
});

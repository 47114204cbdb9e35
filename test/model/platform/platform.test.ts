import { ACCESS_LEVELS, LEVEL_RULES, levelRules, platformObjects } from "../../../src/model";
import { GUARDRAILS } from "../../../src/model/platform/guardrails/guardrails";
import { ALLOW_LISTS } from "../../../src/model/tenant/allow-lists";
import { CLUSTER, tenantOf } from "../tenants";

/** What no level ever holds, whatever stands in the table. */
const NEVER: readonly (readonly [string, RegExp])[] = [
  ["writes quotas, limits or events", /^(resourcequotas|limitranges|events):(create|update|patch|delete)/],
  ["touches the namespace", /^namespaces/],
  ["touches endpoints", /^endpoint/],
  ["writes a status or opens a proxy", /\/(status|proxy|binding|token):/],
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
    const collections = [...held].filter((grant) => grant.endsWith(":deletecollection"));
    expect([level, collections.length > 0]).toEqual([level, level === "admin" || level === "owner"]);
    const resources = collections.map((grant) => grant.split(":")[0]);
    expect(resources.filter((one) => !held.has(`${one}:list`) || !held.has(`${one}:delete`))).toEqual([]);
  }
});

test("no guardrail asks for the name of the request, which is empty where a collection is deleted", () => {
  expect(JSON.stringify(GUARDRAILS)).not.toMatch(/request\.name(?!space)/);
});

test("a session in a pod takes create and get together", () => {
  for (const rule of LEVEL_RULES.filter(({ resources }) => resources.includes("pods/exec"))) {
    expect(rule.verbs).toEqual(["create", "get"]);
  }
});

test("every kind that a level may create is counted by the quota", () => {
  const { counts } = tenantOf({ name: "a" }).quota;
  const created = LEVEL_RULES.filter(({ verbs }) => verbs.includes("create")).flatMap(({ apiGroups, resources }) =>
    resources
      .filter((resource) => !resource.includes("/"))
      .map((resource) => [resource, `count/${[resource, ...apiGroups].filter(Boolean).join(".")}`]),
  );
  expect(created.filter((keys) => !keys.some((key) => key in counts))).toEqual([]);
});

test("without guardrails that judge them, nobody writes policies, roles, bindings or accounts", () => {
  const owner = grants(levelRules("owner", { guardrails: false }));
  const writes = owner.filter((grant) =>
    /^(networkpolicies|roles|rolebindings|serviceaccounts):(?!get|list|watch)/.test(grant),
  );
  expect(writes).toEqual([]);
});

describe("the platform", () => {
  const { base, guardrails } = platformObjects({ guardrails: true, cluster: CLUSTER });

  test("is a namespace without pods and five ClusterRoles", () => {
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
    ]);
  });

  test("marks all it makes as its own", () => {
    for (const { metadata } of [...base, ...guardrails]) {
      expect(metadata.labels).toMatchObject({ "app.kubernetes.io/managed-by": "hikube" });
    }
  });

  test("binds each policy under its name, failing closed", () => {
    const policies = guardrails.filter(({ kind }) => kind === "ValidatingAdmissionPolicy");
    const bindings = guardrails.filter(({ kind }) => kind === "ValidatingAdmissionPolicyBinding");
    expect(bindings.map(({ spec }) => spec)).toEqual(
      policies.map(({ metadata }) => ({ policyName: metadata.name, validationActions: ["Deny"] })),
    );
    for (const { spec } of policies) expect(spec).toMatchObject({ failurePolicy: "Fail" });
  });

  test("never asks a match condition for the namespace's object, which is empty there", () => {
    for (const { spec } of guardrails) {
      const { matchConditions = [] } = spec as { matchConditions?: readonly { expression: string }[] };
      for (const { expression } of matchConditions) expect(expression).not.toContain("namespaceObject");
    }
  });

  test("judges what tenants write where a namespace is a tenant's, and not by a list of names", () => {
    const selective = GUARDRAILS.filter(
      ({ name }) => !/managed-objects|namespace-marks|protected|token-lifetime/.test(name),
    );
    for (const { matchConstraints } of selective) {
      expect(matchConstraints.namespaceSelector).toEqual({
        matchExpressions: [{ key: "hikube.cloud/tenant", operator: "Exists" }],
      });
    }
    expect(JSON.stringify(guardrails)).not.toContain("system:serviceaccount");
  });

  test("tells in every refusal what is allowed here", () => {
    for (const { validations } of GUARDRAILS) {
      for (const { message, messageExpression } of validations) {
        expect(`${message} ${messageExpression ?? ""}`).toMatch(/allowed here|to delete/);
      }
    }
  });

  test.each(ALLOW_LISTS.map(({ field }) => field))("names %s where its list refuses, for who wants more", (field) => {
    expect(JSON.stringify(GUARDRAILS)).toContain(`more is given by security.${field} in the tenant's code`);
  });

  test("has no guardrails where one chose so", () => {
    expect(platformObjects({ guardrails: false, cluster: CLUSTER }).guardrails).toEqual([]);
  });
});

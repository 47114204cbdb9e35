import { heldRights, roleFactsOf } from "../../src/access/roles";
import { EVERYTHING, role, rule } from "./live";

const HELD = heldRights();
const facts = (...rules: readonly string[]) => roleFactsOf(role("any", rules), HELD);
const written = (...rules: readonly object[]) => roleFactsOf({ ...role("any", []), rules }, HELD);

test.each([
  [["pods:get,list"], "reads pods"],
  [["secrets:get"], "reads Secrets"],
  [["secrets:get@one"], "reads Secrets (only one)"],
  [["secrets:get@one", "secrets:list"], "reads Secrets"],
  [["secrets:create"], "writes Secrets"],
  [["pods|exec:create"], "runs commands in pods"],
  [["apps/deployments:patch"], "starts pods"],
  [["users,groups:impersonate"], "acts as other users"],
  [["rbac.authorization.k8s.io/clusterroles:bind@view"], "hands on rights that it does not hold (only view)"],
  [["rbac.authorization.k8s.io/roles:escalate"], "hands on rights that it does not hold"],
  [["serviceaccounts|token:create"], "makes tokens of ServiceAccounts"],
  [["nodes|proxy:get"], "reaches pods through their nodes"],
  [["hikube.cloud/tenants:update"], "passes the guardrails"],
  [["a,b,c,d,e:get"], "reads a and b and c and 2 more kinds"],
  [["crd.example.ch/things:delete", "pods:get"], "reads pods, writes things.crd.example.ch"],
  [["crd.example.ch/*:*"], "reads all of crd.example.ch, writes all of crd.example.ch"],
  [[], "nothing"],
])("%j is told as: %s", (rules, words) => {
  expect(facts(...rules).allows).toBe(words);
});

test("wildcards are understood as the API server does", () => {
  expect(written(EVERYTHING).allows).toBe("everything");
  expect(written({ ...EVERYTHING, resourceNames: ["a"] }).allows).not.toBe("everything");
  expect(written({ ...EVERYTHING, verbs: ["get"] }).allows).toMatch(/reads Secrets.*reads all kinds$/);
  expect(written({ ...rule("*|exec:create"), apiGroups: ["*"] }).allows).toContain("runs commands in pods");
  // A subresource of one kind needs its name: `pods/*` is none.
  expect(written(rule("pods|*:create")).allows).not.toContain("runs commands");
});

test("addresses of the API, and rules that are cut short, allow nothing", () => {
  expect(written({ nonResourceURLs: ["/healthz"], verbs: ["get"] }).allows).toBe("nothing");
  expect(written({ apiGroups: [""], resources: ["secrets"] }, 7 as never, null as never).allows).toBe("nothing");
  expect(roleFactsOf({ ...role("any", []), rules: "x" }, HELD).allows).toBe("nothing");
});

test("of an aggregated role counts what was gathered in it", () => {
  const aggregated = { ...role("any", ["secrets:list"]), aggregationRule: { clusterRoleSelectors: [{}] } };
  expect(roleFactsOf(aggregated, HELD).allows).toBe("reads Secrets");
});

test.each([
  [["pods:get"], true],
  [["unknown.example.ch/things:get"], true],
  [["namespaces:get,list", "nodes:get", "storage.k8s.io/storageclasses:list"], false],
  [["authorization.k8s.io/selfsubjectaccessreviews:create"], false],
  [["namespaces:delete"], true],
  [["nodes|proxy:get"], true],
  [["groups:impersonate"], true],
  [["admissionregistration.k8s.io/validatingadmissionpolicybindings:delete"], true],
  [["rbac.authorization.k8s.io/clusterroles:escalate"], true],
])("%j held cluster-wide opens namespaces: %s", (rules, opens) => {
  expect(facts(...rules).opensNamespaces).toBe(opens);
});

test.each([
  [["configmaps:get,update", "secrets:get"], undefined],
  [["coordination.k8s.io/leases:create"], undefined],
  [["secrets:get", "serviceaccounts|token:create"], "create serviceaccounts/token"],
  [["apps/daemonsets:create"], "create daemonsets.apps"],
  [["*:get"], "get *"],
])("beyond an owner, %j: %s", (rules, beyond) => {
  expect(facts(...rules).beyond).toBe(beyond);
});

test("a level is held to its own rights", () => {
  expect(roleFactsOf(role("hikube:viewer", ["pods:get"]), HELD).beyond).toBeUndefined();
  expect(roleFactsOf(role("hikube:viewer", ["secrets:get"]), HELD).beyond).toBe("get secrets");
  expect(roleFactsOf(role("hikube:admin", ["secrets:get"]), HELD).beyond).toBeUndefined();
});

test("a role of more rights than are looked at is told as that, soon", () => {
  const many = Array.from({ length: 400 }, (_, index) => `r${String(index)}`);
  const huge = written({ apiGroups: many, resources: many, verbs: many });
  expect(huge).toMatchObject({ allows: "more than can be judged", beyond: "more rights than can be judged" });
  expect(huge.opensNamespaces).toBe(true);
});

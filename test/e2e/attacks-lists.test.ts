import type { Cluster } from "../../src/kube/cluster";
import { guardrailObjects } from "../../src/model/platform/guardrails/guardrail";
import { boundsOf } from "../../src/model/platform/guardrails/size-bounds";
import { SIZE_VALIDATIONS, sizeVariables } from "../../src/model/platform/guardrails/size-gate";
import { applyAll, describeUnderGuardrails, SHOP } from "./attack-ground";
import { listsBelow, type Schemas } from "./attack-lists";
import { RBAC } from "./attack-objects";
import { eventually } from "./support";

const GROUP = "lists.example.ch";
const NAME = "hikube-test-lists";
const COUNTED = /has \d+ entries in its lists and maps; allowed here: at most 3072/;
const MANY = 3500;
const SOME = 300;

/** A custom resource takes what no pod would pass the server's own checks with. */
const KIND = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `templates.${GROUP}` },
  spec: {
    group: GROUP,
    scope: "Namespaced",
    names: { plural: "templates", singular: "template", kind: "Template" },
    versions: [
      {
        ...{ name: "v1", served: true, storage: true },
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: { template: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
          },
        },
      },
    ],
  },
};

/** What `hikube-object-size` says of templates, said of that kind. */
const POLICY = guardrailObjects({
  name: NAME,
  matchConstraints: {
    resourceRules: [
      { apiGroups: [GROUP], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["templates"] },
    ],
  },
  variables: sizeVariables([], "true", boundsOf(["templates"], [])),
  validations: SIZE_VALIDATIONS,
});

describeUnderGuardrails("lists that no table names:", (ground) => {
  const writer = () => ground().outsider("tess");
  const create = (cluster: Cluster, template: object) =>
    cluster.apply(
      { apiVersion: `${GROUP}/v1`, kind: "Template", metadata: { name: "one", namespace: SHOP }, template },
      { fieldManager: "test", dryRun: true },
    );
  const said = (template: object) => create(writer(), template).then(() => "", String);

  beforeAll(async () => {
    const metadata = { name: NAME, namespace: SHOP };
    const rules = [{ apiGroups: [GROUP], resources: ["templates"], verbs: ["create", "get", "patch"] }];
    await applyAll(ground().admin, [
      KIND,
      { apiVersion: `${RBAC}/v1`, kind: "Role", metadata: { ...metadata, name: "tests" }, rules },
      {
        ...{ apiVersion: `${RBAC}/v1`, kind: "RoleBinding", metadata: { ...metadata, name: "tests" } },
        roleRef: { apiGroup: RBAC, kind: "Role", name: "tests" },
        subjects: [{ apiGroup: RBAC, kind: "User", name: "tess" }],
      },
      ...POLICY,
    ]);
    await eventually("the policy", async () => (await said({ a: "x".repeat(70_000) })).includes(NAME));
  });

  test("every list and map of a pod's template that this Kubernetes knows is counted, whatever is in it", async () => {
    const { components } = (await ground().admin.raw("GET", "/openapi/v3/api/v1")) as {
      components: { schemas: Schemas };
    };
    const fields = listsBelow(components.schemas, "io.k8s.api.core.v1.PodTemplateSpec");
    // Both an old field and one that only stands in a list in a list are among them.
    expect(fields.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "spec.containers[].command",
        "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[].labelSelector.matchExpressions[].values",
      ]),
    );
    // A number takes no more memory than signs: it is bounded by bytes.
    for (const { path, make } of fields.filter(({ of }) => of !== "integer")) {
      expect([path, await said(make(MANY))]).toEqual([path, expect.stringMatching(COUNTED)]);
      expect([path, await said(make(SOME))]).toEqual([path, ""]);
    }
  });
});

import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { describeUnderGuardrails } from "./attack-ground";
import { deployment, KIB, some, statefulSet, template, text, withEnvironment } from "./attack-sizes";
import { changing, CONTAINER, creating, own, pod, POD_SPEC, testAttacks } from "./attacks";

describeUnderGuardrails("how large objects are:", (ground) => {
  describe("attack 34, bytes in what controllers multiply:", () => {
    const most: Readonly<Record<string, number>> = { Pod: 57_344, Role: 131_072, ReplicaSet: 50_176 };
    const tooLarge = (kind: string) =>
      new RegExp(
        `hikube-${kind === "Pod" ? "pod-spec" : "object-size"}.*this ${kind} takes \\d+ bytes; allowed here: at most ${most[kind] ?? 49_152}; keep long texts in ConfigMaps; to allow more, set security.configSize`,
      );
    const large = 300 * KIB;
    const fine = 40 * KIB;
    testAttacks(ground, [
      {
        tries: "fills a Deployment's template",
        attack: creating(deployment({}, template(withEnvironment(large)))),
        refusal: tooLarge("Deployment"),
        honest: creating(deployment({}, template(withEnvironment(fine)))),
      },
      {
        tries: "lets a small Deployment grow",
        attack: changing(deployment(), { spec: { template: { metadata: { annotations: { a: text(200) } } } } }),
        refusal: tooLarge("Deployment"),
        honest: changing(deployment(), { spec: { template: { metadata: { annotations: { a: text(20) } } } } }),
      },
      {
        tries: "makes ReplicaSets of a megabyte by hand",
        attack: creating({ ...deployment({}, template(withEnvironment(1200 * KIB))), kind: "ReplicaSet" }),
        refusal: tooLarge("ReplicaSet"),
        honest: creating({ ...deployment({}, template(withEnvironment(fine))), kind: "ReplicaSet" }),
      },
      {
        tries: "fills the template of a template",
        attack: creating(cronJob({}, withEnvironment(large))),
        refusal: tooLarge("CronJob"),
        honest: creating(cronJob({}, withEnvironment(fine))),
      },
      {
        tries: "fills a bare pod",
        attack: creating(pod(withEnvironment(large))),
        refusal: tooLarge("Pod"),
        honest: creating(pod(withEnvironment(fine))),
      },
      {
        tries: "fills a pod by what it runs",
        attack: creating(pod({ containers: [{ ...CONTAINER, args: [text(100), text(100)] }] })),
        refusal: tooLarge("Pod"),
        honest: creating(pod({ containers: [{ ...CONTAINER, args: [text(20)] }] })),
      },
      {
        ...{ as: "owner", tries: "fills a Role" },
        attack: creating(own("rbac.authorization.k8s.io/v1", "Role", role(1900, "n".repeat(200)))),
        refusal: tooLarge("Role"),
        honest: creating(own("rbac.authorization.k8s.io/v1", "Role", role(100, "n"))),
      },
      {
        tries: "keeps every revision",
        attack: creating(statefulSet({ revisionHistoryLimit: 2_147_483_647 })),
        refusal:
          /hikube-object-width.*2147483647 old revisions to keep \(revisionHistoryLimit\); allowed here: at most 20/,
        honest: creating(statefulSet({ revisionHistoryLimit: 15 })),
      },
      {
        tries: "raises what a Deployment keeps",
        attack: changing(deployment(), { spec: { revisionHistoryLimit: 100 } }),
        refusal: /hikube-object-width.*100 old revisions to keep/,
        honest: changing(deployment(), { spec: { revisionHistoryLimit: 3 } }),
      },
      {
        tries: "keeps every Job",
        attack: creating(cronJob({ successfulJobsHistoryLimit: 1000, failedJobsHistoryLimit: 1000 })),
        refusal: /1000 successful Jobs to keep .*; and 1000 failed Jobs to keep/,
        honest: creating(cronJob({ successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 3 })),
      },
    ]);
  });
});

function role(names: number, prefix: string): object {
  const resourceNames = some(names, (index) => `${prefix}${index}`);
  return { rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"], resourceNames }] };
}

function cronJob(spec: object, pods: object = {}): KubeObject {
  const job = { spec: { template: { spec: { ...POD_SPEC, restartPolicy: "Never", ...pods } } } };
  return own("batch/v1", "CronJob", { spec: { schedule: "0 0 1 1 *", jobTemplate: job, ...spec } });
}

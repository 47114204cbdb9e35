import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { PLATFORM_NAMESPACE } from "../../src/model/tenant/spec/tenant-names";
import { applyAll, SHOP } from "./attack-ground";
import { own, POD_SPEC, unique } from "./attacks";
import { kubectlAnswer } from "./kubectl";
import { describeOnPage, TEXT, YAML, type PageGround } from "./page-ground";
import { eventually } from "./support";

const SECTIONS = Object.entries(YAML).filter(([, blocks]) => blocks.some((block) => block.startsWith("# before")));

/** What nobody can refuse, with faults of every kind. */
const TOLERATIONS = Array.from({ length: 60 }, (_, index) => ({ key: `taint-${index}`, operator: "Exists" }));
const VOLUMES = Array.from({ length: 90 }, (_, index) => ({
  name: `v-${index}`,
  csi: { driver: `d${index}.example.com` },
}));

describeOnPage("the page for developers:", (ground) => {
  const sandbox = () => ground().sandbox;
  const inFolder = (name: string) => join(ground().folder, name);
  const hikube: PageGround["hikube"] = (...args) => ground().hikube(...args);
  const says: PageGround["says"] = (...args) => ground().says(...args);
  const apply: PageGround["apply"] = (...args) => ground().apply(...args);
  const runs: PageGround["runs"] = (object) => ground().runs(object);

  describe.each(SECTIONS)("%s:", (heading, blocks) => {
    const before = blocks.filter((block) => block.startsWith("# before"));
    const after = blocks.filter((block) => block.startsWith("# after"));

    test("what goes wrong is told at once, in the words of the page", async () => {
      for (const [index, block] of before.entries()) {
        const { text } = await apply(block);
        for (const line of linesOf(TEXT[heading]?.[index] ?? "")) expect(spaced(text)).toContain(line);
        await says("leads", ["delete", "-f", "-", "--ignore-not-found"], block);
      }
      expect(before.length).toBe(1);
    });

    test("what the page sets instead is written without a warning, and runs", async () => {
      for (const block of after) {
        const { code, text } = await apply(block);
        expect([code, text]).toEqual([0, expect.not.stringContaining("Warning")]);
        for (const object of objectsIn(block)) await eventually(`${object.kind} runs`, () => runs(object));
      }
      expect(after.length).toBe(1);
    });
  });

  test("a CronJob's Jobs run", async () => {
    const { code, text } = await says("team", ["create", "job", "tidy-now", "--from=cronjob/tidy"]);
    expect([code, text]).toEqual([0, expect.not.stringContaining("Warning")]);
    await eventually("the Job", () => runs(named("batch/v1", "Job", "tidy-now")));
  });

  test("quotas read as the page shows, and refuse in its words", async () => {
    const { text } = await says("team", ["describe", "quota"]);
    for (const line of TEXT["Limits and quotas"]?.[1]?.trim().split("\n") ?? [""]) expect(text).toContain(line);
    const huge = (YAML["Limits and quotas"]?.[1] ?? "")
      .replaceAll('cpu: "2"', 'cpu: "7"')
      .replace("name: large", "name: huge");
    const refused = await apply(huge);
    expect(refused.text).toMatch(
      /exceeded quota: hikube-tenant, requested: limits.cpu=7,.* used: limits.cpu=[^,]*,.* limited: limits.cpu=8/,
    );
  });

  describe("warnings on templates:", () => {
    const labels = { app: "b" };
    const template = (spec: object) => ({ metadata: { labels }, spec: { ...POD_SPEC, ...spec } });
    const bad = template({ nodeName: "node-1", restartPolicy: "Never" });
    const selector = { matchLabels: labels };
    const kinds: readonly (readonly [string, string, object])[] = [
      ["apps/v1", "DaemonSet", { selector, template: template({ nodeName: "node-1" }) }],
      ["apps/v1", "Deployment", { selector, template: template({ nodeName: "node-1" }) }],
      ["apps/v1", "ReplicaSet", { selector, template: template({ nodeName: "node-1" }) }],
      ["apps/v1", "StatefulSet", { selector, serviceName: "b", template: template({ nodeName: "node-1" }) }],
      ["v1", "ReplicationController", { selector: labels, template: template({ nodeName: "node-1" }) }],
      ["batch/v1", "Job", { template: bad }],
      ["batch/v1", "CronJob", { schedule: "0 3 * * *", jobTemplate: { spec: { template: bad } } }],
    ];
    const warning =
      /Warning: .*'hikube-template-spec'.*its pods will be refused: a pod of a tenant names no node \(nodeName\)/;
    const dryRun = (object: object) =>
      kubectlAnswer(sandbox().kubeconfig, ["apply", "--dry-run=server", "-f", "-"], JSON.stringify(object));

    test.each(kinds)("%s %s is warned about, whoever writes it", async (apiVersion, kind, spec) => {
      const { code, text } = await dryRun(own(apiVersion, kind, { spec }));
      expect([code, text]).toEqual([0, expect.stringMatching(warning)]);
    });

    test("a PodTemplate is, too", async () => {
      expect((await dryRun(own("v1", "PodTemplate", { template: bad }))).text).toMatch(warning);
    });

    test("what many kinds of faults would take long to tell is written all the same", async () => {
      const spec = { selector, template: template({ tolerations: TOLERATIONS, volumes: VOLUMES, nodeName: "node-1" }) };
      const { code, text } = await says(
        "team",
        ["create", "-f", "-"],
        JSON.stringify(own("apps/v1", "Deployment", { spec })),
      );
      expect([code, text]).toEqual([0, expect.stringContaining("created")]);
    });

    test("a claim without class is left to the cluster's default, in templates and in ephemeral volumes", async () => {
      const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
      const volumes = (storageClassName?: string) => [
        { name: "data", ephemeral: { volumeClaimTemplate: { spec: { ...claim, storageClassName } } } },
      ];
      const deployment = (name?: string) =>
        own("apps/v1", "Deployment", { spec: { selector, template: template({ volumes: volumes(name) }) } });
      expect((await dryRun(deployment())).text).not.toContain("Warning");
      expect((await dryRun(deployment("fast"))).text).toContain(
        "its claims will be refused: StorageClass fast is not allowed",
      );
    });

    test("so are requests beyond the limit that a container gets, and limits beyond the largest", async () => {
      const [container] = POD_SPEC.containers;
      const containers = [
        { ...container, resources: { requests: { cpu: "1500m" } } },
        { ...container, name: "b", resources: { requests: { cpu: "1500m" }, limits: { cpu: "9" } } },
        { ...container, name: "c", resources: { requests: { cpu: "1500m" }, limits: { cpu: "2" } } },
        { ...container, name: "d" },
      ];
      const { text } = await dryRun(
        own("apps/v1", "Deployment", { spec: { selector, template: template({ containers }) } }),
      );
      const told = [...text.matchAll(/its pods will be refused: (.*)/g)].map(([, sentence]) => sentence);
      expect(told).toEqual([
        "container app requests 1500m of cpu, more than the limit of 1 that it gets; allowed here: less, or a limit of its own. Ask: #help-platform",
        "container b limits 9 of cpu; allowed here: at most 8 in a container. Ask: #help-platform",
      ]);
    });

    test("only a change of what runs is warned about again", async () => {
      const object = own("apps/v1", "Deployment", { spec: { selector, template: template({ nodeName: "node-1" }) } });
      const { name } = object.metadata;
      expect((await says("team", ["create", "-f", "-"], JSON.stringify(object))).text).toMatch(warning);
      expect((await says("team", ["annotate", "deployment", name, "a=b"])).text).not.toContain("Warning");
      expect((await says("team", ["scale", "deployment", name, "--replicas=2"])).text).not.toContain("Warning");
      expect((await says("team", ["set", "env", `deployment/${name}`, "A=b"])).text).toMatch(warning);
    });
  });

  describe("hikube kubeconfig:", () => {
    test("gives a pipeline the level of a deployer, for an hour, in a file of its own", async () => {
      const path = inFolder("ci.kubeconfig");
      const { code, out, err } = await hikube("kubeconfig", SHOP, "--level", "admin", "--out", path);
      expect([code, out.trim()]).toEqual([0, `wrote ${path}`]);
      const [, ends = ""] = /the token of hikube-system\/tenant-shop\.ci ends at (\S+)/.exec(err) ?? [];
      const minutes = (Date.parse(ends) - Date.now()) / 60_000;
      expect([minutes > 30, minutes < 61]).toEqual([true, true]);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const who = await kubectlAnswer(path, ["auth", "whoami", "--output", "jsonpath={.status.userInfo.username}"]);
      expect(who.text).toBe(`system:serviceaccount:${PLATFORM_NAMESPACE}:tenant-shop.ci`);
      // The namespace is the default one.
      expect((await kubectlAnswer(path, ["auth", "can-i", "create", "deployments"])).text.trim()).toBe("yes");
      expect((await kubectlAnswer(path, ["get", "pods", "--all-namespaces"])).code).not.toBe(0);
      const token = /token: (\S+)/.exec(readFileSync(path, "utf8"))?.[1] ?? "";
      expect(token.length).toBeGreaterThan(100);
      expect(`${out}${err}`).not.toContain(token);
    });

    test("is for who may request that token, and needs nothing else", async () => {
      const [name, account] = [unique("tokens"), "tenant-shop.ci"];
      const path = await sandbox().userKubeconfig("bot", ["bots"]);
      const call = ["kubeconfig", SHOP, "--service-account", `${PLATFORM_NAMESPACE}/${account}`, "--kubeconfig", path];
      const refused = await hikube(...call);
      expect([refused.code, refused.out.length]).toEqual([1, 0]);
      expect(refused.err).toMatch(/you may not request a token of .*serviceaccounts\/token.*\[missing-permission\]/);
      const apiGroup = "rbac.authorization.k8s.io";
      const metadata = { name, namespace: PLATFORM_NAMESPACE };
      const rules = [
        { apiGroups: [""], resources: ["serviceaccounts/token"], resourceNames: [account], verbs: ["create"] },
      ];
      await applyAll(sandbox().cluster(), [
        { apiVersion: `${apiGroup}/v1`, kind: "Role", metadata, rules },
        {
          ...{ apiVersion: `${apiGroup}/v1`, kind: "RoleBinding", metadata },
          roleRef: { apiGroup, kind: "Role", name },
          subjects: [{ apiGroup, kind: "Group", name: "bots" }],
        },
      ]);
      const made = await eventually("the right", async () => {
        const { code, out } = await hikube(...call, "--duration", "600");
        return code === 0 ? out : undefined;
      });
      const file = inFolder("bot.kubeconfig");
      writeFileSync(file, made);
      expect((await kubectlAnswer(file, ["get", "pods"])).code).toBe(0);
    });

    const issuer = "https://id.example.com/realms/acme";
    const forPeople = ["--oidc-issuer", issuer, "--oidc-client-id", "kubernetes"];

    test("signs people in by the plugin that kubectl finds, with the arguments that it takes", async () => {
      const path = inFolder("oidc.kubeconfig");
      const { code } = await hikube("kubeconfig", SHOP, ...forPeople, "--out", path);
      expect(code).toBe(0);
      // A stand-in for the plugin, as no identity provider is here: it answers with a token of the deployer.
      const { out } = await hikube("kubeconfig", SHOP, "--level", "admin", "--json");
      const [{ user }] = (JSON.parse(out) as { users: [{ user: { token: string } }] }).users;
      const credential = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status: user };
      const script = `#!/bin/sh\necho "$@" > ${ground().folder}/args\ncat <<'END'\n${JSON.stringify(credential)}\nEND\n`;
      writeFileSync(inFolder("kubectl-oidc_login"), script, { mode: 0o700 });
      const withPlugin = `${ground().folder}:${process.env.PATH ?? ""}`;
      const pods = await kubectlAnswer(path, ["get", "pods"], "", withPlugin);
      expect([pods.code, pods.text]).toEqual([0, expect.any(String)]);
      expect(readFileSync(inFolder("args"), "utf8").trim()).toBe(
        `get-token --oidc-issuer-url=${issuer} --oidc-client-id=kubernetes`,
      );
    });

    test.each([
      [
        "a level that no deployer has",
        ["--level", "owner"],
        /no deployer holds hikube:owner in tenant-shop.*access\.deployers/,
      ],
      [
        "an account that is not there",
        ["--service-account", "hikube-system/nobody"],
        /there is no ServiceAccount hikube-system\/nobody/,
      ],
    ])("names %s", async (_, args, message) => {
      const { code, err } = await hikube("kubeconfig", SHOP, ...args);
      expect([code > 0, err]).toEqual([true, expect.stringMatching(message)]);
    });

    test.each(["kube-system", "nowhere"])("gives none for %s, which is no tenant", async (namespace) => {
      for (const way of [["--level", "admin"], forPeople]) {
        const { code, err } = await hikube("kubeconfig", namespace, ...way);
        expect([code, err]).toEqual([2, expect.stringContaining("name the namespace of a tenant [unknown-name]")]);
      }
    });
  });

  describe("hikube tenants:", () => {
    const mine = async (kubeconfig: string, ...args: readonly string[]) => {
      const { code, out } = await hikube("tenants", ...args, "--kubeconfig", kubeconfig, "--json");
      const { tenants } = JSON.parse(out) as { tenants: readonly { namespace: string; level: string }[] };
      return [code, ...tenants.map(({ namespace, level }) => `${namespace} ${level}`)];
    };
    const file = () => inFolder("tenants.yaml");
    const home = process.cwd();

    // What an app wrote to where the call is made would be asked about.
    beforeAll(() => {
      process.chdir(ground().folder);
    });
    afterAll(() => {
      process.chdir(home);
    });

    test.each([
      ["everybody", "viewer"],
      ["shop-team", "admin"],
      ["shop-leads", "owner"],
    ])("a member of %s is told %s", async (group, level) => {
      const kubeconfig = await sandbox().userKubeconfig(`one-of-${group}`, [`oidc:${group}`]);
      expect(await mine(kubeconfig, file())).toEqual([0, `${SHOP} ${level}`]);
      expect(await mine(kubeconfig, "--namespace", `kube-system,${SHOP},nowhere`)).toEqual([0, `${SHOP} ${level}`]);
    });

    test("a stranger is told nothing of it, and ends with 3", async () => {
      const kubeconfig = await sandbox().userKubeconfig("stranger", ["oidc:others"]);
      expect(await mine(kubeconfig, file())).toEqual([3]);
    });

    test("without a list only who may list namespaces is answered", async () => {
      const refused = await hikube("tenants", "--kubeconfig", ground().users.team);
      expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/--namespace \[missing-permission\]/)]);
      expect(await mine(sandbox().kubeconfig)).toEqual([0, `${SHOP} owner`]);
    });
  });
});

/** The lines of a text that is told, without what breaks them on the page. */
function linesOf(text: string): readonly string[] {
  return text.trim().replaceAll(/\n +/g, " ").split("\n");
}

function spaced(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, "\n");
}

function objectsIn(block: string): readonly KubeObject[] {
  return parseAllDocuments(block).map((document) => document.toJS() as KubeObject);
}

function named(apiVersion: string, kind: string, name: string): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: SHOP } };
}

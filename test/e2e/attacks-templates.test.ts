import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fn, TerraformStack, TerraformVariable, type App } from "cdktf";
import { HikubePlatform, HikubeSubTenant, HikubeTenant, Subject } from "cdktf-hikube";
import { provideProviders, type ProviderEnvironment, type Sandbox } from "../../src/sandbox";
import { judgedTexts, TEMPLATES, textsIn, type FreeText } from "../constructs/free-texts";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding } from "./hikube";
import { openStacks, type Stacks } from "./stacks";
import { describeOnSandbox } from "./support";

const OWNER = '${join("",["system",":authenticated"])}';
const VIEWER = 'x-${chomp(file("/etc/hostname"))}';
const NOTE = '%{ if true }paid%{ endif } by ${chomp(file("/etc/hostname"))}';

const TENANTS = `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: inj
    profile: development
    access:
      owners: [{ kind: Group, name: ${JSON.stringify(OWNER)} }, { kind: Group, name: "oidc:owners" }]
      viewers: [{ kind: User, name: ${JSON.stringify(VIEWER)} }]
    cost: { note: ${JSON.stringify(NOTE)} }
`;

describeOnSandbox("a text with a template of Terraform", (sandbox) => {
  describe.each(terraformBinaries())("under $name", (binary) => {
    let stacks: Stacks;

    beforeAll(async () => {
      stacks = await openStacks(binary.path(), sandbox());
    });

    afterAll(() => stacks.close());

    test("is planned as itself at every place that takes texts, as JSON and as HCL", async () => {
      const facts = await sandbox().facts();
      const cluster = { ...facts, dns: { ...facts.dns, podLabels: { "${2+2}": "%{ for one in [] }x%{ endfor }" } } };
      const tenants = tenantsOf(judgedTexts(cluster).free);
      const fill = (stack: TerraformStack) => {
        const platform = new HikubePlatform(stack, "platform", { cluster });
        for (const { spec } of tenants) new HikubeTenant(stack, spec.name, { ...spec, platform });
        fillByHand(stack, platform);
      };
      for (const [id, hcl] of [
        ["json", "false"],
        ["hcl", "true"],
      ] as const) {
        withVariable("SYNTH_HCL_OUTPUT", hcl, () => {
          stacks.synth((app) => {
            fill(configured(stacks, app, id));
          });
        });
        const planned = plannedOf(await stacks.show(id));
        for (const { spec, text, places } of tenants) {
          const found = planned(`tenant-${spec.name}`).filter((one) => one.includes(text));
          expect([text, found.length]).toEqual([text, places.length]);
        }
        expect(planned(`tenant-${tenants[0]?.spec.name ?? ""}`)).toEqual(
          expect.arrayContaining(["${2+2}", "%{ for one in [] }x%{ endfor }"]),
        );
        expect(planned("tenant-hand-sub")).toEqual(
          expect.arrayContaining([
            '${" , "other" = file("/etc/hostname") , "more" = "\\',
            "OIDC:TEAM",
            "pay $oidc:team",
          ]),
        );
      }
    }, 600_000);
  });

  describe("in a tenants file", () => {
    const home = process.cwd();
    let folder: string;
    let providers: ProviderEnvironment;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "hikube-templates-"));
      process.chdir(folder);
      writeFileSync("cluster.json", JSON.stringify(await sandbox().facts()));
      writeFileSync("tenants.yaml", TENANTS);
      const [binary] = terraformBinaries();
      const environment = { ...process.env, ...sandbox().env, HIKUBE_TERRAFORM: binary?.path() };
      providers = await provideProviders({ source: "offline", environment });
      await succeeding(hikubeWith({ ...environment, ...providers.env }))("apply", "tenants.yaml", "--auto-approve");
    }, 300_000);

    afterAll(async () => {
      process.chdir(home);
      await providers.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test("names nobody else, and shows no file of the machine that applies", async () => {
      expect(await subjectsOf(sandbox(), "hikube-owner")).toEqual([OWNER, "oidc:owners"]);
      expect(await subjectsOf(sandbox(), "hikube-viewer")).toEqual([VIEWER]);
      const { metadata } = (await sandbox()
        .cluster()
        .get({ apiVersion: "v1", kind: "Namespace", name: "tenant-inj" }))!;
      expect(metadata.annotations?.["hikube.cloud/cost-note"]).toBe(NOTE);
    });

    test("lets nobody in who is only logged in, while the owners are", async () => {
      const secrets = { apiVersion: "v1", kind: "Secret" };
      const stranger = sandbox().cluster({ user: "stranger", groups: ["system:authenticated"] });
      await expect(stranger.list(secrets, { namespace: "tenant-inj" })).rejects.toThrow(/forbidden/);
      const owner = sandbox().cluster({ user: "ann", groups: ["oidc:owners", "system:authenticated"] });
      await expect(owner.list(secrets, { namespace: "tenant-inj" })).resolves.toBeDefined();
    });
  });
});

/** One tenant for each text, which has it at all places that take it. */
function tenantsOf(free: readonly FreeText[]) {
  return TEMPLATES.map((text) => {
    // The namespace of a group means nothing, and is not written.
    const ofText = free.filter((one) => one.text === text && !one.place.endsWith(".namespace"));
    const [first, ...others] = ofText.map(({ spec }) => spec);
    if (first === undefined) throw new Error(`no place takes ${text}`);
    const spec = others.reduce(
      (all, { access, security, cost }) => ({
        ...all,
        access: { ...all.access, ...access },
        security: security ?? all.security,
        cost: cost ?? all.cost,
      }),
      first,
    );
    return { text, spec, places: ofText.map(({ place }) => place) };
  });
}

/** A platform, a tenant, and below a parent that is declared elsewhere one with texts and tokens by hand. */
function fillByHand(stack: TerraformStack, platform: HikubePlatform): void {
  const team = new TerraformVariable(stack, "team", { type: "string", default: "oidc:team" }).stringValue;
  const parent = HikubeTenant.fromTenantAttributes(stack, "parent", {
    platform,
    namespace: "tenant-hand",
    profile: "development",
    ancestors: [],
    available: { cpu: "4", memory: "4Gi", storage: "4Gi" },
    access: { viewers: [{ kind: "Group", name: "${1+1}" }] },
  });
  new HikubeSubTenant(stack, "sub", {
    parent,
    name: "sub",
    quota: { cpu: "1", memory: "1Gi", storage: "1Gi" },
    access: { owners: [Subject.group(Fn.upper(team)), Subject.group(`pay $${team}`)] },
    cost: { note: '${" , "other" = file("/etc/hostname") , "more" = "\\' },
  });
}

function configured(stacks: Stacks, app: App, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  stacks.configure(stack);
  return stack;
}

/** All texts that a plan would write into a namespace. */
function plannedOf(plan: unknown): (namespace: string) => readonly string[] {
  const { resource_changes: changes } = plan as {
    resource_changes: readonly { readonly change: { readonly after: unknown } }[];
  };
  const all = changes.map(({ change }) => textsIn(change.after));
  return (namespace) => all.filter((texts) => texts.includes(namespace)).flat();
}

async function subjectsOf(sandbox: Sandbox, name: string): Promise<readonly string[]> {
  const ref = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", name, namespace: "tenant-inj" };
  const { subjects } = (await sandbox.cluster().get(ref)) as unknown as { subjects: readonly { name: string }[] };
  return subjects.map((subject) => subject.name).sort();
}

function withVariable(name: string, value: string, work: () => void): void {
  const before = process.env[name];
  process.env[name] = value;
  try {
    work();
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before;
  }
}

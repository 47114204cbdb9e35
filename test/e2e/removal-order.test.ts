import { TerraformStack } from "cdktf";
import { HikubeSubTenant, HikubeTenant, Quota, Subject, TenantProfile } from "cdktf-hikube";
import type { Cluster, WatchEvent } from "../../src/kube/cluster";
import { TENANT_QUOTA } from "../../src/model/tenant/objects/base-isolation";
import { applyAll } from "./attack-ground";
import { platformObjects } from "../../src/model/platform/platform";
import { terraformBinaries } from "./binaries";
import { openStacks, type Stacks } from "./stacks";
import { describeOnSandbox, eventually } from "./support";

const TOP = "tenant-top";
const SUB = "tenant-top-sub";
const KINDS = [
  { apiVersion: "v1", kind: "Namespace" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "v1", kind: "LimitRange" },
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
];

describe.each(terraformBinaries())("the order in which plain $name destroys a tree", (binary) => {
  describeOnSandbox("on a real API server", (sandbox) => {
    let stacks: Stacks;
    let gone: ReadonlyMap<string, number>;

    beforeAll(async () => {
      const admin = sandbox().cluster();
      const cluster = await sandbox().facts();
      await applyAll(admin, platformObjects({ cluster, guardrails: true }).base);
      stacks = await openStacks(binary.path(), sandbox());
      const synth = (isThere: boolean) => {
        stacks.synth((app) => {
          const stack = new TerraformStack(app, "company");
          stacks.configure(stack);
          if (!isThere) return;
          const access = { viewers: [Subject.group("support")], owners: [Subject.group("platform")] };
          const props = { platform: { cluster }, profile: TenantProfile.DEVELOPMENT, access } as const;
          const parent = new HikubeTenant(stack, "top", { ...props, name: "top" });
          new HikubeSubTenant(stack, "sub", { parent, name: "sub", quota: Quota.share(25) });
        });
      };
      synth(true);
      await stacks.apply("company");
      const log = await deletions(admin);
      synth(false);
      await stacks.apply("company");
      await eventually("the end of both", () => log.revisions().has(`Namespace ${TOP}`) || undefined);
      gone = log.revisions();
      log.stop();
    }, 300_000);

    afterAll(() => stacks.close());

    const at = (title: string) => gone.get(title) ?? Number.NaN;
    const inside = (namespace: string, is: (name: string) => boolean) =>
      [...gone.keys()].filter((title) => title.startsWith(`${namespace}/`) && is(title.slice(namespace.length + 1)));
    const isBinding = (title: string) => title.startsWith("RoleBinding ");
    const DENIALS = ["hikube-default-deny-ingress", "hikube-default-deny-egress"];
    const isDenial = (title: string) => DENIALS.includes(title.replace("NetworkPolicy ", ""));

    test.each([TOP, SUB])(
      "the bindings of %s go first, the policies that deny go last, then the namespace",
      (namespace) => {
        const bindings = inside(namespace, isBinding).map(at);
        const denials = inside(namespace, isDenial).map(at);
        const others = inside(namespace, (title) => !isBinding(title) && !isDenial(title)).map(at);
        expect([bindings.length, denials.length]).toEqual([2, 2]);
        expect(others.length).toBeGreaterThan(7);
        expect(Math.max(...bindings)).toBeLessThan(Math.min(...others));
        expect(Math.max(...others)).toBeLessThan(Math.min(...denials));
        expect(Math.max(...denials)).toBeLessThan(at(`Namespace ${namespace}`));
      },
    );

    test("the parent keeps its quota, its limits and its denials until the sub-tenant is gone", () => {
      const end = at(`Namespace ${SUB}`);
      const kept = [TENANT_QUOTA, "hikube-no-foreign-affinity", "hikube-no-priority-class"].map(
        (name) => `ResourceQuota ${name}`,
      );
      for (const title of [...kept, "LimitRange hikube-container", ...DENIALS.map((name) => `NetworkPolicy ${name}`)]) {
        expect(at(`${TOP}/${title}`)).toBeGreaterThan(end);
      }
    });
  });
});

interface Deletions {
  /** When each object was deleted, by the revision of the store, which is one order for all kinds. */
  revisions(): ReadonlyMap<string, number>;
  stop(): void;
}

/** Watches what is deleted from now on. */
async function deletions(admin: Cluster): Promise<Deletions> {
  const stop = new AbortController();
  const revisions = new Map<string, number>();
  const follow = async (kind: (typeof KINDS)[number]) => {
    for await (const event of admin.watch(kind, { signal: stop.signal })) note(kind.kind, event);
  };
  const seen = new Set<string>();
  const note = (kind: string, { type, object: { metadata } }: WatchEvent) => {
    seen.add(kind);
    const place = metadata.namespace === undefined ? "" : `${metadata.namespace}/`;
    if (type === "DELETED") revisions.set(`${place}${kind} ${metadata.name}`, Number(metadata.resourceVersion));
  };
  for (const kind of KINDS) void follow(kind).catch(() => undefined);
  // A watch tells of what is there first.
  await eventually("the watches", () => seen.size === KINDS.length || undefined);
  return {
    revisions: () => revisions,
    stop: () => {
      stop.abort();
    },
  };
}

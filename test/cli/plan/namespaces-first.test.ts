import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endNamespacesFirst } from "../../../src/cli/plan/namespaces-first";
import type { Planned } from "../../../src/cli/plan/plan-all";
import { parseStackConfig } from "../../../src/cli/project/stack-config";
import type { StringMap } from "../../../src/model/kubernetes/kube-object";
import { inFolder } from "../call";
import { withNamespaces } from "./namespace-server";

inFolder({});
const here = withNamespaces();

const io = { stdout: { write: () => true }, stderr: { write: () => true }, env: {} };
const REQUIRED = { required_providers: { hikube: { source: "hikube/hikube" } } };
const OURS = "held by 0123456789ab since 2026-01-01T00:00:00Z";

/** A tenant's namespace, with who holds it; its state has it as our own. */
function tenant(namespace: string, mark: string | undefined, parent?: string) {
  const labels = {
    "app.kubernetes.io/managed-by": "hikube",
    "hikube.cloud/tenant": namespace,
    ...(parent === undefined ? {} : { "hikube.cloud/parent": parent }),
  };
  const annotations: StringMap = mark === undefined ? {} : { "hikube.cloud/made-by": mark };
  const fields = { "f:metadata": { "f:annotations": { "f:hikube.cloud/made-by": {} } } };
  const managedFields = [{ manager: "hikube", operation: "Apply", apiVersion: "v1", fieldsV1: fields }];
  const metadata = { name: namespace, uid: `uid-${namespace}`, resourceVersion: "1", labels, annotations };
  here.namespaces.set(namespace, { apiVersion: "v1", kind: "Namespace", metadata: { ...metadata, managedFields } });
}

const THEIRS = "held by ba9876543210 since 2026-01-01T00:00:00Z";

const UNTOLD = " (untold)";

/** Removes these tenants of one stack, as a plan of some time ago says it; of an untold one it has no objects. */
function removal(...names: readonly string[]): Promise<void> {
  return removalBeside([], ...names);
}

/** As `removal`. @param objects - that the same plan writes */
function removalBeside(objects: readonly object[], ...names: readonly string[]): Promise<void> {
  const namespaces = names.map((name) => name.replace(UNTOLD, ""));
  const kept = (namespace: string) => ({ holder: OURS, uid: `uid-${namespace}` });
  const resources = namespaces.map((namespace) => ({
    ...{ mode: "managed", type: "hikube_tenant", name: namespace },
    provider: 'provider["registry.terraform.io/hikube/hikube"]',
    instances: [
      { attributes: { namespace }, private: Buffer.from(JSON.stringify(kept(namespace))).toString("base64") },
    ],
  }));
  writeFileSync("state", JSON.stringify({ version: 4, resources }));
  const path = join(process.cwd(), "terraform");
  writeFileSync(path, `#!/bin/sh\nexec cat "${process.cwd()}/state"\n`);
  chmodSync(path, 0o700);
  const changes = namespaces.map((namespace) => ({
    address: `hikube_tenant.${namespace}`,
    actions: ["remove"],
    provider: { engine: "hikube" },
    ...(names.includes(namespace)
      ? { removes: { namespace, depth: namespace.split("-").length - 2, isProtected: false } }
      : {}),
  }));
  const config = parseStackConfig(JSON.stringify({ terraform: REQUIRED, provider: { hikube: [{ host: here.url }] } }));
  const stack = { name: "shop", directory: process.cwd(), file: "cdk.tf.json", dependencies: [], config };
  const report = { removals: namespaces.map((namespace) => ({ namespace, isFirst: true })) };
  const planned = { stack, plan: { changes, objects }, report } as unknown as Planned;
  const terraform = { path, flavour: "terraform", env: {} } as const;
  return endNamespacesFirst([planned], { terraform, timeoutMs: 5_000, io });
}

test("sub-tenants go before their parents, and what another state holds stays", async () => {
  tenant("tenant-a", OURS);
  tenant("tenant-a-b", OURS, "tenant-a");
  tenant("tenant-c", THEIRS);
  await removal("tenant-a", "tenant-a-b", "tenant-c");
  expect(here.deleted).toEqual(["tenant-a-b", "tenant-a"]);
});

test("where a mark was taken away since the plan, nothing is deleted, and the provider's words tell it", async () => {
  tenant("tenant-a", OURS);
  tenant("tenant-a-b", OURS, "tenant-a");
  tenant("tenant-c", undefined);
  const ended = removal("tenant-a", "tenant-a-b", "tenant-c");
  await expect(ended).rejects.toMatchObject({
    code: "tenant-held-elsewhere",
    message: expect.stringMatching(
      /^the namespace tenant-c is not deleted: Nobody knows who holds the tenant tenant-c\n {2}Its mark .*terraform state rm ADDRESS`\.$/,
    ) as unknown,
  });
  expect(here.deleted).toEqual([]);
});

describe("a tenant with sub-tenants that this run does not remove", () => {
  const refused = {
    code: "namespace-remains",
    message: expect.stringMatching(
      /^the namespace tenant-a is not deleted: The tenant tenant-a has sub-tenants\n {2}Nothing of it is deleted.*: tenant-a-b\. .*destroy or move them first/,
    ) as unknown,
  };

  test("is not deleted, nor anything else", async () => {
    tenant("tenant-a", OURS);
    tenant("tenant-a-b", THEIRS, "tenant-a");
    tenant("tenant-c", OURS);
    await expect(removal("tenant-a", "tenant-c")).rejects.toMatchObject(refused);
    expect(here.deleted).toEqual([]);
  });

  test("is not deleted where another state holds by now what was to go with it", async () => {
    tenant("tenant-a", OURS);
    tenant("tenant-a-b", THEIRS, "tenant-a");
    await expect(removal("tenant-a", "tenant-a-b")).rejects.toMatchObject(refused);
    expect(here.deleted).toEqual([]);
  });

  test("is deleted where they are on their way out, or go later in this run", async () => {
    tenant("tenant-a", OURS);
    tenant("tenant-a-b", OURS, "tenant-a");
    tenant("tenant-a-c", THEIRS, "tenant-a");
    const going = here.namespaces.get("tenant-a-c");
    if (going !== undefined)
      here.namespaces.set("tenant-a-c", {
        ...going,
        metadata: { ...going.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" },
      });
    await removal("tenant-a", "tenant-a-b (untold)");
    expect(here.deleted).toEqual(["tenant-a"]);
  });

  test.each([
    ["another parent", "tenant-z"],
    ["none", undefined],
  ])("is deleted where they get %s in this run", async (_, parent) => {
    tenant("tenant-a", OURS);
    tenant("tenant-a-b", OURS, "tenant-a");
    const namespace = (labels: StringMap) => ({ kind: "Namespace", metadata: { name: "tenant-a-b", labels } });
    const before = namespace({ "hikube.cloud/parent": "tenant-a" });
    const after = namespace(parent === undefined ? {} : { "hikube.cloud/parent": parent });
    await expect(removalBeside([{ before: after, after }], "tenant-a")).rejects.toMatchObject(refused);
    await removalBeside([{ before, after }], "tenant-a");
    expect(here.deleted).toEqual(["tenant-a"]);
  });
});

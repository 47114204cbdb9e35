import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject, StringMap } from "../../src/model/kubernetes/kube-object";
import type { Sandbox } from "../../src/sandbox";
import type { HclGround } from "./provider-ground";
import { configMap, manifest, uidOf } from "./provider-manifest-ground";
import { openWriteGate, type Moment } from "./write-gate";

const APPLY = ["apply", "-auto-approve"];

const TENANT = `
resource "hikube_tenant" "walled" {
  name      = "walled"
  profile   = "production"
  protected = true
  quota     = { cpu = "4", memory = "8Gi", storage = "50Gi" }
}
`;

const namespace = (labels: StringMap): KubeObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "tenant-walled", labels },
});

/** Objects by which the walls of a tenant would fall. */
const WALLS: Readonly<Record<string, KubeObject>> = {
  space: namespace({ team: "x" }),
  quota: {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "hikube-tenant", namespace: "tenant-walled" },
    spec: { hard: { "limits.cpu": "400" } },
  },
  policy: {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "hikube-default-deny-ingress", namespace: "tenant-walled" },
    spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] },
  },
  guardrail: {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "hikube-protected-namespaces" },
    spec: { validationActions: ["Audit"] },
  },
  system: { apiVersion: "v1", kind: "Namespace", metadata: { name: "hikube-system" } },
};

/** What nobody may take, and what only one can have. */
export function disputesOfManifests(open: () => { readonly ground: HclGround; readonly sandbox: Sandbox }): void {
  const space = { apiVersion: "v1", kind: "Namespace", name: "tenant-walled" };
  /** All but what controllers write. */
  const walls = async (): Promise<readonly unknown[]> => {
    const refs = Object.values(WALLS).map(refOf);
    const found = await Promise.all(refs.map((ref) => open().sandbox.cluster().get(ref)));
    return found.map((object) => [object?.metadata.labels, object?.metadata.annotations, object?.spec]);
  };

  test("the walls of a tenant and the platform are taken by no manifest: not adopted, nor imported, nor deleted", async () => {
    const { ground, sandbox } = open();
    const holder = await ground.project("walled", TENANT);
    await holder.succeed(APPLY);
    const before = await walls();
    const text = Object.entries(WALLS).map(([name, object]) => manifest(name, object, "adopt = true"));
    const taker = await ground.project("walls", text.join(""));
    for (const args of [["plan"], APPLY]) {
      const { code, out } = await taker.run(args);
      expect([code, out.match(/is an object of the (?:tenant tenant-walled|platform)/g)?.length]).toEqual([1, 5]);
      expect(out).toMatch(/adopt|state rm/);
    }
    const { code, out } = await taker.run([
      "import",
      "hikube_manifest.space",
      "apiVersion=v1,kind=Namespace,name=tenant-walled",
    ]);
    expect([code, out]).toEqual([1, expect.stringMatching(/object-of-a-tenant/)]);
    expect((await taker.run(["state", "list"])).out).toMatch(/^$|No state file/);
    taker.write(manifest("own", { ...WALLS.policy, metadata: { name: "own", namespace: "tenant-walled" } }));
    await taker.succeed(APPLY);
    await taker.succeed(["destroy", "-auto-approve"]);
    expect(await walls()).toEqual(before);
    holder.write(TENANT.replace("true", "false"));
    await holder.succeed(APPLY);
    await holder.succeed(["destroy", "-auto-approve"]);
    expect(await uidOf(sandbox.cluster(), space)).toBeUndefined();
  });

  test("a namespace that became a tenant's since is written no more, and is let go of by its destroy", async () => {
    const { ground, sandbox } = open();
    const taker = await ground.project("before-walls", manifest("space", namespace({ team: "x" })));
    await taker.succeed(APPLY);
    const holder = await ground.project("walled-late", TENANT.replace("profile", "adopt = true\n  profile"));
    const gate = await openWriteGate(sandbox.connection, 1, "before");
    taker.write(manifest("space", namespace({ team: "y" })));
    const stalled = taker.run(APPLY, gate.server);
    await gate.reached;
    await holder.succeed(APPLY);
    const uid = await uidOf(sandbox.cluster(), space);
    gate.open();
    const refused = await stalled;
    await gate.close();
    for (const { code, out } of [refused, await taker.run(["plan"])])
      expect([code, out]).toEqual([1, expect.stringMatching(/is an object of the tenant tenant-walled/)]);
    taker.write("");
    const { code, out } = await taker.run(APPLY);
    expect([code, out]).toEqual([0, expect.stringMatching(/stays: it is an object of the tenant/)]);
    expect(await uidOf(sandbox.cluster(), space)).toBe(uid);
    expect(await holder.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
    holder.write(TENANT.replace("profile", "adopt = true\n  profile").replace("protected = true", "protected = false"));
    await holder.succeed(APPLY);
    await holder.succeed(["destroy", "-auto-approve"]);
  });

  test.each<[Moment, string, string]>([
    ["before", "1", ""],
    ["before", "2", ""],
    ["before", "2", "adopt = true"],
    ["after", "2", "adopt = true"],
  ])(
    "of two manifests that make one object, the first held %s its write, the other one holds it: value %s, %s",
    async (moment, value, more) => {
      const { ground, sandbox } = open();
      const name = `both-${moment}-${value}-${String(more.length)}`;
      const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "default", name };
      const project = (a: string) =>
        ground.project(
          `${name}-${a}`,
          manifest("x", configMap("default", name, { a: a === "late" ? "1" : value }), more),
        );
      const [late, other] = await Promise.all([project("late"), project("other")]);
      const gate = await openWriteGate(sandbox.connection, 1, moment);
      const stalled = late.run(APPLY, gate.server);
      await gate.reached;
      await other.succeed(APPLY);
      // An answer that is lost does not come.
      if (moment === "before") gate.open();
      else await gate.close();
      const { code, out } = await stalled;
      const refusal = moment === "before" ? /exists already[^]*Somebody has made it since/ : /Cannot apply ConfigMap/;
      expect([code, out]).toEqual([1, expect.stringMatching(refusal)]);
      if (moment === "before") await gate.close();
      const managedFields = [{ manager: "hikube", operation: "Apply" }];
      expect(await sandbox.cluster().get(ref)).toMatchObject({ data: { a: value }, metadata: { managedFields } });
      expect(await late.succeed(["state", "list"])).toBe("");
      expect(await other.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
      await other.succeed(["destroy", "-auto-approve"]);
      expect(await uidOf(sandbox.cluster(), ref)).toBeUndefined();
    },
  );

  test("what an apply made that was killed before its second write is adopted by the next one, and then ours alone", async () => {
    const { ground, sandbox } = open();
    const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "half" };
    const project = await ground.project("half", manifest("x", configMap("default", "half", { a: "1", b: "1" })));
    expect(await project.interrupt(APPLY, { victim: "provider", write: 1, moment: "answered" })).toBe(true);
    project.write(manifest("x", configMap("default", "half", { a: "2" }), "adopt = true"));
    await project.succeed(APPLY);
    const found = await sandbox.cluster().get(ref);
    expect(found).toMatchObject({
      data: { a: "2" },
      metadata: { managedFields: [{ manager: "hikube", operation: "Apply" }] },
    });
    expect(found?.data).not.toHaveProperty("b");
    expect(await project.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
    await project.succeed(["destroy", "-auto-approve"]);
  });
}

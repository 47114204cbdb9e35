import type { Sandbox } from "../../src/sandbox";
import { openCallLog } from "./call-log";
import type { HclGround } from "./provider-ground";

const CHILDREN = 12;
const PARENT = "/api/v1/namespaces/tenant-calls/resourcequotas/hikube-tenant";

const family = (facts: unknown): string => `
provider "hikube" {
  cluster_facts = ${JSON.stringify(JSON.stringify(facts))}
}
resource "hikube_tenant" "top" {
  name    = "calls"
  profile = "development"
  quota   = { cpu = "8", memory = "16Gi", storage = "100Gi" }
}
resource "hikube_tenant" "child" {
  count  = ${String(CHILDREN)}
  name   = "c\${count.index}"
  parent = hikube_tenant.top.namespace
  quota  = { cpu = "100m", memory = "128Mi", storage = "1Gi" }
}
`;

interface Ground {
  readonly ground: HclGround;
  readonly sandbox: Sandbox;
}

/** How often the API server is asked: by kinds, not by tenants. */
export function callsOfTenants(open: () => Ground): void {
  test("a plan reads lists and nothing else, an apply writes each object once, but a namespace when it begins and ends, and its parent once a turn", async () => {
    const { ground, sandbox } = open();
    const project = await ground.project("calls", family(await sandbox.facts()));
    const log = await openCallLog(sandbox.connection);
    const callsOf = async (...args: readonly string[]) => {
      await project.succeed(args, log.server);
      return log.taken();
    };
    try {
      expect(besideLists(await callsOf("plan"))).toEqual(["GET /api/v1"]);

      const applied = (await callsOf("apply", "-auto-approve")).map((call) => call.replace(/\?.*/, ""));
      const writes = applied.filter((call) => call.startsWith("PATCH") && !call.endsWith(PARENT));
      const isNamespace = (call: string) => /\/namespaces\/[^/]+$/.test(call);
      const inThem = writes.filter((call) => !isNamespace(call));
      expect(inThem).toEqual([...new Set(inThem)]);
      // It is taken, then marked as unfinished, until all that belongs to it is there.
      expect(writes.filter(isNamespace)).toHaveLength(3 * (CHILDREN + 1));
      expect(writes.length).toBeGreaterThan(10 * CHILDREN);
      // One read for each child that takes its share, and one for each that has it; none of them in vain.
      const reads = applied.filter((call) => call === `GET ${PARENT}`).length;
      expect(reads).toBeLessThanOrEqual(2 * CHILDREN + 1);

      const discovery = ["", "s/networking.k8s.io", "s/rbac.authorization.k8s.io"].map(
        (group) => `GET /api${group}/v1`,
      );
      expect(besideLists(await callsOf("plan", "-detailed-exitcode")).toSorted()).toEqual(discovery);

      const removal = await callsOf("plan", "-destroy");
      // Terraform launches the provider once to read all, and once to plan.
      const eachLaunch = [...new Set(besideLists(removal))].toSorted();
      expect(eachLaunch).toEqual(discovery);
      expect(removal.filter((call) => call.includes("persistentvolumeclaims")).length).toBeLessThan(CHILDREN);
    } finally {
      log.close();
    }
    await project.succeed(["destroy", "-auto-approve"]);
  }, 300_000);
}

function besideLists(calls: readonly string[]): readonly string[] {
  return calls.filter((call) => !/^GET .*[?&]limit=/.test(call));
}

import { objectIn } from "../../../src/model/json";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects } from "../../../src/provider/objects/live";
import { applyTenant } from "../../../src/provider/tenant/apply";
import { Registry } from "../../../src/provider/tenant/registry";
import { Settlements } from "../../../src/provider/tenant/settlements";
import { standings } from "../../../src/provider/tenant/standing";
import { CLUSTER } from "../../model/tenants";
import { versionedServer } from "./versioned-server";

const NAME = "tenant-top";
const PAST = "2020-01-01T00:00:00Z";
const SUSPENDED = { "hikube.cloud/suspended": "true", "hikube.cloud/suspended-because": `expired: ${PAST}` };

/** A tenant as it stands, and then suspended by a command or not. */
async function standing(expiresAt: string, isSuspended: boolean) {
  const { cluster: server, kept, put } = versionedServer();
  const cluster = {
    ...server,
    apply: (object: Parameters<typeof put>[0]) => Promise.resolve(put(object)),
    until: () => cluster,
  };
  const clientNow = async () => {
    const live = new LiveObjects(() => cluster);
    const tenants = new Registry(live, () => Promise.resolve(CLUSTER));
    const quota = { cpu: "2", memory: "4Gi", storage: "4Gi" };
    tenants.plan(NAME, { spec: { name: "top", profile: "development", quota, expiresAt } });
    const client = { cluster: () => cluster, live, tenants, settlements: new Settlements() };
    return { client: client as unknown as HikubeClient, tenant: (await tenants.tenant(NAME))! };
  };
  const apply = async (isNew: boolean) => {
    const { client, tenant } = await clientNow();
    await applyTenant(client, tenant, { before: {}, signal: new AbortController().signal, isNew });
  };
  await apply(true);
  if (isSuspended) {
    const namespace = kept.get(`Namespace/${NAME}`)!;
    const annotations = { ...namespace.metadata.annotations, ...SUSPENDED };
    put({ ...namespace, metadata: { ...namespace.metadata, annotations } });
    const quota = kept.get("ResourceQuota/hikube-tenant")!;
    put({ ...quota, spec: { hard: { ...objectIn(objectIn(quota.spec).hard), pods: "0" } } });
  }
  const { client, tenant } = await clientNow();
  const { digests } = client.tenants.objects.of(tenant);
  const { objects } = await standings(client, tenant, digests);
  const changed = Object.keys(digests).filter((key) => objects[key] !== digests[key]);
  await apply(false);
  const pods = objectIn(objectIn(kept.get("ResourceQuota/hikube-tenant")?.spec).hard).pods;
  const mark = kept.get(`Namespace/${NAME}`)?.metadata.annotations?.["hikube.cloud/suspended"];
  return { changed, isOpen: pods !== "0", mark };
}

test("what was suspended past its end stays so: a plan sees no change, and an apply undoes nothing", async () => {
  expect(await standing(PAST, true)).toEqual({ changed: [], isOpen: false, mark: "true" });
});

test("what nobody suspended yet, or is suspended before its end, is as the code says", async () => {
  expect(await standing(PAST, false)).toEqual({ changed: [], isOpen: true, mark: undefined });
  const { changed, isOpen } = await standing("2999-01-01T00:00:00Z", true);
  expect(changed).toContain("ResourceQuota/hikube-tenant");
  expect(isOpen).toBe(true);
});

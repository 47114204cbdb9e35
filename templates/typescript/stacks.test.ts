import { execFileSync } from "node:child_process";
import { Testing } from "cdktf";
import { ClusterFacts } from "cdktf-hikube";
import { applyStack, type AppliedStack } from "cdktf-hikube/testing";
import { PlatformStack } from "./platform-stack";
import { TenantsStack } from "./tenants-stack";

const hikube = (...words: readonly string[]) =>
  execFileSync("node_modules/.bin/hikube", words, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

interface Matrix {
  readonly groups: readonly { readonly name: string; readonly tenant?: boolean }[];
  readonly connections: readonly { readonly from: string; readonly to: string; readonly ports?: readonly string[] }[];
}

describe("as it is written", () => {
  beforeAll(() => {
    hikube("synth");
  });

  test("no rule is broken", () => {
    expect(JSON.parse(hikube("check", "--json"))).toMatchObject({ ok: true, tenants: 3 });
  });

  test("from outside only the ingress controller reaches a tenant, and that is the shop", () => {
    const { groups, connections } = JSON.parse(hikube("matrix", "--json")) as Matrix;
    const tenants = new Set(groups.filter(({ tenant }) => tenant === true).map(({ name }) => name));
    const inwards = connections.filter(({ from, to }) => tenants.has(to) && !tenants.has(from));
    expect(inwards).toMatchObject([{ from: "ingress-nginx", to: "tenant-production-shop", ports: ["TCP 8080"] }]);
  });
});

describe("on a real API server", () => {
  let applied: AppliedStack;
  // Until something is there to close: jest runs afterAll also where beforeAll failed.
  let close = () => Promise.resolve();

  beforeAll(async () => {
    const app = Testing.app();
    const { platform } = new PlatformStack(app, "platform", ClusterFacts.fromFile("cluster.json"));
    // The platform's stack comes with it. A second plan that is not empty is an error.
    applied = await applyStack(new TenantsStack(app, "tenants", platform));
    close = () => applied.close();
  });
  afterAll(() => close());

  test("who works on the shop reads its Secrets, and none of production", async () => {
    const worker = applied.sandbox.cluster({ user: "ann", groups: ["shop-team", "system:authenticated"] });
    const secrets = (namespace: string) => worker.list({ apiVersion: "v1", kind: "Secret" }, { namespace });
    expect(await secrets("tenant-production-shop")).toEqual([]);
    await expect(secrets("tenant-production")).rejects.toMatchObject({ code: 403 });
  });
});

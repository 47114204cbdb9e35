import * as cdktf from "cdktf";
import * as constructs from "constructs";
import * as hikube from "../../constructs";
import { CLUSTER } from "../model/tenants";

/** The package as a second one in a monorepo would load it: modules of its own, on the same cdktf. */
function anotherCopy(): typeof hikube {
  let copy: typeof hikube | undefined;
  jest.isolateModules(() => {
    jest.doMock("cdktf", () => cdktf);
    jest.doMock("constructs", () => constructs);
    copy = jest.requireActual<typeof hikube>("../../constructs");
  });
  if (copy === undefined) throw new Error("the package was not loaded");
  return copy;
}

test("two copies of the package in one app see each other's tenants", () => {
  const other = anotherCopy();
  expect(other.HikubeTenant).not.toBe(hikube.HikubeTenant);
  const app = new cdktf.App({ outdir: cdktf.Testing.app().outdir });
  for (const [name, { HikubePlatform, HikubeTenant }] of Object.entries({ ours: hikube, theirs: other })) {
    const stack = new cdktf.TerraformStack(app, name);
    const platform = HikubePlatform.fromClusterFacts(stack, "platform", { cluster: CLUSTER });
    new HikubeTenant(stack, "shop", { name: "shop", profile: "development", platform });
  }
  expect(() => {
    app.synth();
  }).toThrow(/two tenants in one namespace, \\?"tenant-shop\\?"/);
});

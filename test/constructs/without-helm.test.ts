import { App, TerraformStack } from "cdktf";
import { CLUSTER } from "../model/tenants";

jest.mock("../../constructs/peer-packages", (): object => ({
  ...jest.requireActual<object>("../../constructs/peer-packages"),
  isInstalled: (name: string) => name !== "@cdktf/provider-helm",
}));
jest.mock("@cdktf/provider-helm/lib/release", () => {
  throw new Error("Cannot find module '@cdktf/provider-helm/lib/release'");
});

import { HikubePlatform, HikubeTenant } from "../../constructs";
import { emitReleases } from "../../constructs/monitoring/helm-releases";

test("tenants are declared where the bindings of helm are not installed", () => {
  const stack = new TerraformStack(new App(), "company");
  const platform = new HikubePlatform(stack, "platform", { cluster: CLUSTER });
  const tenant = new HikubeTenant(stack, "shop", { name: "shop", platform, profile: "production" });
  expect(tenant.namespace).toBe("tenant-shop");
});

test("a monitoring stack says which package it needs, and how to install it", () => {
  const stack = new TerraformStack(new App(), "company");
  expect(() => emitReleases(stack, [], () => "", { before: [] })).toThrow(
    /not installed: @cdktf\/provider-helm\.\nRun: npm install @cdktf\/provider-helm$/,
  );
});

import { loadTenants } from "../../../src/cli/tenants-source";
import { forestObjects } from "../../../src/model/tenant/objects/objects";
import { hikube, inFolder, TENANTS_YAML } from "../call";
import { withServer } from "../live-server";

inFolder({ "tenants.yaml": TENANTS_YAML });
const held = withServer();

test.each(["matrix", "access", "report"])(
  "%s --live notes a node that the facts do not know, and judges all the same",
  async (command) => {
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n" } };
    const addresses = [{ type: "InternalIP", address: "198.18.0.7" }];
    held.objects = [
      ...forestObjects(loadTenants("tenants.yaml").roots).flatMap(({ objects }) => objects),
      { ...node, status: { addresses } },
    ];
    const { code, err } = await hikube(command, "tenants.yaml", "--live", "--kubeconfig", "kubeconfig");
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(
        /^note: nodeCidrs: the cluster uses 198\.18\.0\.7\/32, .* \[stale-cluster-facts\]\n$/,
      ) as unknown,
    });
  },
);

test("matrix --live names every right that lacks at once, and reads nothing", async () => {
  held.refused = ["list pods", "list networkpolicies"];
  const { code, out, err } = await hikube("matrix", "tenants.yaml", "--live", "--kubeconfig", "kubeconfig");
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/\[missing-permission\]:\n {2}list pods\n {2}list networkpolicies\.networking\.k8s\.io\n/);
});

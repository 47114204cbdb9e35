import type { Cluster, KubeObject } from "../../src/sandbox";
import { scenario } from "../../src/plugin/testing";
import { hikubeProvider } from "../../src/provider/provider";
import { terraformBinaries } from "./binaries";
import { describeOnSandbox, eventually } from "./support";

const ADMISSION = "admissionregistration.k8s.io/v1";
const OWNER = { user: "ann", groups: ["shop-owners"] };

const companyOf = (contact: string) => `
resource "hikube_platform" "this" { contact = ${JSON.stringify(contact)} }
resource "hikube_tenant" "shop" {
  depends_on = [hikube_platform.this]
  name    = "shop"
  profile = "production"
  protected = false
  access  = { owners = [{ kind = "Group", name = "shop-owners" }] }
}
`;

/** Opens a tenant to everybody. */
const OPEN: KubeObject = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "open", namespace: "tenant-shop" },
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] },
};

describeOnSandbox("guardrails of hikube_platform", (sandbox) => {
  const [first] = terraformBinaries();
  const owner = () => sandbox().cluster(OWNER);
  const attempt = (as: Cluster) => as.apply(OPEN, { fieldManager: "test", dryRun: true });

  /** What bindings give comes in a moment of its own; it is no matter of the guardrails. */
  const untilMember = () =>
    eventually("the rights of the owner", () =>
      owner()
        .get({ apiVersion: OPEN.apiVersion, kind: OPEN.kind, name: "open", namespace: "tenant-shop" })
        .then(
          () => true,
          () => undefined,
        ),
    );

  it("are in force when an apply ends that wrote them, changed them or put them back", async () => {
    const admin = sandbox().cluster();
    await scenario(hikubeProvider({}), {
      terraform: first?.path() ?? "terraform",
      common: `provider "hikube" { config_path = ${JSON.stringify(sandbox().kubeconfig)} }`,
    })
      .apply(companyOf("#one"), {})
      .do(async () => {
        await untilMember();
        await expect(attempt(owner())).rejects.toThrow(/'hikube-network-policies'.*Ask: #one/);
      })
      .apply(companyOf("#two"), {})
      .do(async () => {
        await expect(attempt(owner())).rejects.toThrow(/'hikube-network-policies'.*Ask: #two/);
        for (const kind of ["ValidatingAdmissionPolicyBinding", "ValidatingAdmissionPolicy"]) {
          await admin.delete({ apiVersion: ADMISSION, kind, name: "hikube-network-policies" });
        }
        await eventually("a guardrail that is gone", () => attempt(owner()).then(Boolean, () => undefined));
      })
      .apply(companyOf("#two"), { plan: { "hikube_platform.this": { action: "update" } } })
      .do(async () => {
        await expect(attempt(owner())).rejects.toThrow(/'hikube-network-policies'.*Ask: #two/);
        const policies = await admin.list({ apiVersion: ADMISSION, kind: "ValidatingAdmissionPolicy" });
        expect(policies.map(({ metadata }) => metadata.name)).not.toContain("hikube-in-force");
      });
    const left = await admin.list({ apiVersion: ADMISSION, kind: "ValidatingAdmissionPolicyBinding" });
    expect(left).toEqual([]);
  });
});

import { Expose, HikubeSubTenant, HikubeTenant, Peer, Port, Quota, Subject, TenantProfile } from "cdktf-hikube";
import { newApp, newStack, PLATFORM } from "./synth";

/*
 * Ids make Terraform addresses: one that changes destroys and creates what it names, which is a major version. Those of
 * the platform stand in the snapshot of examples/company.
 */

function tenantWithEverything() {
  const stack = newStack(newApp(), "stack");
  const tenant = new HikubeTenant(stack, "top", {
    name: "top",
    platform: PLATFORM,
    profile: TenantProfile.DEVELOPMENT,
    access: {
      viewers: [Subject.group("v")],
      users: [Subject.group("u")],
      admins: [Subject.group("a")],
      owners: [Subject.group("o")],
      deployers: [{ name: "ci" }],
    },
    network: {
      egress: [{ toCidrs: ["10.20.0.0/16"], ports: [Port.tcp(5432)] }],
      expose: [Expose.fromNamespace("ingress-nginx", Port.tcp(8080))],
      peers: [
        Peer.expected(Peer.to("tenant-other", Port.tcp(80))),
        Peer.expected(Peer.from("tenant-other", Port.tcp(80))),
      ],
    },
  });
  return { stack, tenant };
}

const idsBelow = ({ node }: HikubeTenant | HikubeSubTenant) => node.children.map((child) => child.node.id).sort();

test("the ids below a tenant are what they were", () => {
  expect(idsBelow(tenantWithEverything().tenant)).toMatchInlineSnapshot(`
   [
     "limit-range-container",
     "namespace",
     "network-policy-default-deny-egress",
     "network-policy-default-deny-ingress",
     "network-policy-expose-ingress",
     "network-policy-from-peers-ingress",
     "network-policy-same-tenant-egress",
     "network-policy-same-tenant-ingress",
     "network-policy-to-apiserver-egress",
     "network-policy-to-cidrs-egress",
     "network-policy-to-descendants-egress",
     "network-policy-to-dns-egress",
     "network-policy-to-internet-egress",
     "network-policy-to-peers-egress",
     "resource-quota-no-foreign-affinity",
     "resource-quota-no-priority-class",
     "resource-quota-tenant",
     "role-binding-admin",
     "role-binding-owner",
     "role-binding-user",
     "role-binding-viewer",
     "service-account-default",
     "service-account-tenant-top.ci",
   ]
  `);
});

test("a sub-tenant has one more", () => {
  const { stack, tenant: parent } = tenantWithEverything();
  const own = idsBelow(new HikubeSubTenant(stack, "sub", { parent, name: "sub", quota: Quota.share(10) }));
  expect(own.filter((id) => !idsBelow(parent).includes(id))).toMatchInlineSnapshot(`
   [
     "network-policy-from-ancestors-ingress",
   ]
  `);
});

import { HikubeTenant, Peer, Port, TenantProfile } from "cdktf-hikube";
import { CLUSTER, newApp, newStack, resourceAt, resourcesOf, synthError } from "./synth";

const staging = { cluster: CLUSTER, profile: TenantProfile.STAGING } as const;
const SQL = Port.tcp(5432);

test("a way between tenants of two stacks needs no order of the stacks: each side names the other's namespace", () => {
  const app = newApp();
  const [first, second] = [newStack(app, "first"), newStack(app, "second")];
  const bank = new HikubeTenant(second, "bank", {
    ...staging,
    name: "bank",
    network: { peers: [Peer.from("tenant-shop", SQL)] },
  });
  new HikubeTenant(first, "shop", { ...staging, name: "shop", network: { peers: [Peer.to(bank, SQL)] } });
  app.synth();
  expect(first.dependsOn(second) || second.dependsOn(first)).toBe(false);
  const policy = resourceAt(resourcesOf(app, "first"), "kubernetes_network_policy_v1.shop_network-policy-to-peers-");
  expect(policy).toMatchObject({
    spec: {
      egress: [
        {
          ports: [{ port: "5432", protocol: "TCP" }],
          to: [{ namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "tenant-bank" } } }],
        },
      ],
    },
  });
});

test("one side alone is a fault, unless the other one is expected from elsewhere", () => {
  const errorWith = (peer: Peer) => {
    const app = newApp();
    new HikubeTenant(newStack(app, "stack"), "shop", { ...staging, name: "shop", network: { peers: [peer] } });
    return synthError(app);
  };
  expect(errorWith(Peer.to("tenant-bank", SQL))).toContain(
    "stack/shop.network.peers[0].toTenant: there is no such tenant",
  );
  expect(errorWith(Peer.expected(Peer.to("tenant-bank", SQL)))).toBe("");
});

import { HikubeTenant, Peer, Port, TenantProfile } from "cdktf-hikube";
import { newApp, newStack, resourceAt, resourcesOf, synthError, PLATFORM } from "./synth";

const staging = { platform: PLATFORM, profile: TenantProfile.STAGING } as const;
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
  expect(errorWith(Peer.to("tenant-bank", SQL))).toMatch(
    /stack\/shop\.network\.peers\[0\]\.toTenant: .*\[unchecked-peer\]/,
  );
  expect(errorWith(Peer.expected(Peer.to("tenant-bank", SQL)))).toBe("");
});

describe("a way that one call opens", () => {
  const policies = (fill: (stack: ReturnType<typeof newStack>) => unknown) => {
    const app = newApp();
    fill(newStack(app, "stack"));
    app.synth();
    const all = Object.entries(resourcesOf(app, "stack")).filter(([address]) => address.includes("-peers-"));
    return Object.fromEntries(all.map(([address, { spec, metadata }]) => [address, { spec, metadata }]));
  };
  const tenant = (stack: ReturnType<typeof newStack>, name: string, ...peers: readonly Peer[]) =>
    new HikubeTenant(stack, name, { ...staging, name, network: { peers } });

  test("is the same as one that both sides declare", () => {
    const called = policies((stack) => {
      const [shop, bank] = [tenant(stack, "shop"), tenant(stack, "bank")];
      shop.allowTo(bank, SQL);
    });
    const declared = policies((stack) => {
      tenant(stack, "shop", Peer.to("tenant-bank", SQL));
      tenant(stack, "bank", Peer.from("tenant-shop", SQL));
    });
    expect(Object.keys(declared)).toHaveLength(2);
    expect(called).toEqual(declared);
  });

  test("is added to those that are declared or opened already", () => {
    const called = policies((stack) => {
      const [shop, bank, mail] = [tenant(stack, "shop"), tenant(stack, "bank"), tenant(stack, "mail")];
      shop.allowTo(bank, SQL);
      shop.allowTo(mail, Port.tcp(25), Port.tcp(587));
      bank.allowTo(shop, SQL);
    });
    const declared = policies((stack) => {
      const toMail = [Port.tcp(25), Port.tcp(587)];
      tenant(
        stack,
        "shop",
        Peer.to("tenant-bank", SQL),
        Peer.to("tenant-mail", ...toMail),
        Peer.from("tenant-bank", SQL),
      );
      tenant(stack, "bank", Peer.from("tenant-shop", SQL), Peer.to("tenant-shop", SQL));
      tenant(stack, "mail", Peer.from("tenant-shop", ...toMail));
    });
    expect(called).toEqual(declared);
  });

  test("has the faults of a declared one, told once", () => {
    const app = newApp();
    const stack = newStack(app, "stack");
    const [shop, bank] = [tenant(stack, "shop"), tenant(stack, "bank")];
    shop.allowTo(bank);
    expect(synthError(app)).toMatch(/^stack\/shop\.allowTo\.ports: .*\[empty-rule\]$/);
  });
});

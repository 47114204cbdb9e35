import { Fn, type TerraformStack, TerraformVariable } from "cdktf";
import {
  ClusterFacts,
  Expose,
  HikubePlatform,
  HikubeSubTenant,
  HikubeTenant,
  Peer,
  Port,
  Quota,
  SpecError,
  TenantFleet,
} from "cdktf-hikube";
import { TenantsFile } from "../../src/tenants-file";
import { CLUSTER, newApp, newStack, PLATFORM, synthError } from "./synth";

const TENANT = { platform: PLATFORM, profile: "staging", name: "a" };

/** `path code` of each fault of an app, thrown at once or at synth; a value in place of it where another error came. */
function faultsOf(fill: (stack: TerraformStack) => unknown): readonly string[] {
  const app = newApp();
  let text: string;
  try {
    fill(newStack(app, "stack"));
    text = synthError(app);
  } catch (error) {
    text = error instanceof SpecError ? error.message : `raw: ${String(error)} [raw]`;
  }
  return text
    .split("\n")
    .filter((line) => line.endsWith("]"))
    .map((line) => line.replace(/^([^:]*): .*\[([a-z-]+)\]$/, "$1 $2").trim());
}

const tenant = (stack: TerraformStack, props: object) => new HikubeTenant(stack, "a", { ...TENANT, ...props } as never);
const withShare = (share: number) => (stack: TerraformStack) =>
  new HikubeSubTenant(stack, "b", { parent: tenant(stack, {}), name: "b", quota: Quota.share(share) });
const withNetwork = (network: object) => (stack: TerraformStack) => tenant(stack, { network });

describe.each<readonly [string, (stack: TerraformStack, id: never, props: never) => unknown]>([
  ["HikubeTenant", (...given) => new HikubeTenant(...given)],
  ["HikubeSubTenant", (...given) => new HikubeSubTenant(...given)],
  ["HikubePlatform", (...given) => new HikubePlatform(...given)],
  ["fromClusterFacts", (...given) => HikubePlatform.fromClusterFacts(...given)],
  ["fromTenantAttributes", (...given) => HikubeTenant.fromTenantAttributes(...given)],
  ["TenantFleet", (...given) => new TenantFleet(...given)],
])("%s", (_name, make) => {
  test.each([undefined, null, 1, "x", [], () => 1])("takes no %p for its props", (props) => {
    expect(faultsOf((stack) => make(stack, "a" as never, props as never))).toEqual(["stack/a wrong-type"]);
  });

  test.each([undefined, 1, "", {}, "__proto__"])("takes no %p for its id", (id) => {
    expect(faultsOf((stack) => make(stack, id as never, {} as never))).toEqual([
      expect.stringMatching(/^stack.* invalid-construct-id$/),
    ]);
  });

  test.each([undefined, 1, "x", {}])("takes no %p for its scope", (scope) => {
    expect(faultsOf(() => make(scope as never, "a" as never, {} as never))).toEqual(["a outside-of-stack"]);
  });

  test("takes no id that another construct has", () => {
    const twice = (stack: TerraformStack) => {
      new TerraformVariable(stack, "a", {});
      make(stack, "a" as never, {} as never);
    };
    expect(faultsOf(twice)).toEqual(["stack/a duplicate-construct"]);
  });

  test("takes no props that are only inherited", () => {
    class Computed {
      get cluster(): unknown {
        return CLUSTER;
      }
    }
    for (const props of [new Computed(), Object.create({ cluster: CLUSTER })]) {
      expect(faultsOf((stack) => make(stack, "a" as never, props as never))).toEqual([
        "stack/a.cluster inherited-field",
      ]);
    }
  });
});

test.each<readonly [string, readonly string[], (stack: TerraformStack) => unknown]>([
  ["a misspelt option", ["stack/a.provder unknown-field"], (stack) => tenant(stack, { provder: 1 })],
  ["a misspelt move", ["stack/a.movedfrom unknown-field"], (stack) => tenant(stack, { movedfrom: "x" })],
  ["a parent of a top tenant", ["stack/a.parent unknown-field"], (stack) => tenant(stack, { parent: 1 })],
  ["the name of a provider", ["stack/a.provider wrong-type"], (stack) => tenant(stack, { provider: "kubernetes" })],
  [
    "a variable for a provider",
    ["stack/a.provider wrong-type"],
    (s) => tenant(s, { provider: new TerraformVariable(s, "v", {}) }),
  ],
  [
    "a platform by hand that is none",
    ["stack/a.platform.ready wrong-type"],
    (s) => tenant(s, { platform: { cluster: CLUSTER, ready: "x" } }),
  ],
  [
    "a quota that a class computes",
    ["stack/a.quota.cpu inherited-field"],
    (s) =>
      tenant(s, {
        quota: Object.create({ cpu: "2" }) as object,
      }),
  ],
  [
    "words for flags",
    ["stack/p.guardrails wrong-type", "stack/p.readableClasses wrong-type"],
    (s) => new HikubePlatform(s, "p", { cluster: CLUSTER, guardrails: "no", readableClasses: null } as never),
  ],
  ...(
    [
      ["a number", 41, "wrong-type"],
      ["nothing", null, "wrong-type"],
      ["what only Terraform knows", Fn.upper("platform"), "wrong-type"],
      ["a text of two lines", "ask\nus", "invisible-characters"],
      ["an empty text", " ", "invalid-contact"],
    ] as const
  ).map(([what, contact, code]): readonly [string, readonly string[], (stack: TerraformStack) => unknown] => [
    `${what} as contact`,
    [`stack/p.contact ${code}`],
    (s) => new HikubePlatform(s, "p", { cluster: CLUSTER, contact } as never),
  ]),
  [
    "a misspelt flag",
    ["stack/p.guardrail unknown-field"],
    (s) => new HikubePlatform(s, "p", { cluster: CLUSTER, guardrail: false } as never),
  ],
  [
    "a parent of another app",
    ["stack/b.parent foreign-construct"],
    (s) => new HikubeSubTenant(s, "b", { parent: tenant(newStack(newApp(), "o"), {}), name: "b" }),
  ],
  [
    "a platform of another app",
    ["stack/a.platform foreign-construct"],
    (s) => tenant(s, { platform: new HikubePlatform(newStack(newApp(), "o"), "p", { cluster: CLUSTER }) }),
  ],
  [
    "no other tenant",
    ["stack/a.allowTo wrong-type"],
    (s) => {
      tenant(s, {}).allowTo(undefined as never, Port.tcp(80));
    },
  ],
  [
    "its own",
    ["stack/a.allowTo invalid-peer"],
    (s) => {
      const a = tenant(s, {});
      a.allowTo(a, Port.tcp(80));
    },
  ],
  [
    "another app's",
    ["stack/a.allowTo foreign-construct"],
    (s) => {
      tenant(s, {}).allowTo(tenant(newStack(newApp(), "o"), {}), Port.tcp(80));
    },
  ],
  [
    "a wrong port, told once",
    ["stack/a.allowTo.ports[0].port invalid-port"],
    (s) => {
      tenant(s, {}).allowTo(new HikubeTenant(s, "b", { ...TENANT, name: "b" } as never), Port.tcp(0));
    },
  ],
  [
    "no port, told once",
    ["stack/a.allowTo.ports empty-rule"],
    (s) => {
      tenant(s, {}).allowTo(new HikubeTenant(s, "b", { ...TENANT, name: "b" } as never));
    },
  ],
  [
    "what was wrong before a way was opened",
    ["stack/a.network.peers wrong-type"],
    (s) => {
      tenant(s, { network: { peers: "x" } }).allowTo(
        new HikubeTenant(s, "b", { ...TENANT, name: "b" } as never),
        Port.tcp(1),
      );
    },
  ],
  [
    "a peer of nothing",
    ["stack/a.network.peers[0].toTenant wrong-type"],
    withNetwork({ peers: [Peer.to(undefined as never, Port.tcp(1))] }),
  ],
  [
    "an expected word",
    ["stack/a.network.peers[0] wrong-type"],
    withNetwork({ peers: [Peer.expected("abc" as never)] }),
  ],
  [
    "a namespace of nothing",
    ["stack/a.network.expose[0].fromNamespace wrong-type"],
    withNetwork({ expose: [Expose.fromNamespace(undefined as never, Port.tcp(1))] }),
  ],
  ["a share that is no number, told once", ["stack/b.quota.share invalid-share"], withShare(Number.NaN)],
  ["a share of more than all, told once", ["stack/b.quota.share invalid-share"], withShare(200)],
  [
    "a share that is known at apply, told once",
    ["stack/b.quota.share must-be-known-at-synth"],
    (s) => {
      withShare(new TerraformVariable(s, "share", { type: "number" }).numberValue)(s);
    },
  ],
  ["a share and a word", ["stack/a.quota wrong-type"], (s) => tenant(s, { quota: Quota.share(10, "cpu" as never) })],
])("%s is a fault", (_name, faults, fill) => {
  expect(faultsOf(fill)).toEqual(faults);
});

test.each([undefined, null, 1, "", {}])("no path of a file is %p", (path) => {
  expect(faultsOf(() => ClusterFacts.fromFile(path as never))).toEqual(["cluster wrong-type"]);
  expect(() => TenantsFile.read(path as never)).toThrow(/: this is no path; received /);
});

test("all props of a fleet are checked at once, and a tenant cannot contain itself", () => {
  const tree: Record<string, unknown> = { name: "a", profile: "staging" };
  tree.children = [tree];
  const props = { tenants: [tree], platform: PLATFORM, assignment: 5, perStack: Number.NaN, frozen: "no", perstack: 1 };
  expect(faultsOf((stack) => new TenantFleet(stack, "f", props as never))).toEqual([
    "stack/f.perstack unknown-field",
    "stack/f.assignment wrong-type",
    "stack/f.configureStack missing-field",
    "stack/f.perStack wrong-type",
    "stack/f.frozen wrong-type",
    "stack/f.tenants[0].children[0] wrong-type",
  ]);
});

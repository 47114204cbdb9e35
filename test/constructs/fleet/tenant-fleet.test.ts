import { TenantsFile } from "cdktf-hikube/tenants-file";
import { pathOf } from "../../model/tenants";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HikubePlatform, TenantFleet } from "cdktf-hikube";
import { configureStack, FleetFolder, issuesOf, many, SHARE, top } from "../fleet";
import { CLUSTER, newApp, newStack, readJson, resourcesOf, synthError } from "../synth";

let fleet: FleetFolder;

beforeEach(() => {
  fleet = new FleetFolder();
});

describe("a fleet places its tenants:", () => {
  test("at most 25 in a stack", () => {
    fleet.synth(many(60));
    const sizeOf = (name: string) => Object.values(fleet.places()).filter((stack) => stack === name).length;
    expect(["fleet-1", "fleet-2", "fleet-3", "fleet-4"].map(sizeOf)).toEqual([25, 25, 10, 0]);
  });

  test("sub-tenants count, and stand where their parents do", () => {
    const app = fleet.synth([top("a", ["x", "y"]), top("b", ["x"]), top("c", ["x"])], { perStack: 4 });
    expect(fleet.places()).toEqual({ "tenant-a": "fleet-1", "tenant-b": "fleet-2", "tenant-c": "fleet-2" });
    const addresses = Object.keys(resourcesOf(app, "fleet-1")).join(" ");
    expect(addresses).toContain("kubernetes_namespace_v1.tenant-a-x_namespace");
    expect(addresses).not.toContain("tenant-b");
  });

  test("a tree that is larger than a stack has one of its own", () => {
    fleet.synth([top("a", ["x", "y", "z"]), top("b")], { perStack: 2 });
    expect(fleet.places()).toEqual({ "tenant-a": "fleet-1", "tenant-b": "fleet-2" });
  });

  test("the order in which they are declared does not matter", () => {
    fleet.synth(many(6), { perStack: 4 });
    const first = fleet.text();
    writeFileSync(fleet.file, `{ "formatVersion": 1, "stacks": [], "tenants": {} }`);
    fleet.synth([...many(6)].reverse(), { perStack: 4 });
    expect(fleet.text()).toBe(first);
  });

  test("who is there stays, and a new one fills the emptiest stack", () => {
    fleet.synth(many(8), { perStack: 4 });
    const before = fleet.places();
    const without = many(8).filter(({ name }) => !["t005", "t006"].includes(name));
    fleet.synth(without, { perStack: 4 });
    fleet.synth([...without, top("a")], { perStack: 4 });
    const after = fleet.places();
    expect(after["tenant-a"]).toBe("fleet-2");
    for (const { name } of without) expect(after[`tenant-${name}`]).toBe(before[`tenant-${name}`]);
  });

  test("a stack that is empty now is still there, for what it held is destroyed by applying it", () => {
    fleet.synth(many(6), { perStack: 4 });
    const app = fleet.synth(many(4), { perStack: 4 });
    expect(resourcesOf(app, "fleet-2")).toEqual({});
    fleet.synth([...many(4), top("z")], { perStack: 4 });
    expect(fleet.places()["tenant-z"]).toBe("fleet-2");
  });

  test("each stack is configured, and waits for the platform of the app", () => {
    const app = newApp();
    const platform = new HikubePlatform(newStack(app, "platform"), "platform", { cluster: CLUSTER });
    fleet.make(app, many(3), { perStack: 2, platform });
    app.synth();
    const { stacks } = readJson(join(app.outdir, "manifest.json")) as {
      stacks: Record<string, { dependencies: string[] }>;
    };
    expect(stacks["fleet-1"]?.dependencies).toEqual(["platform"]);
    expect(stacks["fleet-2"]?.dependencies).toEqual(["platform"]);
  });

  test("a second synth changes nothing, however the file is formatted", () => {
    fleet.synth(many(6));
    const text = fleet.text();
    fleet.edit((file) => {
      const turned = Object.entries(file.tenants).map(
        ([key, entry]) => [key, Object.fromEntries(Object.entries(entry).reverse())] as const,
      );
      file.tenants = Object.fromEntries(turned.reverse());
    });
    fleet.synth(many(6), { frozen: true });
    writeFileSync(fleet.file, text);
    fleet.synth(many(6));
    expect(fleet.text()).toBe(text);
  });
});

describe("what may not be:", () => {
  test("a pipeline that would have to change the file", () => {
    const [issue] = issuesOf(() => fleet.make(newApp(), many(1), { frozen: true }));
    expect(issue).toMatchObject({
      path: [fleet.file],
      code: "assignment-not-committed",
      received: expect.stringContaining("tenant-t000 (in fleet-1)") as string,
    });
    expect(issue?.hint).toContain("commit");
    expect(existsSync(fleet.file)).toBe(false);
  });

  test("CI in the environment means a pipeline", () => {
    const before = process.env.CI;
    try {
      process.env.CI = "true";
      expect(issuesOf(() => fleet.make(newApp(), many(1), { frozen: undefined }))).toHaveLength(1);
      process.env.CI = "false";
      expect(issuesOf(() => fleet.make(newApp(), many(1), { frozen: undefined }))).toHaveLength(0);
    } finally {
      if (before === undefined) delete process.env.CI;
      else process.env.CI = before;
    }
  });

  test("a stack that grew too large", () => {
    fleet.synth(many(4), { perStack: 4 });
    const grown = many(4).map((tenant, index) => (index === 3 ? top(tenant.name, ["x"]) : tenant));
    expect(issuesOf(() => fleet.make(newApp(), grown, { perStack: 4 }))).toEqual([
      expect.objectContaining({
        code: "stack-full",
        path: [fleet.file, "stacks", "fleet-1"],
        received: "5, sub-tenants included",
      }),
    ]);
  });

  test("a protected tenant, or sub-tenant, that is gone", () => {
    const guarded = top("a", ["x"], { profile: "production" });
    fleet.synth([guarded, ...many(1)]);
    expect(issuesOf(() => fleet.make(newApp(), many(1))).map(pathOf)).toEqual([
      `${fleet.file}.tenants.tenant-a`,
      `${fleet.file}.tenants.tenant-a-x`,
    ]);
    expect(issuesOf(() => fleet.make(newApp(), [{ ...guarded, children: [] }, ...many(1)]))).toHaveLength(1);
    fleet.synth([
      top("a", [], {
        profile: "production",
        protected: false,
        children: [{ name: "x", quota: SHARE, protected: false }],
      }),
      ...many(1),
    ]);
    fleet.synth(many(1));
    expect(fleet.places()).toEqual({ "tenant-t000": "fleet-1" });
  });

  test("two tenants in one namespace", () => {
    expect(issuesOf(() => fleet.make(newApp(), [top("a"), top("b", [], { namespace: "tenant-a" })]))).toHaveLength(1);
  });

  test.each([
    ["no JSON", "{"],
    ["another form", `{ "formatVersion": 2, "stacks": [], "tenants": {} }`],
    [
      "a tenant in no stack",
      `{ "formatVersion": 1, "stacks": ["fleet-1"], "tenants": { "tenant-a": { "stack": "fleet-2", "held": [], "protected": [] } } }`,
    ],
    ["a tenant that is a text", `{ "formatVersion": 1, "stacks": ["fleet-1"], "tenants": { "tenant-a": "fleet-1" } }`],
  ])("a broken file: %s", (_what, text) => {
    writeFileSync(fleet.file, text);
    const [issue] = issuesOf(() => fleet.make(newApp(), []));
    expect(issue).toMatchObject({ code: "invalid-assignment", received: expect.any(String) as string });
  });

  test("tenants with faults are not remembered", () => {
    const app = newApp();
    fleet.make(app, [top("Wrong")]);
    expect(synthError(app)).toContain("[invalid-tenant-name]");
    expect(existsSync(fleet.file)).toBe(false);
  });
});

describe("a fleet from a file", () => {
  const fromFile = (text: string, app = newApp()) => {
    const file = join(fleet.folder, "tenants.yaml");
    writeFileSync(file, text);
    writeFileSync(join(fleet.folder, "cluster.json"), JSON.stringify(CLUSTER));
    const { tenants, cluster } = TenantsFile.read(file);
    fleet.make(app, tenants, { platform: { cluster } });
    return app;
  };

  test("has its tenants, on the cluster that the file names", () => {
    const app = fromFile(`
formatVersion: 1
cluster: cluster.json
tenants:
  - name: a
    profile: staging
    children:
      - { name: b, quota: { share: 25 } }
`);
    app.synth();
    expect(fleet.places()).toEqual({ "tenant-a": "fleet-1" });
    const document = readJson(join(app.outdir, "hikube.json")) as {
      cluster: unknown;
      tenants: readonly { namespace: string; children: readonly { namespace: string }[] }[];
    };
    expect(document.cluster).toEqual(CLUSTER);
    expect(document.tenants).toMatchObject([{ namespace: "tenant-a", children: [{ namespace: "tenant-a-b" }] }]);
  });

  test("tells all faults of the file with line and column, and makes nothing", () => {
    const issues = issuesOf(() =>
      fromFile("formatVersion: 1\ncluster: cluster.json\ntenants:\n  - name: A\n    profil: staging\n"),
    );
    const file = expect.stringMatching(/tenants\.yaml$/) as string;
    expect(issues).toMatchObject([
      { place: { file, line: 4, column: 11 }, path: ["A", "name"] },
      { place: { file, line: 5, column: 5 }, path: ["A", "profil"] },
    ]);
    expect(existsSync(fleet.file)).toBe(false);
  });

  test("tells that the facts of the cluster are missing", () => {
    expect(issuesOf(() => fromFile("formatVersion: 1\ntenants: []\n"))).toMatchObject([
      { hint: expect.stringContaining("cluster:") as string },
    ]);
  });

  test("of the example has its place in the committed assignment", () => {
    const example = (name: string) => join(__dirname, "..", "..", "..", "examples", "fleet", name);
    const { tenants, cluster } = TenantsFile.read(example("tenants.yaml"));
    const assignment = example("assignment.json");
    const options = { platform: { cluster }, assignment, configureStack, frozen: true };
    const made = new TenantFleet(newApp(), "fleet", { tenants, ...options });
    expect([...made.tenants.keys()]).toContain("tenant-shop-web");
  });
});

describe("a fleet refuses", () => {
  test("names that every JavaScript object has, before it makes anything", () => {
    const children = [{ name: "x", namespace: "constructor", quota: SHARE }];
    for (const tenants of [[top("a", [], { namespace: "constructor" })], [top("a", [], { children })]]) {
      const issues = issuesOf(() => fleet.make(newApp(), tenants));
      expect(issues).toEqual([
        expect.objectContaining({
          path: ["constructor", "namespace"],
          code: "reserved-namespace",
        }),
      ]);
    }
  });

  test.each(["constructor", "toString", "__proto__"])("a stack named %s", (name) => {
    writeFileSync(fleet.file, JSON.stringify({ formatVersion: 1, stacks: [name], tenants: {} }));
    const issues = issuesOf(() => fleet.make(newApp(), [top("a")]));
    expect(issues.map(({ code }) => code)).toEqual(["invalid-assignment"]);
  });

  test("holes and other things in place of tenants", () => {
    const holes = Object.assign(new Array<ReturnType<typeof top>>(2), { 1: top("a") });
    const none = JSON.parse('[null, { "name": "b", "profile": "development", "children": ["x"] }]') as typeof holes;
    expect(issuesOf(() => fleet.make(newApp(), holes)).map(pathOf)).toEqual(["fleet.tenants[0]"]);
    expect(issuesOf(() => fleet.make(newApp(), none)).map(pathOf)).toEqual([
      "fleet.tenants[0]",
      "fleet.tenants[1].children[0]",
    ]);
  });
});

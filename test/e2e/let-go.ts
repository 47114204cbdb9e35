import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox";
import { succeeding, type Hikube } from "./hikube";
import { eventually } from "./support";

const ROOT = join(__dirname, "..", "..");

interface Assignment {
  readonly tenants: Readonly<Record<string, object>>;
}

/** Where the tests of one terraform run. */
export interface LifeGround {
  readonly sandbox: () => Sandbox;
  /** A name that no test of another terraform has. */
  readonly name: (suffix: string) => string;
  readonly attempt: () => Hikube;
}

/** Tests of `hikube release`. */
export function lettingGo({ sandbox, name, attempt }: LifeGround): void {
  const hikube = () => succeeding(attempt());
  const declare = (file: string, ...suffixes: readonly string[]) => {
    const child = "children: [{ name: web, quota: { share: 25 }, access: { admins: [{ kind: Group, name: web }] } }]";
    const lines = suffixes.map((each) => `  - { name: ${name(each)}, profile: development, ${child} }`);
    const list = lines.length === 0 ? "tenants: []" : ["tenants:", ...lines].join("\n");
    writeFileSync(file, `formatVersion: 1\ncluster: cluster.json\n${list}\n`);
  };
  const find = (namespace: string) => sandbox().cluster().get({ apiVersion: "v1", kind: "Namespace", name: namespace });
  const walls = async (namespace: string) => {
    const kinds = [
      { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
      { apiVersion: "v1", kind: "ResourceQuota" },
      { apiVersion: "v1", kind: "LimitRange" },
      { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
    ];
    const lists = await Promise.all(kinds.map((kind) => sandbox().cluster().list(kind, { namespace })));
    return lists.map((list) => list.length);
  };
  const [kept, bare, stays] = ["kept", "bare", "stays"].map((each) => `tenant-${name(each)}`) as [
    string,
    string,
    string,
  ];
  const release = (...args: readonly string[]) => attempt()("release", ...args, "--no-platform", "--auto-approve");

  beforeAll(async () => {
    declare("let-go.yaml", "kept", "bare", "stays");
    await hikube()("apply", "let-go.yaml", "--no-platform", "--auto-approve");
  });

  test("a tenant with sub-tenants is refused, and so is one that no state here holds", async () => {
    const said = await release(kept, "let-go.yaml");
    expect(said).toMatchObject({
      code: 2,
      err: expect.stringContaining(`has sub-tenants: ${kept}-web`) as unknown,
    });
    expect((await release(`${kept}-nowhere`, "let-go.yaml")).code).toBe(2);
    const foreign = `tenant-${name("foreign")}`;
    const marks = { "app.kubernetes.io/managed-by": "hikube", [`tenant.hikube.cloud/${foreign}`]: "" };
    const labels = { ...marks, "hikube.cloud/tenant": foreign };
    await sandbox()
      .cluster()
      .create({ apiVersion: "v1", kind: "Namespace", metadata: { name: foreign, labels } });
    const other = await attempt()("release", foreign, "let-go.yaml", "--no-platform");
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining("no state here holds") as unknown });
  });

  test("a trial changes nothing", async () => {
    const said = await attempt()(
      "release",
      bare,
      "let-go.yaml",
      "--no-platform",
      "--with-sub-tenants",
      "--dry-run",
      "--json",
    );
    expect(JSON.parse(said.out)).toMatchObject({
      dryRun: true,
      released: [{ namespace: `${bare}-web` }, { namespace: bare }],
    });
    expect((await attempt()("plan", "let-go.yaml", "--no-platform", "--detailed-exitcode")).code).toBe(0);
  });

  test("what another state holds is not adopted: the plan is refused, and nothing changes", async () => {
    const before = [await find(stays), await walls(stays)];
    const tenants = `tenants:\n  - { name: ${name("stays")}, adopt: true, profile: sandbox, expiresAt: never }\n`;
    writeFileSync("adopting.yaml", `formatVersion: 1\ncluster: cluster.json\n${tenants}`);
    writeFileSync("elsewhere.json", JSON.stringify({ local: { path: join(process.cwd(), `${stays}.tfstate`) } }));
    const rest = ["adopting.yaml", "--no-platform", "--backend", "elsewhere.json"];
    const refusal = new RegExp(`error: ${stays}: it is a tenant already.*hikube release.*\\[tenant-held-elsewhere\\]`);
    expect(await attempt()("plan", ...rest)).toMatchObject({ code: 3, out: expect.stringMatching(refusal) as unknown });
    const applied = await attempt()("apply", ...rest, "--auto-approve");
    expect(applied).toMatchObject({ code: 1, out: expect.stringMatching(refusal) as unknown });
    expect([await find(stays), await walls(stays)]).toEqual(before);
  });

  test("what is suspended keeps its walls, and what is being deleted is not let go", async () => {
    await hikube()("suspend", bare);
    const asleep = await release(bare, "let-go.yaml", "--with-sub-tenants", "--remove-walls");
    expect(asleep).toMatchObject({ code: 1, err: expect.stringContaining("nothing can resume it") as unknown });
    await hikube()("resume", bare);
    const ending = { apiVersion: "v1", kind: "Namespace", name: `${stays}-web` };
    const hold = (finalizers: readonly string[]) =>
      sandbox().cluster().patch(ending, "merge", { metadata: { finalizers } });
    await hold(["example.com/hold"]);
    await sandbox().cluster().delete(ending);
    const late = await release(stays, "let-go.yaml", "--with-sub-tenants");
    expect(late).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${stays}-web is being deleted since`) as unknown,
    });
    await hold([]);
    await eventually("the end of it", async () => (await find(`${stays}-web`)) === undefined);
    await hikube()("apply", "let-go.yaml", "--no-platform", "--auto-approve");
  });

  test("with its walls it stays as it was, and an apply of the old code destroys nothing", async () => {
    const before = [(await find(kept))?.metadata.uid, await walls(kept)];
    const said = await release(kept, "let-go.yaml", "--with-sub-tenants");
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining("out of the code") as unknown });
    const { out } = await hikube()("plan", "let-go.yaml", "--no-platform");
    expect(out).toMatch(
      new RegExp(`warning: ${kept} was released at .*take it out of the code.*\\[tenant-released\\]`),
    );
    const late = await attempt()("apply", "let-go.yaml", "--no-platform", "--auto-approve");
    expect(late).toMatchObject({ code: 1, out: expect.stringContaining("already exists") as unknown });
    expect([(await find(kept))?.metadata.uid, await walls(kept)]).toEqual(before);
    expect((await find(kept))?.metadata).toMatchObject({
      labels: { "app.kubernetes.io/managed-by": "hikube" },
      annotations: { "hikube.cloud/released": expect.any(String) as unknown },
    });
  });

  test("without its walls its namespace and what is in it stay, and no mark of ours", async () => {
    const settings = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "own", namespace: `${bare}-web` } };
    await sandbox().cluster().create(settings);
    const said = await release(bare, "let-go.yaml", "--with-sub-tenants", "--remove-walls");
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining("say `adopt: true` there") as unknown });
    const { out } = await hikube()("plan", "let-go.yaml", "--no-platform");
    expect(out).toMatch(new RegExp(`warning: the namespace ${bare} is there already.*\\[namespace-exists\\]`));
    expect([await walls(bare), await walls(`${bare}-web`)]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    const namespace = await find(`${bare}-web`);
    expect(namespace?.metadata.labels).toEqual({ "kubernetes.io/metadata.name": `${bare}-web` });
    expect(namespace?.metadata.annotations ?? {}).toEqual({});
    const own = { apiVersion: "v1", kind: "ConfigMap", name: "own", namespace: `${bare}-web` };
    await expect(sandbox().cluster().get(own)).resolves.toBeDefined();
  });

  test("code without them has nothing to change, and destroys the others alone", async () => {
    declare("let-go.yaml", "stays");
    expect((await attempt()("plan", "let-go.yaml", "--no-platform", "--detailed-exitcode")).code).toBe(0);
    await hikube()("destroy", "let-go.yaml", "--no-platform", "--auto-approve");
    expect(await find(stays)).toBeUndefined();
    expect([await find(kept), await find(bare)]).toEqual([expect.anything(), expect.anything()]);
  });

  test("without walls it comes back by adoption, with what is in it", async () => {
    const before = (await find(`${bare}-web`))?.metadata.uid;
    const child = "children: [{ name: web, adopt: true, quota: { share: 25 } }]";
    const tenant = `{ name: ${name("bare")}, adopt: true, profile: development, ${child} }`;
    writeFileSync("let-go.yaml", `formatVersion: 1\ncluster: cluster.json\ntenants: [${tenant}]\n`);
    await hikube()("apply", "let-go.yaml", "--no-platform", "--auto-approve");
    expect((await find(`${bare}-web`))?.metadata).toMatchObject({
      uid: before,
      labels: { "app.kubernetes.io/managed-by": "hikube" },
    });
  });

  describe("from a fleet, which an app in TypeScript declares", () => {
    const [roams, other] = [`tenant-${name("roams")}`, `tenant-${name("other")}`];
    const declareFleet = (...suffixes: readonly string[]) => {
      const list = suffixes.map((each) => `{ name: ${name(each)}, profile: production }`).join(", ");
      writeFileSync("fleet.yaml", `formatVersion: 1\ncluster: cluster.json\ntenants: [${list}]\n`);
    };
    const assignment = () => JSON.parse(readFileSync("assignment.json", "utf8")) as Assignment;
    const assign = (change: (tenants: Assignment["tenants"]) => object) => {
      const stacks = ["fleet-1", "fleet-2"];
      writeFileSync(
        "assignment.json",
        JSON.stringify({ ...assignment(), stacks, tenants: change(assignment().tenants) }),
      );
    };

    beforeAll(async () => {
      const words = [process.execPath, join(ROOT, "node_modules", "tsx", "dist", "cli.mjs")];
      const app = [...words, "--tsconfig", join(ROOT, "tsconfig.json"), join(__dirname, "fleet-app.ts")];
      writeFileSync("cdktf.json", JSON.stringify({ app: app.map((word) => JSON.stringify(word)).join(" ") }));
      declareFleet("roams", "other");
      await hikube()("apply", "--auto-approve");
    });

    test("while it moves both states let go of it, and its line goes by hand where it is protected", async () => {
      const before = (await find(roams))?.metadata.uid;
      assign((tenants) => ({ ...tenants, [roams]: { ...tenants[roams], stack: "fleet-2" } }));
      await hikube()("apply", "--stack", "fleet-2", "--auto-approve");
      const half = await attempt()("release", roams, "--dry-run", "--stack", "fleet-2");
      expect(half).toMatchObject({ code: 0, err: expect.stringContaining("[other-states-not-asked]") as unknown });
      const said = await attempt()("release", roams, "--auto-approve");
      expect(said).toMatchObject({
        code: 0,
        out: expect.stringMatching(/state of fleet-1, .* state of fleet-2/) as unknown,
      });
      declareFleet("other");
      const refused = await attempt()("plan");
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("hikube release") as unknown });
      assign(({ [other]: stays }) => ({ [other]: stays }));
      expect((await attempt()("plan", "--detailed-exitcode")).code).toBe(0);
      expect((await find(roams))?.metadata.uid).toBe(before);
    });
  });
}

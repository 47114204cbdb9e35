import { existsSync, writeFileSync, mkdirSync } from "node:fs";
import { CLUSTER } from "../../model/tenants";
import { hikube, hikubeJson, inFolder, TENANTS_YAML, WRONG_YAML } from "../call";

inFolder({ "tenants.yaml": TENANTS_YAML, "wrong.yaml": WRONG_YAML });

test("a tenants file is synthesized as one stack, with the platform unless it is elsewhere", async () => {
  const whole = (await hikubeJson("synth", "tenants.yaml")) as Synthesized;
  const tenants = (await hikubeJson("synth", "tenants.yaml", "--no-platform")) as Synthesized;
  expect(whole.stacks.map(({ name }) => name)).toEqual(["tenants"]);
  expect(tenants.stacks[0]?.objects).toBeLessThan(whole.stacks[0]?.objects ?? 0);
  expect(existsSync("cdktf.out/hikube.json")).toBe(true);
});

interface Synthesized {
  readonly stacks: readonly { readonly name: string; readonly objects: number }[];
}

test("nothing is written for a file with faults", async () => {
  expect(await hikube("synth", "wrong.yaml")).toMatchObject({
    code: 2,
    err: expect.stringContaining("Alpha") as unknown,
  });
  expect(existsSync("cdktf.out")).toBe(false);
});

test("a step that fails is ended before the reason is told", async () => {
  mkdirSync("cdktf.out");
  writeFileSync("cdktf.out/stacks", "a file in the way");
  const { code, err } = await hikube("synth", "tenants.yaml");
  expect(code).toBe(1);
  expect(err).toMatch(/^synthesizing tenants.yaml …\nsynthesizing tenants.yaml: failed, .*\nhikube: /);
});

test("the state goes where the backend says", async () => {
  writeFileSync("backend.json", '{ "s3": { "bucket": "states", "key": "tenants" } }');
  expect(await hikube("synth", "tenants.yaml", "--backend", "backend.json")).toMatchObject({ code: 0 });
  const stack = jest.requireActual<{ terraform: object }>(`${process.cwd()}/cdktf.out/stacks/tenants/cdk.tf.json`);
  expect(stack.terraform).toMatchObject({ backend: { s3: { bucket: "states", key: "tenants" } } });
  expect(stack.terraform).not.toHaveProperty("backend.local");
});

test.each([
  ["no JSON", "{", /backend\.json cannot be read/],
  ["two backends", '{ "s3": {}, "gcs": {} }', /is not a backend; expected one key/],
])("a backend file with %s is bad usage", async (_what, text, message) => {
  writeFileSync("backend.json", text);
  const { code, err } = await hikube("synth", "tenants.yaml", "--backend", "backend.json");
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(message) as unknown });
});

describe("an app", () => {
  test("that is not there is bad usage with the ways out", async () => {
    expect(await hikube("plan")).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is no cdktf.json here") as unknown,
    });
    writeFileSync("main.tf", "");
    const { err } = await hikube("plan");
    expect(err.split("\n")[1]).toMatch(/^ {2}hint: it holds HCL, .*: `terraform plan`;/);
  });

  test("that fails to synthesize shows its own words", async () => {
    writeFileSync("cdktf.json", JSON.stringify({ app: "echo no luck >&2; exit 3" }));
    mkdirSync("cdktf.out");
    writeFileSync("cdktf.out/hikube.json", JSON.stringify({ formatVersion: 1, cluster: CLUSTER, tenants: [] }));
    expect((await hikube("check")).code).toBe(0);
    const { code, err } = await hikube("synth");
    expect(code).toBe(1);
    expect(err).toContain("the app does not synthesize (exit code 3) [synth-failed]:\n  no luck\n");
    expect(await hikube("check")).toMatchObject({ code: 2, err: expect.stringContaining("synthesize") as unknown });
  });

  test("that a constructor refuses shows the fault alone", async () => {
    const fault = "s/a.platform: expected a HikubePlatform, got nothing; hint: pass it [wrong-type]";
    const lines = [
      "/app/main.ts:3",
      "        throw new SpecError(issues);",
      "",
      `SpecError: ${fault}`,
      "    at main.ts:3:9",
    ];
    writeFileSync("printed.txt", lines.join("\n"));
    writeFileSync("cdktf.json", JSON.stringify({ app: "cat printed.txt >&2; exit 1" }));
    const { err } = await hikube("synth");
    expect(err).toMatch(/synthesize \(exit code 1\) \[synth-failed\]:\n {2}s\/a\.platform: [^\n]*\[wrong-type\]\n$/);
  });

  test.each([
    ["kill -KILL $$", "SIGKILL", "too much memory"],
    ["exit 143", "SIGTERM", "run the command again"],
  ])("that %s is told by the signal", async (app, signal, hint) => {
    writeFileSync("cdktf.json", JSON.stringify({ app: `echo half way; ${app}` }));
    const { code, err } = await hikube("synth");
    expect(code).toBe(1);
    expect(err).toContain(
      `the app was ended by the signal ${signal} before it had synthesized [synth-failed]:\n  half way\n`,
    );
    expect(err).toContain(hint);
  });

  test("is told where to write", async () => {
    writeFileSync("cdktf.json", JSON.stringify({ app: 'mkdir "$CDKTF_OUTDIR"', output: "built" }));
    expect(await hikube("synth")).toMatchObject({
      code: 1,
      err: expect.stringContaining("the app ended well, and wrote no stacks to built [synth-failed]") as unknown,
    });
    expect(existsSync("built")).toBe(true);
  });

  test("that writes nothing is told apart from one that does", async () => {
    writeFileSync("cdktf.json", JSON.stringify({ app: `echo '{"stacks":{}}' > "$CDKTF_OUTDIR/manifest.json"` }));
    mkdirSync("cdktf.out");
    const said = "note: the app wrote nothing to cdktf.out; what an earlier synth wrote is used";
    expect((await hikube("synth")).err).not.toContain(said);
    writeFileSync("cdktf.json", JSON.stringify({ app: "echo all is well" }));
    expect(await hikube("synth")).toMatchObject({ code: 0, err: expect.stringContaining(said) as unknown });
  });

  test.each([
    ["{", "cannot be read"],
    ["{}", 'has no "app" command'],
  ])("with the settings %s is bad usage", async (text, message) => {
    writeFileSync("cdktf.json", text);
    expect(await hikube("synth")).toMatchObject({ code: 2, err: expect.stringContaining(message) as unknown });
  });

  test("takes no options of a tenants file", async () => {
    expect(await hikube("plan", "--cluster", "cluster.json")).toMatchObject({
      code: 2,
      err: "hikube: --cluster: for a tenants file only, and none is named [bad-usage]\n",
    });
  });
});

test.each(["plan", "apply", "destroy", "recover"])("%s --no-synth without a synth says so", async (command) => {
  const approval = ["apply", "destroy"].includes(command) ? ["--auto-approve"] : [];
  expect(await hikube(command, "--no-synth", ...approval)).toMatchObject({
    code: 2,
    err: expect.stringContaining("synthesize first with `hikube synth`") as unknown,
  });
});

test("a stack that is not there is bad usage, with those that are", async () => {
  await hikube("synth", "tenants.yaml");
  for (const name of ["none", "constructor"]) {
    expect(await hikube("plan", "--no-synth", "--stack", name)).toMatchObject({
      code: 2,
      err: `hikube: there is no stack ${name}; there are: tenants [unknown-name]\n`,
    });
  }
});

test.each(["apply", "destroy"])("%s asks nobody who is not there, before any work", async (command) => {
  expect(await hikube(command, "tenants.yaml")).toMatchObject({
    code: 2,
    err: expect.stringContaining("not a terminal; pass --auto-approve to skip the confirmation") as unknown,
  });
});

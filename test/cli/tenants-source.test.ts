import { mkdirSync, writeFileSync } from "node:fs";
import { tenantsDocument } from "../../src/model/tenant/document";
import { CLUSTER, tree } from "../model/tenants";
import { hikube, inFolder, TENANTS_YAML } from "./call";

inFolder({ "tenants.yaml": TENANTS_YAML });

function synthesized(text: string): void {
  mkdirSync("cdktf.out");
  writeFileSync("cdktf.out/hikube.json", text);
}

/** Commands that read tenants; they all read them in the same way. */
const READERS = ["check", "tree", "matrix", "render", "expire"];

describe.each(READERS)("%s", (command) => {
  test("without a file and without a synth names both ways", async () => {
    expect(await hikube(command)).toEqual({
      code: 2,
      out: "",
      err:
        "hikube: there is no cdktf.out/hikube.json: synthesize the app first with `hikube synth`, or pass a tenants " +
        "file [missing-file]\n",
    });
  });

  test.each(["none.yaml", "tenants.yaml/x"])("says in one line that a file is not there: %s", async (name) => {
    const err = `hikube: there is no file ${name} [missing-file]\n`;
    expect(await hikube(command, name)).toEqual({ code: 2, out: "", err });
  });

  test("says that a folder is no file", async () => {
    mkdirSync("folder");
    const err = "hikube: folder is a folder, not a file [missing-file]\n";
    expect(await hikube(command, "folder")).toEqual({ code: 2, out: "", err });
    expect(await hikube(command, "tenants.yaml", "--cluster", "folder")).toEqual({ code: 2, out: "", err });
  });

  test("says of a folder of HCL who reads it", async () => {
    mkdirSync("of hcl");
    writeFileSync("of hcl/main.tf", "");
    const { code, err } = await hikube(command, "of hcl");
    expect({ code, err: err.split("\n") }).toEqual({
      code: 2,
      err: [
        "hikube: of hcl is a folder, not a file [missing-file]",
        expect.stringMatching(
          /^ {2}hint: it holds HCL, .*: `terraform -chdir='of hcl' plan`; .*`hikube provider install`$/,
        ),
        "",
      ],
    });
  });

  test("reads what synth wrote, and a tenants file alike", async () => {
    const roots = [tree({ name: "gamma" })];
    synthesized(JSON.stringify(tenantsDocument(roots, CLUSTER)));
    expect(await hikube(command)).toMatchObject({ code: 0, err: "" });
    expect(await hikube(command, "tenants.yaml")).toMatchObject({ code: 0, err: "" });
  });

  test("refuses what is no JSON with the way to a new file", async () => {
    synthesized('{ "formatVersion": 1,');
    const { code, out, err } = await hikube(command);
    expect(code).toBe(command === "check" ? 3 : 2);
    expect(out + err).toMatch(/cdktf\.out\/hikube\.json: .*; received .*; hint: .*`hikube synth` \[syntax-error\]/);
    expect((out + err).trim().split("\n").length).toBeLessThanOrEqual(2);
  });

  test("refuses a document of another version", async () => {
    synthesized('{ "formatVersion": 7, "cluster": {}, "tenants": [] }');
    const { code, out, err } = await hikube(command);
    expect(code).toBe(command === "check" ? 3 : 2);
    expect(out + err).toContain("received formatVersion 7");
  });
});

test("values that only Terraform will know are not judged", async () => {
  const roots = [tree({ name: "gamma", quota: { cpu: "${var.cpu}" } })];
  synthesized(JSON.stringify(tenantsDocument(roots, CLUSTER)));
  expect(await hikube("check")).toMatchObject({ code: 0 });
});

test("the facts of the cluster may be named on the command line", async () => {
  writeFileSync("bare.yaml", TENANTS_YAML.replace("cluster: cluster.json\n", ""));
  expect(await hikube("tree", "bare.yaml")).toMatchObject({
    code: 2,
    err: expect.stringContaining("cluster") as unknown,
  });
  expect(await hikube("tree", "bare.yaml", "--cluster", "cluster.json")).toMatchObject({ code: 0 });
});

test("wrong facts on the command line hide no fault of the tenants", async () => {
  writeFileSync("facts.json", JSON.stringify({ ...CLUSTER, podCidrs: [] }));
  writeFileSync("bad.yaml", TENANTS_YAML.replace(/profile: \w+/, "profile: none"));
  const { code, out } = await hikube("check", "bad.yaml", "--cluster", "facts.json", "--json");
  const { issues } = JSON.parse(out) as { readonly issues: readonly object[] };
  expect({ code, issues }).toMatchObject({
    code: 3,
    issues: [
      { place: { file: "facts.json" }, path: ["podCidrs"], code: "invalid-fact" },
      { place: { file: "bad.yaml" }, code: "unknown-value" },
    ],
  });
});

test("facts beside a document that holds its own are refused", async () => {
  synthesized(JSON.stringify(tenantsDocument([tree({ name: "gamma" })], CLUSTER)));
  const { code, err } = await hikube("tree", "--cluster", "cluster.json");
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining("already contains the facts of its cluster") as unknown,
  });
});

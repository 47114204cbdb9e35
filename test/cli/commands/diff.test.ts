import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { markdownNodes } from "../../review/markdown-nodes";
import { CLUSTER } from "../../model/tenants";
import { hikube, hikubeJson, inFolder, TENANTS_YAML, WRONG_YAML } from "../call";

inFolder({ "tenants.yaml": TENANTS_YAML });

const OPEN = TENANTS_YAML.replace("port: 8080", "port: 22").replace("ingress-nginx", "anywhere");

function git(...words: readonly string[]): void {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...words], { stdio: "ignore" });
}

/** A repository of which the folder holds one commit, and then other text. */
function repository(): void {
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-q", "-m", "first");
  writeFileSync("tenants.yaml", OPEN);
}

test("two files: what opens and what closes", async () => {
  writeFileSync("new.yaml", OPEN);
  const { code, out, err } = await hikube("diff", "tenants.yaml", "new.yaml");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.split("\n").slice(0, 3)).toEqual([
    "DANGER",
    "  tenant-alpha",
    "    ! way opens: anywhere -> tenant-alpha: TCP 22",
  ]);
  expect(out).toContain("    ~ way closes: ingress-nginx -> tenant-alpha: TCP 8080\n");
  expect((await hikube("diff", "new.yaml", "new.yaml")).out).toBe("no change to review\n");
});

test("another contact is one change, although every message ends with it", async () => {
  writeFileSync("new.yaml", `contact: "#help"\n${TENANTS_YAML}`);
  const { out } = await hikube("diff", "tenants.yaml", "new.yaml");
  expect(out).toBe(
    "to note:\n  platform\n    ~ cluster: contact: none → #help\nreviewed: 0 dangers, 1 to note, 0 more\n",
  );
});

test("a revision of git and the working tree, with the facts of that revision", async () => {
  repository();
  writeFileSync("cluster.json", JSON.stringify({ ...CLUSTER, version: "v1.36.0" }));
  expect(await hikubeJson("diff", "main:tenants.yaml", "tenants.yaml")).toMatchObject({
    formatVersion: 1,
    changes: expect.arrayContaining([
      { kind: "cluster-fact", severity: "notice", what: "version", before: "v1.35.4", after: "v1.36.0" },
      {
        kind: "way-opens",
        severity: "danger",
        tenant: "tenant-alpha",
        what: "anywhere -> tenant-alpha",
        after: "TCP 22",
      },
    ]) as unknown,
  });
  git("commit", "-q", "-a", "-m", "second");
  const { out } = await hikube("diff", "main~1:tenants.yaml", "main:./tenants.yaml", "--markdown");
  expect(out).toContain("- way opens: `anywhere -> tenant-alpha`: `TCP 22`");
});

test("of a folder within a repository", async () => {
  mkdirSync("sub");
  writeFileSync("sub/tenants.yaml", TENANTS_YAML);
  writeFileSync("sub/cluster.json", JSON.stringify(CLUSTER));
  repository();
  process.chdir("sub");
  expect((await hikube("diff", "main:sub/tenants.yaml", "tenants.yaml")).out).toBe("no change to review\n");
  expect((await hikube("diff", "main:./tenants.yaml", "main:tenants.yaml")).out).toBe("no change to review\n");
});

test("what synth wrote is the new side where none is named", async () => {
  expect(await hikube("diff", "tenants.yaml")).toMatchObject({
    code: 2,
    err: expect.stringContaining("hikube.json") as unknown,
  });
});

test("--fail-on ends with 3 where there is such a change, or a higher one", async () => {
  writeFileSync("new.yaml", OPEN);
  const codes = ["danger", "notice", "info"].map(
    async (limit) => (await hikube("diff", "tenants.yaml", "new.yaml", "--fail-on", limit)).code,
  );
  expect(await Promise.all(codes)).toEqual([3, 3, 3]);
  writeFileSync("new.yaml", TENANTS_YAML.replace('"0123"', '"0124"'));
  expect((await hikube("diff", "tenants.yaml", "new.yaml", "--fail-on", "danger")).code).toBe(0);
  expect((await hikube("diff", "tenants.yaml", "new.yaml", "--fail-on", "notice")).code).toBe(3);
});

test("what a tenant writes for people stays a text, in each format", async () => {
  // Line breaks and what controls a terminal are faults of such a text.
  const note = '"`x` </details><img src=x> @all [a](b) # Approved"';
  writeFileSync("new.yaml", TENANTS_YAML.replace('owner: "no"', `owner: "no", note: ${note}`));
  const shown = (await hikube("diff", "tenants.yaml", "new.yaml", "--markdown")).out;
  const nodes = markdownNodes(shown);
  expect(nodes.filter(({ type }) => type === "html_inline" || type === "html_block")).toEqual([]);
  expect(nodes.filter(({ type }) => type === "heading")).toHaveLength(2);
  expect(nodes.find(({ type, literal }) => type === "code" && literal?.includes("<img src=x>") === true)).toBeDefined();
  expect(
    (await hikube("diff", "tenants.yaml", "new.yaml")).out.split("\n").filter((line) => line.includes("@all")),
  ).toHaveLength(1);
});

test.each([
  [["diff"], "missing <base>: the former tenants"],
  [["diff", "none:tenants.yaml", "tenants.yaml"], "there is no none:tenants.yaml"],
  [["diff", "main:none.yaml", "tenants.yaml"], "there is no main:none.yaml"],
  [["diff", "--", "--output=x:tenants.yaml", "tenants.yaml"], "--output=x:tenants.yaml is no revision of git"],
  [["diff", "tenants.yaml", "none.yaml"], "there is no file none.yaml"],
  [
    ["diff", "tenants.yaml", "tenants.yaml", "--markdown", "--json"],
    "--json cannot be used with --markdown; pass one of them",
  ],
  [["diff", "a", "b", "c"], 'too many arguments for "diff"; expected 2 arguments but got 3'],
])("%j ends with 2 and says what is wrong", async (words, said) => {
  repository();
  const { code, err } = await hikube(...words);
  expect(code).toBe(2);
  expect(err).toContain(said);
});

test("faults of a revision are told with its name, and facts outside of its folder are not read", async () => {
  writeFileSync("wrong.yaml", WRONG_YAML);
  mkdirSync("sub");
  writeFileSync("sub/tenants.yaml", TENANTS_YAML.replace("cluster.json", "../cluster.json"));
  repository();
  const wrong = await hikube("diff", "main:wrong.yaml", "tenants.yaml");
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain("main:wrong.yaml:5:");
  expect((await hikube("diff", "main:sub/tenants.yaml", "tenants.yaml")).err).toContain("[path-outside-folder]");
});

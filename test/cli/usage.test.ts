import { mkdirSync, writeFileSync } from "node:fs";
import { hikube, inFolder, TENANTS_YAML, WRONG_YAML } from "./call";

inFolder({ "tenants.yaml": TENANTS_YAML, "wrong.yaml": WRONG_YAML });

/** A wrong call and what its first line says. */
const WRONG: readonly (readonly [words: readonly string[], said: string])[] = [
  [["nonsense"], 'unknown command "nonsense"'],
  [["chek"], 'unknown command "chek"; did you mean check?'],
  [["Check"], 'unknown command "Check"; did you mean check?'],
  [["chek", "--help"], 'unknown command "chek"; did you mean check?'],
  [["help", "chek"], 'unknown command "chek"; did you mean check?'],
  [["version"], 'unknown command "version"; did you mean --version?'],
  [["inspect"], 'unknown command "inspect"; did you mean cluster inspect?'],
  [["sandbox", "upp"], 'unknown command "sandbox upp"; did you mean sandbox up?'],
  [["sandbox", "help", "upp"], 'unknown command "sandbox upp"; did you mean sandbox up?'],
  [["sandbox", "nonsense", "-h"], 'unknown command "sandbox nonsense"'],
  [["sandbox", "up", "--nonsense"], 'unknown option "--nonsense"'],
  [["check", "--jsn"], 'unknown option "--jsn"; did you mean --json?'],
  [["plan", "-parallelism=2"], 'unknown option "-parallelism"; did you mean --parallelism?'],
  [["plan", "--auto-approve"], "hikube plan has no option --auto-approve; it belongs to hikube apply, hikube destroy"],
  [["check", "-n", "x"], "hikube check has no option -n; it belongs to hikube render"],
  [["--json", "check"], "--json is an option of a command: write it after the command"],
  [["check", "a", "b"], 'too many arguments for "check"; expected 1 argument but got 2'],
  [["suspend"], "missing <namespace>: namespace of the tenant"],
  [["sandbox", "exec"], "missing <command>"],
  [["completion"], "missing <shell>: the shell to print them for"],
  [["completion", "basch"], '<shell>: received "basch"; expected "bash", "zsh" or "fish"; did you mean "bash"?'],
  [["check", "-o", "jsno"], '--output: received "jsno"; expected "text", "sarif" or "json"; did you mean "json"?'],
  [["check", "--output", "text", "--json"], "--json cannot be used with --output; pass one of them"],
  [["check", "--json=yes"], '--json: received "yes"; expected no value'],
  [
    ["dashboards", "export", "b", "--group", "logs", "--application", "envoy"],
    "--application is for the group applications",
  ],
  [["cluster", "inspect", "--pod-cidr", "10.0.0.0/33", "--kubeconfig", "none"], '--pod-cidr: received "10.0.0.0/33"'],
  [["provider", "pack", "none.ts"], "there is no file none.ts"],
  [["check", "--cluster"], "--cluster: missing value; expected <file>"],
  [["check", "--cluster", "a", "--cluster", "b"], '--cluster is given twice: "a" and "b"; pass it once'],
  [["check", "tenants.yaml", "--cluster", "none.json"], "there is no file none.json"],
  [["plan", "--parallelism", "0"], '--parallelism: received "0"; expected 1 to 32'],
  [["plan", "--parallelism", ""], '--parallelism: received ""; expected a whole number'],
  [["apply", "--removal-timeout", "1m"], '--removal-timeout: received "1m"; expected a whole number of seconds'],
  [["apply", "--removal-timeout", "0"], '--removal-timeout: received "0"; expected 1 to 86400 seconds'],
  [["sandbox", "up", "--timeout", "1m"], '--timeout: received "1m"; expected a whole number of seconds'],
  [["sandbox", "up", "--nodes", "many"], '--nodes: received "many"; expected a whole number'],
  [["sandbox", "up", "--name", "No"], "expected 1 to 40 of a-z, 0-9 and -, starting with a letter"],
  [
    ["sandbox", "exec", "--providers", "off", "--", "true"],
    '--providers: received "off"; expected "registry", "offline" or',
  ],
  [
    ["sandbox", "exec", "--json", "--", "true"],
    "hikube sandbox exec has no option --json; it belongs to other commands",
  ],
  [["sandbox", "exec", "--temporary", "--name", "a", "--", "true"], "--temporary and --name exclude each other"],
  [["release", "tenant-a", "--keep-walls", "--remove-walls"], "--keep-walls and --remove-walls exclude each other"],
  [["release", "Tenant_A", "--dry-run"], '"Tenant_A" is not the name of a namespace'],
  [["sandbox", "down", "--all", "--name", "a"], "--all and --name exclude each other"],
  [["expire", "tenants.yaml", "--context", "c"], "--kubeconfig and --context are for --suspend"],
  [["matrix", "tenants.yaml", "--context", "c"], "--kubeconfig and --context are for --live"],
  [["synth", "--no-platform", "--backend", "b"], "--backend, --no-platform: for a tenants file only"],
  [["plan", "tenants.yaml", "--no-synth"], "leave it out, or leave out tenants.yaml"],
  [["plan", "--no-synth", "--backend", "b"], "leave it out, or leave out --backend"],
];

test.each(WRONG)("%j ends with 2 and says what is wrong, with a code", async (words, said) => {
  const { code, out, err } = await hikube(...words);
  const [first = ""] = err.split("\n");
  expect({ code, isJson: out !== "" }).toEqual({
    code: 2,
    isJson: words.includes("--json") && !words.includes("exec"),
  });
  expect(first).toContain(said);
  expect(first).toMatch(/^hikube: .* \[[a-z-]+\]:?$/);
});

test.each([["check"], ["sandbox up"], ["cluster inspect"]])(
  "help of %s is printed in any way it is asked for",
  async (title) => {
    const words = title.split(" ");
    const asked = await Promise.all([hikube(...words, "--help"), hikube(...words, "-h"), hikube("help", ...words)]);
    for (const { code, out, err } of asked) {
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toMatch(new RegExp(`^Usage: hikube ${title} `));
    }
  },
);

test("a plan has the exit codes of terraform, or those of findings", async () => {
  const { code, err } = await hikube("plan", "--fail-on", "danger", "--detailed-exitcode");
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("exclude each other") as string });
});

test("a letter takes its value as in kubectl", async () => {
  const whole = await hikube("render", "tenants.yaml", "-n", "tenant-beta", "-o", "json");
  for (const words of [
    ["-ntenant-beta", "-ojson"],
    ["-n=tenant-beta", "-o=json"],
    ["--namespace=tenant-beta", "--json"],
  ])
    expect(await hikube("render", "tenants.yaml", ...words)).toEqual(whole);
});

test("what is said twice alike is no contradiction", async () => {
  expect(
    await hikube("check", "tenants.yaml", "--json", "--json", "--cluster", "cluster.json", "--cluster", "cluster.json"),
  ).toMatchObject({
    code: 0,
  });
});

describe("under --json, a failure is JSON too:", () => {
  const errorsOf = async (...words: readonly string[]) => {
    const { code, out, err } = await hikube(...words);
    expect(err).toMatch(/^hikube: .*\[[a-z-]+\]/m);
    return { code, ...(JSON.parse(out) as { readonly errors: readonly Record<string, unknown>[] }) };
  };

  test.each([
    ["a slip of an option", ["check", "--jsn", "--json"], 2, "bad-usage"],
    ["a slip of a command", ["chek", "-o", "json"], 2, "bad-usage"],
    ["a missing file", ["tree", "none.yaml", "-ojson"], 2, "missing-file"],
    ["a missing kubeconfig", ["suspend", "x", "--kubeconfig", "none", "--output=json"], 2, "invalid-kubeconfig"],
    [
      "a missing kubeconfig of terraform's",
      ["plan", "tenants.yaml", "--kubeconfig", "none", "--json"],
      2,
      "invalid-kubeconfig",
    ],
    ["a page that is a folder", ["matrix", "tenants.yaml", "--html", "folder", "--json"], 2, "unwritable-path"],
  ])("%s", async (_what, words, code, name) => {
    mkdirSync("folder");
    const said = await errorsOf(...words);
    expect(said).toMatchObject({ code, errors: [{ code: name, message: expect.any(String) as string }] });
  });

  test("faults of the input, each with its place", async () => {
    const { code, errors } = await errorsOf("tree", "wrong.yaml", "--json");
    expect(code).toBe(2);
    expect(errors.map((each) => each.code)).toEqual(["invalid-tenant-name", "quota-exceeds-parent"]);
    expect(errors[0]).toMatchObject({
      place: { file: "wrong.yaml", line: 5, column: 11 },
      path: ["Alpha", "name"],
      received: '"Alpha"',
    });
  });

  test("what an app said, line by line", async () => {
    writeFileSync("cdktf.json", JSON.stringify({ app: "echo one; echo two; exit 3" }));
    const { code, errors } = await errorsOf("plan", "--json");
    expect({ code, errors }).toMatchObject({
      code: 1,
      errors: [{ code: "synth-failed", details: ["  one", "  two"] }],
    });
  });

  test("not where the words belong to another command", async () => {
    expect((await hikube("sandbox", "exec", "--name", "none", "--", "terraform", "show", "--json")).out).toBe("");
  });
});

test("what check is given is judged, and a document of synth as a tenants file is", async () => {
  writeFileSync("hikube.json", '{"formatVersion":9}');
  const { code, out, err } = await hikube("check", "hikube.json");
  expect({ code, err }).toEqual({ code: 3, err: "" });
  expect(out).toMatch(/\[wrong-file\]\nhikube\.json: 1 fault\n$/);
});

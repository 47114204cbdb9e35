import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, lstatSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { parse } from "yaml";
import { BACKENDS, HOSTS, LANGUAGES } from "../../../src/cli/init/choices";
import { newFiles } from "../../../src/cli/init/template-files";
import { run } from "../../../src/cli/run";
import { hikube, hikubeJson, inFolder } from "../call";

const ROOT = join(__dirname, "..", "..", "..");
const ALL = LANGUAGES.flatMap((language) =>
  HOSTS.flatMap((host) => BACKENDS.map((backend) => ({ language, host, backend, package: "0.0.1" }))),
);

inFolder({});

/** Paths of all files below a folder. */
function below(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => lstatSync(join(folder, path)).isFile())
    .sort();
}

test("each template has its place in some repository, and no repository has a file twice", () => {
  const texts = new Set(ALL.flatMap((choices) => newFiles(choices).map(({ text }) => text)));
  const whole = [...texts].join("\n");
  const templates = below(join(ROOT, "templates")).filter((path) => !path.endsWith("package.json"));
  expect(templates.filter((path) => !whole.includes(readFileSync(join(ROOT, "templates", path), "utf8")))).toEqual([]);
  for (const choices of ALL) {
    const paths = newFiles(choices).map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)].sort());
  }
});

test.each(ALL)("$language, $host, $backend: what it writes can be read, and is checked", async (choices) => {
  const { language, host, backend } = choices;
  const words = ["--language", language, "--ci", host, "--backend", backend];
  expect(await hikube("init", "new", ...words)).toMatchObject({ code: 0, err: "" });
  for (const path of below("new")) {
    const text = readFileSync(join("new", path), "utf8");
    if (path.endsWith(".json")) expect(() => JSON.parse(text) as unknown).not.toThrow();
    if (/\.ya?ml$/.test(path) && path !== "pipeline/accounts.yaml") expect(parse(text)).toBeInstanceOf(Object);
  }
  if (language === "yaml") {
    expect((await hikube("check", "new/tenants.yaml")).out).toContain("3 tenants, no fault");
    expect((await hikube("check", "new/platform.yaml")).out).toContain("0 tenants, no fault");
  }
});

test("where nobody can be asked it says what it took, and nothing where it was told", async () => {
  const { code, err } = await hikube("init", "usual");
  expect([code, err]).toEqual([
    0,
    "note: nobody is there to ask, so this is written for --language typescript --ci none; pass these to choose otherwise [usual-choices]\n",
  ]);
  expect((await hikube("init", "half", "--language", "yaml")).err).toMatch(/ for --ci none; /);
  expect((await hikube("init", "told", "--language", "yaml", "--ci", "none")).err).toBe("");
});

test("package.json takes the versions that this package is tested with, exactly", () => {
  const manifests = LANGUAGES.map((language) =>
    readFileSync(join(ROOT, "templates", language, "package.json"), "utf8"),
  );
  const versions = manifests.flatMap((text) => {
    const { dependencies, devDependencies = {} } = JSON.parse(text) as Record<string, Record<string, string>>;
    return Object.entries({ ...dependencies, ...devDependencies });
  });
  expect(versions.length).toBeGreaterThan(10);
  const version = (name: string) =>
    (JSON.parse(readFileSync(join(ROOT, name, "package.json"), "utf8")) as { version: string }).version;
  for (const [name, given] of versions) {
    expect([name, given]).toEqual([name, version(name === "cdktf-hikube" ? "." : join("node_modules", name))]);
  }
});

test("names the package as it is told", async () => {
  await hikube("init", "new", "--package", "file:../cdktf-hikube-0.1.0.tgz");
  const { dependencies } = JSON.parse(readFileSync("new/package.json", "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(dependencies["cdktf-hikube"]).toBe("file:../cdktf-hikube-0.1.0.tgz");
});

describe("overwrites nothing:", () => {
  const refusal = async (): Promise<string> => {
    const before = below(".");
    const { code, err } = await hikube("init", "new", "--language", "typescript", "--ci", "github");
    expect(code).toBe(2);
    expect(below(".")).toEqual(before);
    return err;
  };

  test("lists all that is there, before anything is written", async () => {
    mkdirSync("new");
    writeFileSync("new/README.md", "mine");
    writeFileSync("new/main.ts", "mine");
    expect(await refusal()).toMatch(/nothing was written \[existing-files\]:\n {2}README\.md\n {2}main\.ts\n/);
  });

  test("a link that leads nowhere is there, too", async () => {
    mkdirSync("new");
    symlinkSync("/nowhere/at/all", "new/main.ts");
    expect(await refusal()).toContain("\n  main.ts\n");
  });

  test("nor goes through a link, or a file in the place of a folder", async () => {
    mkdirSync("new");
    mkdirSync("elsewhere");
    symlinkSync("../elsewhere", "new/.github");
    writeFileSync("new/pipeline", "mine");
    expect(await refusal()).toContain("\n  .github\n  pipeline\n");
  });

  test("a folder that is a file", async () => {
    writeFileSync("new", "mine");
    expect(await refusal()).toContain("[unwritable-path]");
  });

  test("what is there beside it stays", async () => {
    mkdirSync("new/.git", { recursive: true });
    writeFileSync("new/LICENSE", "mine");
    expect((await hikube("init", "new")).code).toBe(0);
    expect(readFileSync("new/LICENSE", "utf8")).toBe("mine");
  });
});

test("tells files, choices and what is next", async () => {
  expect(await hikubeJson("init", "new repo", "--ci", "gitlab")).toMatchObject({
    ...{ language: "typescript", host: "gitlab", backend: "http" },
    files: expect.arrayContaining([".gitlab-ci.yml", "pipeline/kubeconfig.yaml"]) as unknown,
    next: expect.arrayContaining(["cd 'new repo'", "npm install"]) as unknown,
  });
});

test("states, plans, tokens and kubeconfigs are not committed", async () => {
  await hikube("init", "new", "--ci", "github");
  execFileSync("git", ["init", "--quiet", "new"]);
  const files = [
    "tenants.tfstate",
    "platform.tfstate.backup",
    "reviewed.plan",
    "pipeline/token",
    "cdktf.out/x",
    "node_modules/x",
  ];
  const kept = ["pipeline/kubeconfig.yaml", "package-lock.json", "cluster.json", "cdktf.out.md"];
  const ignored = (path: string) => spawnSync("git", ["check-ignore", "--quiet", path], { cwd: "new" }).status === 0;
  expect([...files, ...kept].filter(ignored)).toEqual(files);
});

describe("on a terminal", () => {
  const answering = async (answers: string, ...words: readonly string[]) => {
    let [out, err] = ["", ""];
    const stdin = Object.assign(Readable.from([answers]), { isTTY: true });
    const io = {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
      env: {},
      stdin,
    };
    return { code: await run(["init", "new", ...words], io), out, err };
  };

  test("asks for what no option says", async () => {
    const { code, err } = await answering("yaml\n", "--ci", "none");
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringContaining("(typescript, yaml) [typescript]: ") as string,
    });
    expect(below("new")).toContain("tenants.yaml");
  });

  test("takes the usual for an empty answer, and for the end of the input", async () => {
    expect((await answering("\n")).code).toBe(0);
    expect(below("new")).toContain("main.ts");
  });

  test("refuses an answer that is none, and writes nothing", async () => {
    const { code, err } = await answering("yam\n");
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "yaml"?') as string });
    expect(below(".")).toEqual(["cluster.json"]);
  });

  test("asks nothing if all is said", async () => {
    expect((await answering("", "--language", "yaml", "--ci", "none")).err).toBe("");
  });
});

test.each([["new", "--language", "python"], ["new", "--ci", "jenkins"], ["new", "--backend", "s4"], [""], ["a", "b"]])(
  "refuses %j",
  async (...words) => {
    expect((await hikube("init", ...words)).code).toBe(2);
  },
);

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { optionsOf } from "../../../src/cli/options";
import { COMMANDS } from "../../../src/cli/program";
import { points } from "../../../src/cli/completion/words";
import { hikube, inFolder } from "../call";

inFolder({});

/** What bash offers after some words, the last of which is being typed. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { out } = await hikube("completion", "bash");
  const script = `${out}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hikube; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", script, "bash", ...words], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}

test.each([
  [["hikube", "ma"], ["matrix"]],
  [
    ["hikube", "sandbox", ""],
    ["up", "down", "status", "env", "exec", "--help"],
  ],
  [["hikube", "sandbox", "up", "--no"], ["--nodes"]],
  [["hikube", "completion", "z"], ["zsh"]],
  [["hikube", "matrix", "--ht"], ["--html"]],
  [["hikube", "plan", "--stack", "one", "--auto"], [""]],
])("bash offers after %j: %j", async (words, expected) => {
  expect(await offered(...words)).toEqual(expected);
});

test("bash offers files where one is taken", async () => {
  expect(await offered("hikube", "check", "cluster.js")).toEqual(["cluster.json"]);
});

test.each(["bash", "zsh", "fish"])("%s is offered every command", async (shell) => {
  const { code, out } = await hikube("completion", shell);
  expect(code).toBe(0);
  for (const { path } of COMMANDS) expect(out).toContain(path.at(-1));
});

// zsh and fish are seldom at hand; where they are, they judge their script.
test.each(["zsh", "fish"])("%s reads its script without complaint", async (shell) => {
  const { out } = await hikube("completion", shell);
  writeFileSync("script", out);
  const { error, status, stderr } = spawnSync(shell, ["-n", "script"], { encoding: "utf8" });
  if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  else process.stderr.write(`skipped: the completion of ${shell}, which is not installed\n`);
});

test("another shell is bad usage", async () => {
  expect(await hikube("completion", "cmd")).toMatchObject({
    code: 2,
    err: expect.stringContaining('expected "bash", "zsh" or "fish"') as unknown,
  });
});

test("every option of every command has its place", () => {
  const all = points(COMMANDS, {});
  for (const command of COMMANDS) {
    const { path } = command;
    const place = all.find((candidate) => candidate.path.join(" ") === path.join(" "));
    expect(place?.words.length).toBeGreaterThanOrEqual(optionsOf(command).length + 1);
  }
});

import { writeFileSync } from "node:fs";
import { parse } from "yaml";
import { printingOn } from "../../src/cli/printer";
import { formatTable } from "../../src/cli/text";
import { hasInvisible } from "../../src/model/printable";
import { streamProgress } from "../../src/support/progress";
import { hikube, inFolder, TENANTS_YAML } from "./call";

const HOSTILE = "\u001b]0;title\u0007\u009b2J\u202e\u200b\ud800";

function shownOf(text: string): string {
  return text.replaceAll("\n", "");
}

inFolder({ "tenants.yaml": TENANTS_YAML });

test("neither an argument nor a fault of a file reaches the terminal as it is", async () => {
  writeFileSync("wrong.yaml", TENANTS_YAML.replace("name: alpha", `name: ${JSON.stringify(HOSTILE)}`));
  for (const args of [
    ["check", "wrong.yaml"],
    ["check", "wrong.yaml", "--json"],
    ["tree", `no${HOSTILE}.yaml`],
    [HOSTILE],
    ["tree", `--${HOSTILE}`],
  ]) {
    const { code, out, err } = await hikube(...args);
    expect(code).toBe(args[0] === "check" ? 3 : 2);
    expect(shownOf(out + err)).not.toBe("");
    expect([args, hasInvisible(shownOf(out + err))]).toEqual([args, false]);
  }
});

test("the words of an app cannot move the cursor or write lines of ours", async () => {
  writeFileSync(
    "cdktf.json",
    JSON.stringify({ app: "printf '\\033[2Ja\\rb\\302\\233c\\nall is well\\n' >&2; exit 3" }),
  );
  const { code, err } = await hikube("synth");
  expect(code).toBe(1);
  expect(hasInvisible(shownOf(err))).toBe(false);
  expect(err).toContain("\n  \\u001b[2Ja\\rb\\u009bc\n  all is well\n");
});

test("a note with a joiner is rendered so that Kubernetes reads it as it was written", async () => {
  const note = "équipe 👩‍🔧";
  writeFileSync("joined.yaml", TENANTS_YAML.replace('owner: "no"', `owner: "no", note: ${JSON.stringify(note)}`));
  const { out } = await hikube("render", "joined.yaml", "--namespace", "tenant-beta");
  expect(hasInvisible(shownOf(out))).toBe(false);
  const first = parse(out.split("---")[0] ?? "", { version: "1.1" }) as { metadata: { annotations?: object } };
  expect(first.metadata.annotations).toMatchObject({ "hikube.cloud/cost-note": note });
});

test("a row is one line, in columns as wide as what is shown", () => {
  expect(
    formatTable(
      ["A", "B"],
      [
        ["a\nb", "c"],
        ["\u009b", "d"],
      ],
    ),
  ).toEqual(["A       B", "a\\nb    c", "\\u009b  d"]);
});

test("progress is drawn in place, and what it tells commands nothing", () => {
  let written = "";
  const io = {
    stdout: { write: () => undefined },
    stderr: { write: (text: string) => (written += text), isTTY: true },
    env: {},
  };
  const step = streamProgress(printingOn(io).stderr).step(`planning ${HOSTILE}`);
  step.update(`\r\u001b[K${HOSTILE}`);
  step.done(`\u001b[31m`);
  const lines = written.split("\r\u001b[K");
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(lines.some((line) => hasInvisible(line.replace(/\n$/, "")))).toBe(false);
});

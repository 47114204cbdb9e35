import { readdirSync } from "node:fs";
import { join } from "node:path";
import { formatFileIssue } from "../../src/tenants-file";
import { badFiles, issuesOf } from "./bad-corpus";
import { messagesOf } from "./messages";
import { OVERSIZED } from "./oversized";

const ROOT = join(__dirname, "..", "..");
const FILES = badFiles();

/** Sentences that no file can lead to, each with what does. */
const NOT_OF_A_FILE: Readonly<Record<string, string>> = {
  "a name must be known when the configuration is synthesized": "a token",
  "the profile must be known when the configuration is synthesized": "a token",
  "a quota that is shared with … must be known when the configuration is synthesized": "a token",
  "a list that sub-tenants are held to must be known at synth": "a token",
  "a size that guardrails read must be known at synth": "a token",
  "a bound that guardrails read must be known at synth": "a token",
  "this is neither yes nor no": "a token",
  "the facts of the cluster must lie beside the tenants": "the disk, see files.test.ts",
  "a sub-tenant must say how much it takes where it is not known what … has available": "an external parent",
  "a share needs a whole: it is not known what … has available": "an external parent",
  "this is no list of namespaces": "`ClusterFacts.fromObject`: the reader says it of a file",
  "this is no list of grants": "`ClusterFacts.fromObject`: the reader says it of a file",
  "this is no list of subjects": "`ClusterFacts.fromObject`: the reader says it of a file",
  "whoever may start pods in … would become a controller of the platform": "facts of another cluster",
  "the file is no text": "bytes, see files.test.ts",
  "the file cannot be read": "the disk, see files.test.ts",
  "the facts of the cluster are needed": "the disk, see files.test.ts",
};

test("the corpus is large", () => {
  expect(FILES.length).toBeGreaterThanOrEqual(120);
});

test.each(FILES.map((file) => [file.name, file] as const))("%s gives its faults, all of them", (_name, file) => {
  expect(issuesOf(file).map((issue) => formatFileIssue(issue).slice(file.name.length + 1))).toEqual(file.faults);
});

test.each(FILES.map((file) => [file.name, file] as const))(
  "%s is told what was given, what is allowed, how to mend it",
  (_name, file) => {
    for (const issue of issuesOf(file)) {
      for (const part of [issue.path, issue.message, issue.given, issue.allowed, issue.mend])
        expect(part).toMatch(/\S/);
      expect(issue.line).toBeLessThanOrEqual(file.text.split("\n").length);
    }
  },
);

test("every sentence of every rule is told of some file", () => {
  const told = [...new Set(FILES.flatMap(issuesOf).map(({ message }) => message))].concat(
    Object.values(OVERSIZED).map(({ message }) => message),
  );
  const missing = ruleFiles()
    .flatMap((file) => messagesOf(join(ROOT, file)))
    .filter(({ text, pattern }) => !(text in NOT_OF_A_FILE) && !told.some((message) => pattern.test(message)))
    .map(({ file, text }) => `${file.slice(ROOT.length + 1)}: ${text}`);
  expect(missing).toEqual([]);
});

test("no exception is out of date", () => {
  const texts = ruleFiles().flatMap((file) => messagesOf(join(ROOT, file)).map(({ text }) => text));
  expect(Object.keys(NOT_OF_A_FILE).filter((text) => !texts.includes(text))).toEqual([]);
});

function ruleFiles(): readonly string[] {
  const inFolder = (folder: string) => readdirSync(join(ROOT, folder)).map((file) => `${folder}/${file}`);
  return [
    ...inFolder("src/model/schema"),
    ...inFolder("src/model/tenant/rules"),
    ...inFolder("src/tenants-file"),
    ...["cluster-facts-rules", "controller-rules", "custom-resource-rules"].map(
      (file) => `src/model/platform/${file}.ts`,
    ),
  ];
}

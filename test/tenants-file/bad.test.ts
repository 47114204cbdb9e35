import { formatFileIssue } from "../../src/tenants-file/file-issue";
import { badFiles, issuesOf } from "./bad-corpus";

const FILES = badFiles();

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
      for (const part of [issue.message, issue.received, issue.expected, issue.hint]) expect(part).toMatch(/\S/);
      expect(issue.line).toBeLessThanOrEqual(file.text.split("\n").length);
    }
  },
);

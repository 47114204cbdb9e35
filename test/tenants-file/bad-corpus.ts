import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { checkCluster } from "../../src/tenants-file/check-cluster";
import { checkTenants } from "../../src/tenants-file/check-tenants";
import { formatPath } from "../../src/model/issue";
import type { FileIssue } from "../../src/tenants-file/file-issue";
import { CLUSTER } from "../model/tenants";

const FOLDER = join(__dirname, "..", "fixtures", "bad");
const FAULTS = "\n# faults:\n";

/** A wrong file with the faults that it must give: `line:column code path`. */
export interface BadFile {
  readonly name: string;
  readonly text: string;
  readonly faults: readonly string[];
}

/** All of `test/fixtures/bad`: the comment at the end of a file says what is expected of it. */
export function badFiles(): readonly BadFile[] {
  return readdirSync(FOLDER)
    .sort()
    .map((file) => {
      const [text = "", faults = ""] = readFileSync(join(FOLDER, file), "utf8").split(FAULTS);
      return {
        name: basename(file, ".yaml"),
        text,
        faults: faults
          .trim()
          .split("\n")
          .map((line) => line.replace(/^# /, "")),
      };
    });
}

/** Facts of a cluster, or tenants: the name of the file says which. */
export function issuesOf({ name, text }: BadFile): readonly FileIssue[] {
  if (name.startsWith("cluster-")) return checkCluster(text, name).issues;
  return checkTenants(text, { cluster: CLUSTER, file: name }).issues;
}

/** An issue as the corpus tells it: words are free to change. */
export function withoutWords({ line, column, code, path }: FileIssue): string {
  return `${line}:${column} ${code} ${formatPath(path)}`;
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ACCESS_LEVELS, type AccessLevel } from "../../src/model/tenant/spec/access-levels";

/** The guide whose tables tests keep equal to the code and to a real API server. */
export const TENANTS_GUIDE = guide("tenants");

/** The text of a page in `docs/`. */
export function guide(name: string): string {
  return readFileSync(join(__dirname, `../../docs/${name}.md`), "utf8");
}

/** The rows of the first table under a heading of the second or third order, each as its cells. */
export function tableUnder(heading: string, text = TENANTS_GUIDE): readonly (readonly string[])[] {
  const section = text.split(new RegExp(`\n###? ${heading}\n`))[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n");
  const start = lines.findIndex((line) => line.startsWith("|"));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end === -1 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** What the guide says that a level adds to the ones before it. */
export interface ToldRight {
  readonly level: AccessLevel;
  /** As `kubectl auth can-i` takes it: `deployments.apps`, `pods/log`, `deployments.apps/scale`. */
  readonly resource: string;
  readonly verb: string;
  /** Whether it is marked as one that only stands beside guardrails. */
  readonly needsGuardrails: boolean;
}

const GUARDED = /^(.*) ¹$/;

/** The tables of access, one right a row, level and verb. */
export function toldRights(): readonly ToldRight[] {
  return [...tableUnder("Access"), ...tableUnder("Names that open nothing")].flatMap(([resources = "", ...cells]) =>
    cells.flatMap((cell, index) =>
      cell.split(", ").flatMap((verbs) =>
        (GUARDED.exec(verbs)?.[1] ?? verbs)
          .split(" ")
          .filter((verb) => verb !== "")
          .flatMap((verb) =>
            resources.split(", ").map((resource) => ({
              level: ACCESS_LEVELS[index]!.level,
              resource,
              verb,
              needsGuardrails: GUARDED.test(verbs),
            })),
          ),
      ),
    ),
  );
}

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { goBuild, madeOnce } from "../e2e/made-once";
import { inTemporaryFolder, nameOf, objectsIn, type Fault, type Scanner } from "./scanner";

interface Answer {
  readonly rule: string;
  readonly asks: string;
  readonly file: string;
  readonly failed: boolean;
}

/** The rules declare the one kind that they ask for, and are put to every object all the same. */
const ASKS_ONE_KIND: Readonly<Record<string, string>> = { "KSV-0039": "LimitRange", "KSV-0040": "ResourceQuota" };

/** The engine of trivy with the checks that it embeds. @see https://github.com/aquasecurity/trivy-checks */
export const trivy: Scanner = {
  name: "trivy",
  locate: () =>
    madeOnce({
      name: "trivy",
      pins: ["tools/trivy/go.mod", "tools/trivy/go.sum", "tools/trivy/main.go"],
      program: "trivy",
      // It reads JSON by a package of Go that only this switch opens.
      make: (folder) => [goBuild("trivy", join(folder, "trivy"), ".", { GOEXPERIMENT: "jsonv2" })],
    }),
  scan: (program, manifest) =>
    inTemporaryFolder((folder) => {
      // One file an object: an answer names the file.
      manifest.split(/^---$/m).forEach((text, index) => {
        writeFileSync(join(folder, `${index}.yaml`), text);
      });
      const objects = objectsIn(manifest);
      const lines = execFileSync(program, [folder], { encoding: "utf8", maxBuffer: 1 << 28 })
        .trim()
        .split("\n");
      return lines.flatMap((line): readonly Fault[] => {
        const { rule, asks, file, failed } = JSON.parse(line) as Answer;
        const object = objects[Number.parseInt(file, 10)]!;
        const isMeant = (ASKS_ONE_KIND[rule] ?? object.kind) === object.kind;
        return failed && isMeant ? [{ rule, asks, object: nameOf(object) }] : [];
      });
    }),
};

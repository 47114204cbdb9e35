import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TopTenant } from "cdktf-hikube";
import { FleetFolder, issuesOf, many, top } from "../fleet";

/** Merges what two branches made of an assignment, as git does. @returns the text, and how many conflicts it has */
function merged(fleet: FleetFolder, base: readonly TopTenant[], branches: readonly TopTenant[]) {
  fleet.synth(base, { perStack: 5 });
  const [former, ...both] = ["base", "left", "right"].map((name) => join(fleet.folder, name)) as [
    string,
    string,
    string,
  ];
  copyFileSync(fleet.file, former);
  both.forEach((file, index) => {
    copyFileSync(former, fleet.file);
    fleet.synth([...base, ...branches.slice(index, index + 1)], { perStack: 5 });
    copyFileSync(fleet.file, file);
  });
  const { status } = spawnSync("git", ["merge-file", both[0], former, both[1]]);
  return { text: readFileSync(both[0], "utf8"), conflicts: status };
}

test("two branches that each add a tenant at the same place of the file conflict", () => {
  const { conflicts, text } = merged(new FleetFolder(), many(2), [top("x"), top("y")]);
  expect(conflicts).toBe(1);
  expect(text).toContain("<<<<<<<");
});

test("merged without a conflict, the file is what a pipeline takes, and nobody has moved", () => {
  const [fleet, left, right] = [new FleetFolder(), top("a"), top("z")];
  const { conflicts, text } = merged(fleet, many(3), [left, right]);
  expect(conflicts).toBe(0);
  writeFileSync(fleet.file, text);
  fleet.synth([...many(3), left, right], { perStack: 5, frozen: true });
  expect(new Set(Object.values(fleet.places()))).toEqual(new Set(["fleet-1"]));
});

test("two tenants that were given the last room of a stack are a fault, and nothing is moved by itself", () => {
  const [fleet, left, right] = [new FleetFolder(), top("a"), top("z")];
  const { conflicts, text } = merged(fleet, many(4), [left, right]);
  expect(conflicts).toBe(0);
  writeFileSync(fleet.file, text);
  const issues = issuesOf(() => fleet.synth([...many(4), left, right], { perStack: 5 }));
  expect(issues).toEqual([expect.objectContaining({ code: "stack-full" })]);
  expect(fleet.text()).toBe(text);
});

import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withPlanFolder } from "../../../src/cli/plan/plan-file";

test("plans lie in a folder that nobody else may enter, and are gone afterwards", async () => {
  const folder = await withPlanFolder((path) => {
    expect(statSync(path).mode & 0o777).toBe(0o700);
    writeFileSync(join(path, "company.plan"), "");
    return Promise.resolve(path);
  });
  expect(existsSync(folder)).toBe(false);
});

test("they are gone after a failure too", async () => {
  let folder = "";
  const failing = withPlanFolder((path) => {
    folder = path;
    return Promise.reject(new Error("no luck"));
  });
  await expect(failing).rejects.toThrow("no luck");
  expect(folder).not.toBe("");
  expect(existsSync(folder)).toBe(false);
});

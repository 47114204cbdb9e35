import { existsSync } from "node:fs";
import { schemasAreRight } from "../../../src/plugin/packaging/checked";
import { hikube, inFolder } from "../call";

inFolder({
  "main.js": `process.stdout.write(${JSON.stringify(schemasAreRight("notes"))});`,
  "package.json": '{ "name": "infra", "version": "1.0.0" }',
});

const PACK = ["provider", "pack", "main.js", "--platforms", "linux_amd64"];

it("says where the provider has another name than its archives, which are written all the same", async () => {
  const { code, err } = await hikube(...PACK);
  expect(err).toBe(
    'note: the provider does not call itself "infra", as the archives do; give --name, or rename the package\n',
  );
  expect(code).toBe(0);
  expect(existsSync("release/terraform-provider-infra_1.0.0_linux_amd64.zip")).toBe(true);
  expect((await hikube(...PACK, "--name", "notes")).err).toBe("");
}, 60_000);

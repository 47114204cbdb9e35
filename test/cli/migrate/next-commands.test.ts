import { nextCommands } from "../../../src/cli/migrate/next-commands";

test.each([
  ["an app", { hcl: false, file: undefined }, "`hikube plan` and `hikube apply`"],
  ["a file", { hcl: false, file: "a/tenants.yaml" }, "`hikube plan a/tenants.yaml` and `hikube apply a/tenants.yaml`"],
  [
    "a file of any name",
    { hcl: false, file: "my tenants" },
    "`hikube plan 'my tenants'` and `hikube apply 'my tenants'`",
  ],
  ["a folder of HCL", { hcl: true, file: undefined }, "`terraform plan` and `terraform apply`"],
])("after the migration of %s its own commands are named", (_what, source, commands) => {
  expect(nextCommands(source)).toBe(commands);
});

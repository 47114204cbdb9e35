import { nextCommands } from "../../../src/cli/migrate/next-commands";

test.each([
  ["an app", { file: undefined }, "`hikube plan` and `hikube apply`"],
  ["a file", { file: "a/tenants.yaml" }, "`hikube plan a/tenants.yaml` and `hikube apply a/tenants.yaml`"],
  ["a file of any name", { file: "my tenants" }, "`hikube plan 'my tenants'` and `hikube apply 'my tenants'`"],
  ["a folder of HCL", { tool: "terraform" as const, file: undefined }, "`terraform plan` and `terraform apply`"],
  ["a folder of HCL that tofu reads", { tool: "tofu" as const, file: undefined }, "`tofu plan` and `tofu apply`"],
])("after the migration of %s its own commands are named", (_what, source, commands) => {
  expect(nextCommands(source)).toBe(commands);
});

import { runTerraform } from "./run";

/** Entry point of the commands `terraform` and `tofu` of a sandbox. */
const [directory = "", flavour, ...args] = process.argv.slice(2);

void runTerraform({
  directory,
  flavour: flavour === "tofu" ? "tofu" : "terraform",
  args,
  cwd: process.cwd(),
  env: process.env,
}).then((code) => {
  process.exitCode = code;
});

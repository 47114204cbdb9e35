import { scenario, type Scenario } from "../../src/plugin/testing";
import { drawConfiguration } from "../plugin/drawn/configurations";
import { Draw } from "../plugin/drawn/draw";
import { drawProvider } from "../plugin/drawn/provider";
import { terraformBinaries } from "./binaries";

/** More of them look for longer. */
const SEEDS = Array.from({ length: Number(process.env.HIKUBE_DRAWN_SEEDS ?? 3) }, (_, index) => index + 1);
const RESOURCES = 20;

// Schemas and configurations of any shape: what the bridge plans and answers must be taken as it is, and a plan of what is
// stored must be empty. The kit looks at both.
describe.each(terraformBinaries())("resources of drawn schemas under $name", ({ path }) => {
  it.each(SEEDS)("are made, changed and destroyed, with nothing to do in between: seed %i", async (seed) => {
    const draw = new Draw(seed);
    const provider = drawProvider(draw, RESOURCES);
    const configuration = (round: number): string =>
      Object.entries(provider.resources ?? {})
        .map(([type, { schema }]) => `resource "${type}" "x" {\n${drawConfiguration(draw, schema)}\n}\n`)
        .join("")
        .concat(`resource "terraform_data" "later" {\n input = "round ${round}"\n}\n`);
    await [1, 2, 3].reduce<Scenario>(
      (steps, round) => steps.apply(configuration(round)),
      scenario(provider, { terraform: path() }),
    );
  });
});

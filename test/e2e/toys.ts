import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scenario, type Scenario } from "../../src/plugin/testing";
import { toyProvider } from "../plugin/toy-provider";

/** The folder in which the toys of a test are kept, and scenarios with them. */
export class ToyBox {
  readonly #binary: () => string;
  #store = "";

  /** Each test has a folder of its own. */
  constructor(binary: () => string) {
    this.#binary = binary;
    beforeEach(async () => {
      this.#store = await mkdtemp(join(tmpdir(), "toy-store-"));
    });
    afterEach(() => rm(this.#store, { recursive: true, force: true }));
  }

  get store(): string {
    return this.#store;
  }

  scenario(): Scenario {
    const directory = JSON.stringify(this.#store);
    const common = `provider "toy" { directory = ${directory} }
      provider "toy" {
        alias     = "other"
        directory = ${directory}
        prefix    = "other-"
      }`;
    return scenario(toyProvider, { terraform: this.#binary(), common });
  }
}

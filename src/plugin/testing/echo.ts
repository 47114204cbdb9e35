import { forClient } from "../define";
import type { AnyProvider } from "../provider";
import { Dynamic, isUnknown, type Value, type ValueRecord } from "../value";
import { isRecord } from "../values/guards";

export const ECHO_ADDRESS = "testing.invalid/cdktf-hikube/echo";

/** A provider that remembers in this process what its configuration holds: ephemeral values may go there. */
export class Echo {
  #seen: ValueRecord = {};

  /** What ephemeral resources held the last time, by address. */
  get seen(): ValueRecord {
    return this.#seen;
  }

  clear(): void {
    this.#seen = {};
  }

  provider(): AnyProvider {
    const { provider, dataSource } = forClient<null>();
    return provider({
      name: "echo",
      schema: { attributes: { values: { type: "dynamic", as: "exact", optional: true } } },
      configure: ({ config }) => {
        this.#see(config.values);
        return null;
      },
      // A provider is configured where something of it is used.
      dataSources: { echo_probe: dataSource({ schema: {}, read: () => Promise.resolve({}) }) },
    });
  }

  #see(given: Value): void {
    const values = given instanceof Dynamic ? given.value : given;
    if (isRecord(values) && !isUnknown(values)) this.#seen = values;
  }
}

/** The configuration that sends these ephemeral resources to the echo. */
export function echoConfiguration(addresses: readonly string[]): string {
  if (addresses.length === 0) return "";
  const entries = addresses.map((address) => `    ${JSON.stringify(address)} = ephemeral.${address}`);
  return `provider "echo" {\n  values = {\n${entries.join("\n")}\n  }\n}\ndata "echo_probe" "probe" {}\n`;
}

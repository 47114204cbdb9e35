import { listOf, recordOf, textOf } from "../json";

/** What a state knows of. */
export interface State {
  /** Addresses of the resources that are in it. */
  readonly addresses: ReadonlySet<string>;
  /** Those that terraform would destroy and make anew, because their creation reported an error. */
  readonly tainted: readonly string[];
}

/** Reads what `terraform state pull` prints; it prints nothing where there is no state yet. */
export function parseState(text: string): State {
  const { resources } = recordOf(text.trim() === "" ? {} : JSON.parse(text));
  const own = listOf(resources)
    .map(recordOf)
    .filter(({ mode, module }) => mode === "managed" && module === undefined)
    .map(({ type, name, instances }) => ({
      address: `${textOf(type) ?? ""}.${textOf(name) ?? ""}`,
      instances: listOf(instances).map(recordOf),
    }))
    .filter(({ instances }) => instances.some(({ deposed }) => deposed === undefined));
  return {
    addresses: new Set(own.map(({ address }) => address)),
    tainted: own
      .filter(({ instances }) => instances.some(({ status }) => status === "tainted"))
      .map(({ address }) => address),
  };
}

import { listIn, objectIn, textIfAny } from "../../model/json";
import { printableLine } from "../../model/printable";

/** A command that Terraform runs where a resource is made or removed, on the machine that applies or on another one. */
export interface ResourceCommand {
  readonly address: string;
  /** What it runs, as far as its author wrote it down. */
  readonly runs: string;
}

/**
 * The provisioners of a configuration, those of modules too, by address without the keys of instances.
 *
 * @param configuration - of what `terraform show -json` prints of a plan
 * @see https://developer.hashicorp.com/terraform/language/provisioners
 */
export function commandsIn(configuration: unknown): readonly ResourceCommand[] {
  return inModule(objectIn(configuration).root_module, "");
}

function inModule(module: unknown, prefix: string): readonly ResourceCommand[] {
  const { resources, module_calls: calls } = objectIn(module);
  const own = listIn(resources).flatMap((resource) => {
    const { address, provisioners } = objectIn(resource);
    return listIn(provisioners).map((each) => ({
      address: `${prefix}${textIfAny(address) ?? ""}`,
      runs: runsOf(each),
    }));
  });
  const called = Object.entries(objectIn(calls)).flatMap(([name, call]) =>
    inModule(objectIn(call).module, `${prefix}module.${name}.`),
  );
  return [...own, ...called];
}

const SHOWN = 200;

function runsOf(provisioner: unknown): string {
  const { type, expressions } = objectIn(provisioner);
  const { command, inline, script } = objectIn(expressions);
  const written = [command, inline, script]
    .map((each) => objectIn(each).constant_value)
    .find((each) => each !== undefined);
  const text =
    written === undefined ? "" : `: ${Array.isArray(written) ? written.join("; ") : JSON.stringify(written)}`;
  return printableLine(`${textIfAny(type) ?? "provisioner"}${text}`).slice(0, SHOWN);
}

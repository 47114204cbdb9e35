import { listIn, objectIn, textIfAny } from "../../model/json";
import { printableLine } from "../../model/printable";
import { configuredResources } from "../project/configured-resources";

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
  return configuredResources(configuration).flatMap(({ address, resource }) =>
    listIn(resource.provisioners).map((provisioner) => ({ address, runs: runsOf(provisioner) })),
  );
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

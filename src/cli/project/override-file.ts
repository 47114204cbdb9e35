import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listIn, objectIn } from "../../model/json";
import { parseJson } from "../../model/json-text";
import type { Stack } from "./stacks";

const OVERRIDE_FILE = "hikube_override.tf.json";

/** Attributes of resources that Terraform is to leave as they are, by address. */
export type Ignored = ReadonlyMap<string, readonly string[]>;

/**
 * Lets Terraform leave some attributes of a stack as they are while something is done with it. What the stack itself
 * ignores stays ignored.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export async function withIgnored<T>(stack: Stack, ignored: Ignored, use: () => Promise<T>): Promise<T> {
  const text = JSON.stringify(overrides(ignored, parseJson(readFileSync(stack.file, "utf8"))), null, 2);
  writeFileSync(join(stack.directory, OVERRIDE_FILE), text);
  try {
    return await use();
  } finally {
    removeOverrides(stack);
  }
}

/** Removes what a run that was killed left. */
export function removeOverrides({ directory }: Pick<Stack, "directory">): void {
  rmSync(join(directory, OVERRIDE_FILE), { force: true });
}

/** A resource's own list would be replaced, so it is repeated. */
function overrides(ignored: Ignored, configuration: unknown): object {
  const resources = objectIn(objectIn(configuration).resource);
  const resource: Record<string, Record<string, object>> = {};
  for (const [address, attributes] of ignored) {
    const [type = "", name = ""] = address.split(".");
    const { ignore_changes: own } = objectIn(objectIn(objectIn(resources[type])[name]).lifecycle);
    if (own === "all") continue;
    (resource[type] ??= {})[name] = { lifecycle: { ignore_changes: [...listIn(own), ...attributes] } };
  }
  return { resource };
}

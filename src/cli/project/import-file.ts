import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importId } from "../../model/kubernetes/kinds";
import type { ConfiguredObject } from "./stack-config";
import type { Stack } from "./stacks";

const IMPORT_FILE = "hikube-recover.tf.json";

/**
 * Puts import blocks beside a stack's JSON while something is done with them: terraform then takes over any number of
 * objects in one go, and all at once. A block for what is in the state already does nothing, so a file that a kill
 * left behind is harmless.
 *
 * @see https://developer.hashicorp.com/terraform/language/import
 */
export async function withImports<T>(
  stack: Stack,
  objects: readonly ConfiguredObject[],
  use: () => Promise<T>,
): Promise<T> {
  const blocks = objects.map((object) => ({ to: object.address, id: importId(object) }));
  writeFileSync(join(stack.directory, IMPORT_FILE), JSON.stringify({ import: blocks }, null, 2));
  try {
    return await use();
  } finally {
    removeImports(stack);
  }
}

/** Removes the import blocks of a run that was killed. */
export function removeImports({ directory }: Stack): void {
  rmSync(join(directory, IMPORT_FILE), { force: true });
}

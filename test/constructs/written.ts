import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A resource as cdktf writes it. */
export interface SynthesizedResource {
  readonly depends_on?: readonly string[];
  readonly lifecycle?: Readonly<Record<string, unknown>>;
  readonly provider?: string;
  readonly [argument: string]: unknown;
}

/** What cdktf wrote of a stack. */
export function stackText(outdir: string, stack: string): string {
  return readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8");
}

/** The resources that cdktf wrote of a stack, by type and name. */
export function resourcesIn(
  outdir: string,
  stack: string,
): Readonly<Record<string, Readonly<Record<string, SynthesizedResource>>>> {
  const { resource = {} } = JSON.parse(stackText(outdir, stack)) as { resource?: ReturnType<typeof resourcesIn> };
  return resource;
}

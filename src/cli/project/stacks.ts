import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isRecord, objectIn, textsIn } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { messageOf } from "../../support/errors";
import { UsageError } from "../command";
import { parseStackConfig, type StackConfig } from "./stack-config";

/** The file of the output folder that names the stacks. */
export const MANIFEST = "manifest.json";

/** A stack that was synthesized. */
export interface Stack {
  readonly name: string;
  /** Absolute path of the folder that terraform runs in. */
  readonly directory: string;
  /** Path of the configuration that synth wrote there. */
  readonly file: string;
  /** Names of all stacks that must be applied before it, directly or because another one wants it. */
  readonly dependencies: readonly string[];
  readonly config: StackConfig;
  /** Variables that terraform gets for this stack. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Those that init alone gets beside these. @default - none */
  readonly initEnv?: Readonly<Record<string, string>>;
  /** Version of the provider `hikube` that this command serves to it. @default - it needs none, or runs with one of the user's */
  readonly served?: string;
}

/**
 * The stacks of an output folder, each after those that it depends on.
 * @param wanted - names of the stacks to take; those that they depend on are not taken with them
 * @throws UsageError where nothing was synthesized, or no stack has such a name
 */
export function readStacks(output: string, wanted?: readonly string[]): readonly Stack[] {
  const path = join(output, MANIFEST);
  if (!existsSync(path)) {
    throw new UsageError(`there is no ${path}: synthesize first with \`hikube synth\``, "missing-file");
  }
  const { stacks } = objectIn(readGenerated(path, parseJson));
  if (!isRecord(stacks)) throw damaged(path, "it names no stacks");
  const all = Object.entries(stacks).map(([name, entry]) => {
    const { workingDirectory, synthesizedStackPath, dependencies } = objectIn(entry);
    if (typeof workingDirectory !== "string" || typeof synthesizedStackPath !== "string") {
      throw damaged(path, `stack "${name}" has no workingDirectory and synthesizedStackPath`);
    }
    const [directory, file] = [placeIn(output, workingDirectory), placeIn(output, synthesizedStackPath)];
    return {
      name,
      directory,
      file,
      dependencies: textsIn(dependencies),
      config: readGenerated(file, parseStackConfig),
    };
  });
  const unknown = wanted?.filter((name) => !Object.hasOwn(stacks, name)) ?? [];
  if (unknown.length > 0) {
    const known = Object.keys(stacks).join(", ");
    throw new UsageError(`there is no stack ${unknown.join(", ")}; there are: ${known}`, "unknown-name");
  }
  return inOrder(all).filter(({ name }) => wanted?.includes(name) ?? true);
}

/** What synth wrote is read again. @throws UsageError where it is not there, or was changed since */
function readGenerated<T>(path: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw damaged(path, messageOf(error));
  }
}

function damaged(path: string, why: string): UsageError {
  return new UsageError(
    `${path} is not what synth writes: ${why}; synthesize again with \`hikube synth\``,
    "invalid-output",
  );
}

/** @throws UsageError where a path leads out of the output folder: nothing that synth wrote lies there */
function placeIn(output: string, path: string): string {
  const place = join(output, path);
  if (!relative(output, place).startsWith("..")) return place;
  throw new UsageError(
    `${join(output, MANIFEST)} names ${path}, which is outside of it; synthesize again with \`hikube synth\``,
    "invalid-output",
  );
}

/** Each after its dependencies, which are made complete. */
function inOrder(stacks: readonly Stack[]): readonly Stack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const ordered = new Map<string, Stack>();
  const visit = (stack: Stack): Stack => {
    const known = ordered.get(stack.name);
    if (known !== undefined) return known;
    const direct = stack.dependencies.flatMap((name) => byName.get(name) ?? []).map(visit);
    const dependencies = new Set([...stack.dependencies, ...direct.flatMap((each) => each.dependencies)]);
    const complete = { ...stack, dependencies: [...dependencies] };
    ordered.set(stack.name, complete);
    return complete;
  };
  stacks.forEach(visit);
  return [...ordered.values()];
}

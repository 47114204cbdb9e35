import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { objectIn, textIn, type JsonRecord as Fields } from "../../model/json";
import { stackCopy, type StackCopy } from "./stack-copy";

/** A state by where a stack says that it is kept. */
interface StateLocation {
  /** Kind of the backend. */
  readonly type: string;
  readonly config: Fields;
}

/**
 * The outputs of other stacks that a stack reads, from the sandbox: where a data source names the state of a stack that
 * lies beside it, the state of that stack in this sandbox takes its place. Other states are read where they are; reading
 * changes nothing in them. Configuration in HCL stays as it is.
 *
 * @returns data sources for an override file
 */
export function remoteStates({ source }: StackCopy, directory: string): Fields {
  const wanted = blocksOf(source).flatMap((file) =>
    Object.entries(objectIn(objectIn(file.data).terraform_remote_state)),
  );
  if (wanted.length === 0) return {};
  const beside = stacksBeside(source).flatMap((folder) => placesOf(folder).map((place) => ({ folder, place })));
  const replaced = wanted.flatMap(([name, block]) => {
    const { backend, config } = objectIn(block);
    const asked = { type: textIn(backend), config: objectIn(config) };
    const found = beside.find(({ place }) => isSame(place, asked));
    return found === undefined ? [] : [[name, localState(stackCopy(directory, found.folder))] as const];
  });
  return Object.fromEntries(replaced);
}

function localState({ stateFile, workspaces }: StackCopy): Fields {
  return { backend: "local", config: { path: stateFile, workspace_dir: workspaces } };
}

function stacksBeside(source: string): readonly string[] {
  const folder = dirname(source);
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
}

/** Where the stack of a folder says that its state is. */
function placesOf(folder: string): readonly StateLocation[] {
  return blocksOf(folder).flatMap(({ terraform }) => {
    const { backend, cloud } = objectIn(terraform);
    const named = Object.entries(objectIn(backend)).map(([type, config]) => ({ type, config: objectIn(config) }));
    return cloud === undefined ? named : [...named, { type: "remote", config: objectIn(cloud) }];
  });
}

/** The JSON files of a folder, as terraform reads them; one that cannot be read is terraform's to complain of. */
function blocksOf(folder: string): readonly Fields[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".tf.json") && !name.startsWith("."));
  return names.map((name) => {
    try {
      return objectIn(JSON.parse(readFileSync(join(folder, name), "utf8")));
    } catch {
      return {};
    }
  });
}

function isSame(left: StateLocation, right: StateLocation): boolean {
  return left.type === right.type && isDeepStrictEqual(given(left.config), given(right.config));
}

/** What is said, without what is left open. The secret to get there says nothing of the place. */
function given(config: Fields): unknown {
  return JSON.parse(JSON.stringify({ ...config, token: null }, (_key, value: unknown) => value ?? undefined));
}

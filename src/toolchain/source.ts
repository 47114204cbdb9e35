import type { Progress } from "../support/progress";
import type { Tool } from "./catalogue";

/** Where binaries are looked for, in order; what a test replaces. */
export interface SourceOptions {
  readonly progress: Progress;
  /** @default - the environment of this process */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder that holds a folder with a `go.mod` for each tool. @default - `tools` of this package */
  readonly modules?: string;
  /** Address of the releases of each tool. @default - the official one */
  readonly releaseBase?: (tool: Tool) => string;
  /** Go's own place, for shells that do not have it on PATH. @default "/usr/local/go/bin/go" */
  readonly systemGo?: string;
}

/** A source with every default filled in. */
export interface Sources {
  readonly progress: Progress;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly modules: string;
  readonly releaseBase: (tool: Tool) => string;
  readonly systemGo: string;
}

/** A source that cannot provide the tool, with the reason; the next one is tried. */
export class SourceUnavailable extends Error {
  override readonly name = "SourceUnavailable";
}

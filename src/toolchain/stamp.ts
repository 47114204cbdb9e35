import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tool } from "./catalogue";

/** Name of the cache folder for a tool: changes with its pins, its flags and the machine's kind. */
export function cacheName(tool: Tool, modules: string): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(modules, tool.module, file)));
  hash.update(JSON.stringify([tool.build, process.platform, process.arch]));
  return `${tool.module}-${tool.version}-${hash.digest("hex").slice(0, 12)}`;
}

import { CACHE_FILE, RUN_CACHED } from "./code-cache";

/** What a launcher says of the provider, and the oldest Node that runs it, e.g. `20.19`. */
export interface LauncherOptions {
  readonly name: string;
  readonly node: string;
}

/**
 * The program that Terraform launches: a shell script that runs `main.cjs` beside it. What it prints on stdout is what
 * Terraform shows the user in place of the handshake that it waits for.
 */
export function launcherScript({ name, node }: LauncherOptions): string {
  return `#!/bin/sh
if ! command -v node >/dev/null 2>&1; then
  echo "The provider ${name} needs Node.js ${node} or newer: there is no program node on the PATH."
  exit 1
fi
exec node "\${0%/*}/main.cjs" "$@"
`;
}

/** What `node` runs: checks its version, in words that every version reads, then runs the bundle, from bytecode if there is any for it. */
export function mainScript({ name, node }: LauncherOptions): string {
  return `"use strict";
var fs = require("fs");
function fail(text, error) {
  fs.writeSync(1, text.replace(/\\s*\\n\\s*/g, " ") + "\\n");
  if (error && error.stack) fs.writeSync(2, "panic: " + error.stack + "\\n");
  process.reallyExit(1);
}
var wanted = ${JSON.stringify(node.split(".").map(Number))};
var found = process.versions.node.split(".").map(Number);
for (var i = 0; i < wanted.length && found[i] >= wanted[i]; i++) {
  if (found[i] > wanted[i]) i = wanted.length;
}
if (i < wanted.length) {
  fail("The provider ${name} needs Node.js ${node} or newer; the node on the PATH is " + process.versions.node + ".");
}
try {
  var file = __dirname + "/provider.cjs";
  var cache = __dirname + "/" + ${CACHE_FILE};
  if (fs.existsSync(cache)) {
    var cachedData = fs.readFileSync(cache);
    ${RUN_CACHED.replaceAll("\n", "\n    ")}
  } else {
    require(file);
  }
} catch (error) {
  fail("The provider ${name} failed while it was loaded: " + (error && error.message ? error.message : error), error);
}
`;
}

/**
 * Code that runs in every version of Node: the name of the file beside the provider that holds its bytecode, for one V8
 * on one platform. V8 itself refuses that of another version, or of other flags.
 */
export const CACHE_FILE = `"provider-" + process.versions.v8 + "-" + process.platform + "-" + process.arch + ".cache"`;

/**
 * Code that runs `file` as the main module, from the bytecode in `cachedData` if there is any. Node's own loader of modules
 * takes none; what it wraps around a file stands here. Bytecode holds the name of its file, so that is not the path of
 * whoever packs it. An `import()` in the file would fail: Node 20 has no loader for it in code that came from bytecode.
 */
export const RUN_CACHED = `var vm = require("vm");
var code = "(function (exports, require, module, __filename, __dirname) {" + fs.readFileSync(file, "utf8") + "\\n})";
var script = new vm.Script(code, { filename: "provider.cjs", cachedData: cachedData });
script.runInThisContext().call(exports, exports, require, module, file, __dirname);`;

/**
 * A program that lies beside the provider while it is packed, and is launched as Terraform would: once the provider has
 * written its handshake line, the bytecode of all that ran until then is stored, and the program ends.
 */
export function cacheScript(): string {
  return `"use strict";
var fs = require("fs");
var file = __dirname + "/provider.cjs";
var cachedData;
var write = fs.writeSync;
fs.writeSync = function (fd) {
  var written = write.apply(fs, arguments);
  if (fd === 1) setImmediate(store);
  return written;
};
function store() {
  fs.writeFileSync(__dirname + "/" + ${CACHE_FILE}, script.createCachedData());
  process.emit("exit", 0);
  process.reallyExit(0);
}
${RUN_CACHED}
`;
}

/** Options of Node with which it stores the same bytes each time: hashes of texts stand in bytecode. V8 takes it without them. */
export const REPRODUCIBLE = ["--random-seed=1"];

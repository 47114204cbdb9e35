// ES modules as CommonJS in which an import is loaded when something of it is first used: an app loads the rooms that it
// uses, a command those of its own. Why: docs/decisions/0013-modules-on-first-use.md.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformAsync } from "@babel/core";

/** Rewrites every JavaScript file below a folder, in place. */
export async function loadOnFirstUse(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js"));
  for (const name of files) {
    const file = join(folder, name);
    writeFileSync(file, await lazyModule(readFileSync(file, "utf8")));
  }
}

async function lazyModule(code) {
  const handedOn = [];
  const result = await transformAsync(code, {
    babelrc: false,
    compact: false,
    configFile: false,
    plugins: [
      namesHandedOn(handedOn),
      ["@babel/plugin-transform-modules-commonjs", { importInterop: "node", lazy: () => true }],
    ],
  });
  return `${forEsModules(result.code, handedOn)}\n`;
}

/** Collects what a module exports of others: Babel makes getters of it. */
function namesHandedOn(names) {
  return {
    visitor: {
      ExportNamedDeclaration({ node: { source, specifiers } }) {
        if (source) names.push(...specifiers.map((one) => one.exported.name));
      },
    },
  };
}

/**
 * Node finds the names that an ES module may import from CommonJS by its text alone. It leaves out what
 * `Object.defineProperty` gives such a getter, and believes an assignment that is never run.
 *
 * @see https://nodejs.org/api/esm.html#commonjs-namespaces
 */
function forEsModules(code, names) {
  if (names.length === 0) return code;
  const defined = names.reduce(
    (text, name) =>
      text.replace(`Object.defineProperty(exports, "${name}"`, `Reflect.defineProperty(exports, "${name}"`),
    code,
  );
  return `${defined}\n0 && (module.exports = { ${names.join(", ")} });`;
}

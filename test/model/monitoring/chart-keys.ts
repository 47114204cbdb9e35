import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord, type JsonRecord } from "../../../src/model/json";
import type { HelmRelease } from "../../../src/model/monitoring/release";
import { packageRoot } from "../../../src/support/package-root";

/** Values that a chart does not know: nothing but its own list of keys would tell a slip. */
export function unknownKeys({ chart, version, values }: HelmRelease): readonly string[] {
  const { keys, open } = keysOf(chart, version);
  return pathsOf(values).filter((path) => !keys.has(path) && !open.some((map) => path.startsWith(map)));
}

/** Paths of all values, as the list of a chart's keys names them. */
function pathsOf(values: JsonRecord, prefix = ""): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = `${prefix}${key.replaceAll(".", "\\.")}`;
    return isRecord(value) ? [path, ...pathsOf(value, `${path}.`)] : [path];
  });
}

/** What charts take though their lists do not say so. */
const UNLISTED: Readonly<Record<string, { readonly keys?: readonly string[]; readonly open?: readonly string[] }>> = {
  // A list has what the values file has; the chart's template reads more.
  grafana: { keys: ["persistence.storageClassName", "podAnnotations"], open: ["podAnnotations."] },
  // Written as Kubernetes has them, whatever they hold, by the helper that all of the project's charts share.
  "victoria-logs-cluster": {
    open: ["vlinsert", "vlselect", "vlstorage"].flatMap((part) => [
      `${part}.podSecurityContext.`,
      `${part}.securityContext.`,
    ]),
  },
};

/** The keys of a chart, and the maps below which any key may stand: those of a free form, and those without a default. */
function keysOf(chart: string, version: string) {
  const text = readFileSync(join(packageRoot(), "test/fixtures/chart-keys", `${chart}.txt`), "utf8");
  if (!text.includes(`# ${chart} ${version} `))
    throw new Error(`the list of ${chart} is of another version than ${version}`);
  const lines = text.split("\n").flatMap((line) => (line.includes("\t") ? [line.split("\t")] : []));
  const { keys = [], open = [] } = UNLISTED[chart] ?? {};
  return {
    keys: new Set([...lines.map(([key = ""]) => key), ...keys]),
    open: [
      ...lines.flatMap(([key = "", type]) => (type === "object{}" || type === "null" ? [`${key}.`] : [])),
      ...open,
    ],
  };
}

import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { expandHome } from "../../../kube/kubeconfig";
import { DiagnosticError } from "../../../plugin";

/** Which chart a release asks for, and how to get it. */
export interface ChartRequest {
  readonly chart: string;
  readonly repository: string;
  /** A version or a range of versions; "" is the newest one. */
  readonly version: string;
  readonly username: string;
  readonly password: string;
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly passCredentials: boolean;
  readonly verify: boolean;
  readonly keyring: string;
}

/** Where a chart is. */
export type ChartPlace =
  | { readonly kind: "local"; readonly path: string }
  /** In a registry, as Helm names it. */
  | { readonly kind: "oci"; readonly address: string }
  /** An archive at an address of its own. */
  | { readonly kind: "url"; readonly address: string }
  /** In a repository with an index. */
  | { readonly kind: "index"; readonly url: string; readonly chart: string }
  /** In a repository that Helm's own configuration names. */
  | { readonly kind: "named"; readonly repository: string; readonly chart: string };

/**
 * Where the chart of a request is. A folder or an archive that exists wins, as with Helm; a relative path starts at the
 * folder of the provider's process.
 *
 * @throws DiagnosticError for what looks like a path and is not there, and for what is no chart's name
 */
export function placeOf({ chart: given, repository }: ChartRequest): ChartPlace {
  const chart = given.trim();
  const path = [chart, ...(repository === "" ? [] : [join(repository, chart)])].map(expandHome).find(isThere);
  if (path !== undefined && !repository.startsWith("oci:")) return { kind: "local", path: resolve(path) };
  if (/^\.{0,2}\/|^~/.test(chart)) throw missing(chart);
  for (const [name, text] of Object.entries({ chart, repository })) {
    if (text.startsWith("-")) throw new DiagnosticError(`Invalid ${name}`, `"${text}" starts with a dash.`, [name]);
  }
  if (chart.startsWith("oci://")) return { kind: "oci", address: chart };
  if (repository.startsWith("oci://")) return { kind: "oci", address: `${repository.replace(/\/+$/, "")}/${chart}` };
  if (/^https?:\/\//.test(chart)) return { kind: "url", address: chart };
  if (/^https?:\/\//.test(repository)) return { kind: "index", url: repository, chart };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(repository)) throw unknownScheme(repository);
  const [name = "", ...rest] = repository === "" ? chart.split("/") : [repository, chart];
  if (rest.length === 0) throw missing(chart);
  return { kind: "named", repository: name, chart: rest.join("/") };
}

function isThere(path: string): boolean {
  return existsSync(path) && (statSync(path).isFile() || existsSync(join(path, "Chart.yaml")));
}

function missing(chart: string): DiagnosticError {
  const ways = `Set repository, or write the whole path of a folder with a Chart.yaml or of an archive.`;
  return new DiagnosticError(
    `There is no chart "${chart}"`,
    `No repository is given, and there is no such chart in ${process.cwd()}, from where the provider looks. ${ways}`,
    ["chart"],
  );
}

function unknownScheme(repository: string): DiagnosticError {
  const detail = `"${repository}" is neither https://, http:// nor oci://. Addresses of Helm's plugins are not served.`;
  return new DiagnosticError("The repository cannot be used", detail, ["repository"]);
}

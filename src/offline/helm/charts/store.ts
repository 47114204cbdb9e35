import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expandHome } from "../../../kube/kubeconfig";
import { DiagnosticError } from "../../../plugin";
import { writePrivate, type Caller, type Helm, type HelmSettings } from "../client";
import { helmFailure } from "../failure";
import type { Home } from "../home";
import { isTree } from "../values/set-expression";
import { parseYaml } from "../values/yaml";
import { REPOSITORY, registryFile, repositoriesFile } from "./accounts";
import { placeOf, type ChartPlace, type ChartRequest } from "./reference";

/** A chart on this machine. */
export interface LocalChart {
  /** A folder or an archive. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
}

type Remote = Exclude<ChartPlace, { readonly kind: "local" }>;

/** Fetches each chart, and the index of each repository, once for a provider instance. */
export class ChartStore {
  readonly #pulled = new Map<string, Promise<string>>();
  readonly #indexes = new Map<string, Promise<NodeJS.ProcessEnv>>();

  constructor(
    private readonly helm: Helm,
    private readonly home: Home,
    private readonly settings: HelmSettings,
  ) {}

  /** @throws DiagnosticError where there is no such chart, or it cannot be fetched */
  async get(request: ChartRequest, caller: Caller): Promise<LocalChart> {
    const place = placeOf(request);
    if (place.kind === "local") return this.#described(place.path, request, caller);
    refuseAccount(place, request);
    const path = await once(this.#pulled, JSON.stringify([place, request]), () => this.#pull(place, request, caller));
    return this.#described(path, { ...request, verify: false }, caller);
  }

  async #pull(place: Remote, request: ChartRequest, caller: Caller): Promise<string> {
    const folder = this.home.make("chart");
    const env = await this.#access(place, request, folder, caller);
    const flags = [`--destination=${folder}`, ...versionOf(place, request), ...verification(request)];
    const result = await this.helm.run(["pull", ...flags, "--", addressOf(place)], folder, caller, { env });
    const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    if (result.ok && archive !== undefined) return join(folder, archive);
    throw helmFailure(`Helm could not fetch the chart ${titleOf(place, request)}`, result);
  }

  /** The environment by which Helm finds repository and account. */
  async #access(place: Remote, request: ChartRequest, folder: string, caller: Caller): Promise<NodeJS.ProcessEnv> {
    if (place.kind === "oci") {
      return {
        HELM_REGISTRY_CONFIG: writePrivate(
          folder,
          "registry.json",
          registryFile(this.settings, place.address, request),
        ),
      };
    }
    if (place.kind === "url") return {};
    const key = JSON.stringify(
      place.kind === "index" ? [place.url, { ...request, chart: "", version: "" }] : place.repository,
    );
    return once(this.#indexes, key, () => this.#index(place, request, caller));
  }

  async #index(
    place: Extract<ChartPlace, { readonly kind: "index" | "named" }>,
    request: ChartRequest,
    caller: Caller,
  ): Promise<NodeJS.ProcessEnv> {
    const folder = this.home.make("repository");
    const { repositoryConfigPath, repositoryCache } = this.settings;
    const isNamed = place.kind === "named";
    const config =
      isNamed && repositoryConfigPath !== undefined
        ? expandHome(repositoryConfigPath)
        : writePrivate(folder, "repositories.json", isNamed ? "{}" : repositoriesFile(place.url, request));
    const cache = isNamed && repositoryCache !== undefined ? expandHome(repositoryCache) : join(folder, "index");
    const env = { HELM_REPOSITORY_CONFIG: config, HELM_REPOSITORY_CACHE: cache };
    if (isNamed && repositoryCache !== undefined) return env;
    const name = isNamed ? place.repository : REPOSITORY;
    const result = await this.helm.run(["repo", "update", "--fail-on-repo-update-fail", "--", name], folder, caller, {
      env,
    });
    if (result.ok) return env;
    const said = { ...result, stderr: `${result.stdout}\n${result.stderr}` };
    throw helmFailure(`Helm could not read the chart repository ${isNamed ? name : place.url}`, said);
  }

  async #described(path: string, request: ChartRequest, caller: Caller): Promise<LocalChart> {
    return this.home.within("show", async (folder) => {
      const args = ["show", "chart", ...verification(request), "--", path];
      const result = await this.helm.run(args, folder, caller);
      if (!result.ok) throw helmFailure(`Helm could not read the chart ${request.chart}`, result);
      const chart = parseYaml(result.stdout);
      const { name, version } = isTree(chart) ? chart : {};
      return { path, name: textOf(name), version: textOf(version) };
    });
  }
}

/** A fetch that failed is tried again. */
function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make().catch((error: unknown) => {
    known.delete(key);
    throw error;
  });
  known.set(key, made);
  return made;
}

/** A secret would have to stand on Helm's command line. */
function refuseAccount({ kind }: Remote, { username, password }: ChartRequest): void {
  if (kind !== "url" || (username === "" && password === "")) return;
  throw new DiagnosticError(
    "A chart at an address of its own takes no password",
    "Set repository and the chart's name, so that the password need not stand on Helm's command line.",
    ["repository_password"],
  );
}

function addressOf(place: Remote): string {
  if (place.kind === "index") return `${REPOSITORY}/${place.chart}`;
  return place.kind === "named" ? `${place.repository}/${place.chart}` : place.address;
}

function versionOf({ kind }: Remote, { version }: ChartRequest): readonly string[] {
  return version === "" || kind === "url" ? [] : [`--version=${version}`];
}

/** Flags that are about trust, and hold no secret. */
function verification({ verify, keyring, caFile, certFile, keyFile }: ChartRequest): readonly string[] {
  const files = { "ca-file": caFile, "cert-file": certFile, "key-file": keyFile };
  const flags = Object.entries(files).flatMap(([name, path]) => (path === "" ? [] : [`--${name}=${path}`]));
  if (!verify) return flags;
  return [...flags, "--verify", ...(keyring === "" ? [] : [`--keyring=${keyring}`])];
}

function titleOf(place: Remote, { version }: ChartRequest): string {
  const at = place.kind === "index" ? `${place.chart} of ${place.url}` : addressOf(place);
  return version === "" ? at : `${at}, version ${version}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

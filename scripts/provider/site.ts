import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hikubeProvider } from "../../src/provider/provider";
import type { Schema } from "../../src/plugin";
import { functionPage, pageOf } from "./pages";

const ROOT = join(__dirname, "..", "..");
const PAGES = "docs/provider";

/** Examples in HCL by the page that they are of, e.g. `resources/hikube_tenant`; a test applies all of them. */
export const EXAMPLES = `${PAGES}/examples`;

/** How resources are imported. */
const IMPORTS: Readonly<Record<string, string>> = {
  hikube_tenant: "terraform import hikube_tenant.shop tenant-production-shop",
  hikube_manifest:
    "terraform import hikube_manifest.motd 'apiVersion=v1,kind=ConfigMap,namespace=tenant-production-shop,name=motd'",
  hikube_platform: "terraform import hikube_platform.this hikube-system",
};

/** What a page needs to know of a resource, a data source or an ephemeral resource. */
interface Described {
  readonly schema: Schema;
  readonly timeouts?: object;
}

/** The pages of the provider by their files, of its schema and the examples. */
export function providerPages(): Readonly<Record<string, string>> {
  const provider = hikubeProvider({});
  const { resources = {}, dataSources = {}, ephemerals = {}, functions = {} } = provider;
  const kinds = [
    ["resources", "Resource", resources],
    ["data-sources", "Data Source", dataSources],
    ["ephemeral-resources", "Ephemeral Resource", ephemerals],
  ] as const;
  const pages = kinds.flatMap(([folder, kind, all]) =>
    Object.entries<Described>(all).map(([name, { schema, timeouts = {} }]): readonly [string, string] => {
      const times = Object.keys(timeouts).filter((method) => method !== "as");
      const imported = folder === "resources" && "import" in (resources[name] ?? {}) ? IMPORTS[name] : undefined;
      const example = exampleOf(`${folder}/${name}`);
      return [
        pageName(folder, name),
        pageOf({ title: `${name} (${kind})`, block: schema, timeouts: times, example, imported }),
      ];
    }),
  );
  const calls = Object.entries(functions).map(([name, one]): readonly [string, string] => {
    return [pageName("functions", name), functionPage(name, one, exampleOf(`functions/${name}`))];
  });
  const index = pageOf({ title: "hikube Provider", block: provider.schema, example: exampleOf("index") });
  return Object.fromEntries([[`${PAGES}/index.md`, index], ...pages, ...calls]);
}

function pageName(folder: string, name: string): string {
  return `${PAGES}/${folder}/${name.replace(/^hikube_/, "")}.md`;
}

function exampleOf(page: string): string {
  const file = join(ROOT, EXAMPLES, `${page}.tf`);
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new Error(`${EXAMPLES}/${page}.tf is missing: every page has an example`);
}

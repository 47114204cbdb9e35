import { DiagnosticError, forClient, type ConfigOf, type Diagnostics, type Path } from "../../../plugin";
import { runInCluster, type HelmClient } from "../client";
import { helmFailure } from "../failure";
import { unsupported } from "../unsupported";
import { createRelease, refOf, storedOf, updateRelease } from "./apply";
import { planRelease } from "./plan";
import { newestRecord, type ReleaseRef } from "./record";
import { releaseSchema, type ReleaseSchema } from "./schema";
import { stateOf } from "./state";

const TIME = "20m";

/** @param home the namespace of releases that name none */
export function releaseResource(home: string) {
  const schema = releaseSchema(home);
  return forClient<HelmClient>().resource({
    schema,
    timeouts: { create: TIME, read: TIME, update: TIME, delete: TIME, as: "attribute" },
    validate: validateRelease,
    modifyPlan: planRelease,
    create: createRelease,
    update: updateRelease,
    async read({ state, client, private: kept }) {
      const record = await newestRecord(client, refOf(state));
      return record === undefined ? null : { state: storedOf(record, state).state, private: kept };
    },
    async delete({ state, client, ...caller }) {
      const { name, namespace } = refOf(state);
      await client.home.within("uninstall", async (folder) => {
        const flags = [...(state.wait ? ["--wait"] : []), ...(state.disable_webhooks ? ["--no-hooks"] : [])];
        const time = `--timeout=${String(state.timeout)}s`;
        const args = ["uninstall", `--namespace=${namespace}`, time, "--ignore-not-found", ...flags, "--", name];
        const result = await runInCluster(client, { args, ref: { name, namespace }, folder }, caller);
        if (!result.ok) {
          throw helmFailure(`Helm could not uninstall the release "${name}" in the namespace "${namespace}"`, result);
        }
      });
    },
    import: async ({ id, client }) => [{ state: await imported(parseImportId(id), client) }],
    identity: {
      version: 0,
      attributes: {
        namespace: { type: "string" },
        release_name: { type: "string", requiredForImport: true },
      },
      of: ({ name, namespace }) => ({ namespace, release_name: name }),
      importId: ({ namespace, release_name: name }) => `${namespace ?? "default"}/${name}`,
    },
  });
}

/** What the real provider stores of an imported release: the rest are the defaults. */
async function imported(ref: ReleaseRef, client: HelmClient) {
  const record = await newestRecord(client, ref);
  if (record === undefined) {
    throw new DiagnosticError(`There is no release "${ref.name}" in the namespace "${ref.namespace}"`);
  }
  const { attributes } = releaseSchema(ref.namespace);
  const defaults = Object.entries(attributes).flatMap(([name, attribute]) =>
    "default" in attribute ? [[name, attribute.default] as const] : [],
  );
  const kept = { version: null, set_sensitive: null, set_wo_revision: null };
  const { description, chart } = record;
  return { ...Object.fromEntries(defaults), ...stateOf(record, kept), description, chart: chart.name };
}

/** @throws DiagnosticError for anything but `namespace/name` */
export function parseImportId(id: string): ReleaseRef {
  const [namespace = "", name = "", ...rest] = id.split("/");
  if (namespace !== "" && name !== "" && rest.length === 0) return { namespace, name };
  throw new DiagnosticError("Unable to parse import identifier", `"${id}" is not namespace/name.`);
}

interface Validated {
  readonly config: ConfigOf<ReleaseSchema>;
  readonly diagnostics: Diagnostics;
}

function validateRelease({ config, diagnostics }: Validated): void {
  const refuse = (what: string, why: string, path: Path): void => {
    const { summary, detail } = unsupported(what, why);
    diagnostics.error(summary, detail, path);
  };
  if (config.disable_crd_hooks === true) {
    refuse("disable_crd_hooks", "Helm 3 has no such hooks, and the real provider passes it over.", [
      "disable_crd_hooks",
    ]);
  }
  if (config.set_wo !== null && config.set_wo_revision === null) {
    const detail = "Without it the real provider passes set_wo over. Write 1, and raise it to send other values.";
    diagnostics.error("set_wo needs set_wo_revision", detail, ["set_wo"]);
  }
}

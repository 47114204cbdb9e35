import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { forClient, isUnknown } from "cdktf-hikube/plugin";

interface Folder {
  readonly path: string;
}
const { provider, resource } = forClient<Folder>();

const note = resource({
  schema: {
    attributes: {
      name: { type: "string", required: true, requiresReplace: true },
      text: { type: "string", optional: true, computed: true, default: "" },
      bytes: { type: "number", computed: true },
    },
  },
  async create({ plan, client }) {
    await writeFile(join(client.path, plan.name), plan.text, { flag: "wx" });
    return { state: { ...plan, bytes: Buffer.byteLength(plan.text) } };
  },
  async read({ state, client }) {
    const text = await readFile(join(client.path, state.name), "utf8").catch(() => null);
    return text === null ? null : { state: { ...state, text, bytes: Buffer.byteLength(text) } };
  },
  async update({ plan, client }) {
    await writeFile(join(client.path, plan.name), plan.text);
    return { state: { ...plan, bytes: Buffer.byteLength(plan.text) } };
  },
  async delete({ state, client }) {
    await rm(join(client.path, state.name), { force: true });
  },
});

export const notes = provider({
  name: "notes",
  schema: { attributes: { folder: { type: "string", required: true } } },
  configure: ({ config }) => ({ path: isUnknown(config.folder) ? "." : config.folder }),
  resources: { notes_note: note },
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { absent, scenario, unknown } from "cdktf-hikube/plugin/testing";
import { notes } from "./docs-example";

export async function testNotes(terraform: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "notes-"));
  const note = (body: string): string => `resource "notes_note" "a" {\n${body}\n}`;
  await scenario(notes, { terraform, common: `provider "notes" { folder = ${JSON.stringify(folder)} }` })
    .apply(note('name = "a"'), {
      plan: { "notes_note.a": { action: "create", after: { text: "", bytes: unknown } } },
      state: { "notes_note.a": { bytes: 0 } },
    })
    .apply(note('name = "b"'), { plan: { "notes_note.a": { action: "replace", replacedBy: ["name"] } } })
    .apply(note('text = "c"'), { error: /"name" is required/ })
    .do(() => rm(join(folder, "b")))
    .refresh({ state: { "notes_note.a": absent } })
    .importVerify("notes_note.a", { id: "b", error: /Import is not supported/ });
  await rm(folder, { recursive: true });
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HikubePlatform } from "cdktf-hikube";
import { hasTemplate, unescapeTemplates } from "../../src/model/terraform-text";
import { textsIn } from "./free-texts";
import { CLUSTER, newApp, newStack, resourcesOf } from "./synth";

test.each(["platform@example.com", '#help "tenants" \\', "${1+1} %{ if true }x%{ endif }"])(
  "%s reaches every refusal as a text, and the document that the command reads",
  (contact) => {
    const app = newApp();
    new HikubePlatform(newStack(app, "stack"), "platform", { cluster: CLUSTER, contact });
    app.synth();
    const texts = textsIn(resourcesOf(app, "stack"));
    expect(texts.filter(hasTemplate)).toEqual([]);
    const asking = texts.map(unescapeTemplates).filter((text) => text.includes(". Ask: "));
    expect(asking.length).toBeGreaterThan(50);
    const ends = [`. Ask: ${contact}`, ` + ${JSON.stringify(`. Ask: ${contact}`)})[0]`];
    expect(asking.filter((text) => !ends.some((end) => text.endsWith(end)))).toEqual([]);
    const document = JSON.parse(readFileSync(join(app.outdir, "hikube.json"), "utf8")) as { contact: string };
    expect(unescapeTemplates(document.contact)).toBe(contact);
  },
);

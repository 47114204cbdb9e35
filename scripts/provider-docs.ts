import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DESCRIPTIONS_FILE, descriptionsFile } from "./provider/descriptions";

const ROOT = join(__dirname, "..");

/** The pages are made of the schema, which is made of the descriptions: these are written first. */
async function main(): Promise<void> {
  write(DESCRIPTIONS_FILE, descriptionsFile());
  const { providerPages } = await import("./provider/site.js");
  for (const [file, text] of Object.entries(providerPages())) write(file, text);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(ROOT, file)), { recursive: true });
  writeFileSync(join(ROOT, file), text);
}

void main();

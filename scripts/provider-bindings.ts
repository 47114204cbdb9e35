import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bindings } from "./provider/bindings";

for (const [file, text] of Object.entries(bindings())) {
  const path = join(__dirname, "..", file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

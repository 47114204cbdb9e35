import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync, cpSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { terraformBinaries } from "./binaries";

const ROOT = join(__dirname, "..", "..");
const HERE = `${platform()}_${{ x64: "amd64", arm64: "arm64" }[arch()] ?? arch()}`;
const SOURCE = "example.test/demo/notes";

let folder: string;
let release: string;

/** Runs a program whose failure is the test's, with all that it printed. */
function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  return execFileSync(program, args, { cwd, encoding: "utf8", env: { PATH: process.env.PATH, HOME: folder, ...env } });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plugin-pack-"));
  const main = join(folder, "main.ts");
  const from = (path: string): string => JSON.stringify(join(ROOT, path));
  writeFileSync(
    main,
    `import { notes } from ${from("test/plugin/docs-example")};
     import { serve } from ${from("src/plugin/serve")};
     void serve(notes, { address: "${SOURCE}" });`,
  );
  writeFileSync(join(folder, "package.json"), '{ "name": "terraform-provider-notes", "version": "1.2.3" }');
  const hikube = join(ROOT, "dist", "src", "cli", "main.js");
  run(process.execPath, [hikube, "provider", "pack", main, "--platforms", HERE], folder);
  release = join(folder, "release");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(terraformBinaries())("a packed provider under $name", ({ name, path }) => {
  test("is installed from a filesystem mirror and applies", () => {
    const project = join(folder, name);
    const mirror = join(project, "mirror", SOURCE);
    mkdirSync(mirror, { recursive: true });
    for (const file of readdirSync(release).filter((each) => each.endsWith(".zip"))) {
      cpSync(join(release, file), join(mirror, file));
    }
    writeFileSync(
      join(project, "main.tf"),
      `terraform {
         required_providers {
           notes = { source = "${SOURCE}" }
         }
       }
       provider "notes" { folder = ${JSON.stringify(project)} }
       resource "notes_note" "a" {
         name = "a.txt"
         text = "packed"
       }
       output "bytes" { value = notes_note.a.bytes }`,
    );
    const config = join(project, "cli.tfrc");
    writeFileSync(
      config,
      `provider_installation {\n filesystem_mirror { path = ${JSON.stringify(join(project, "mirror"))} }\n}\n`,
    );
    const env = { TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
    run(path(), ["init", "-no-color"], project, env);
    run(path(), ["apply", "-auto-approve", "-no-color"], project, env);
    expect(run(path(), ["output", "-raw", "bytes"], project, env)).toBe("6");
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findExecutable } from "../../src/toolchain/search-path";

const ROOT = join(__dirname, "..", "..");

/** Blocks of a language in a page, by the heading that they stand below. */
export function blocksOf(page: string, language: string): Readonly<Record<string, readonly string[]>> {
  return blocksIn(readFileSync(join(ROOT, page), "utf8"), language);
}

/** The same of a page's text. */
export function blocksIn(text: string, language: string): Readonly<Record<string, readonly string[]>> {
  const sections = text.split(/^## /m).slice(1);
  const block = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms");
  return Object.fromEntries(
    sections.map((section) => {
      const [heading = ""] = section.split("\n");
      return [heading, [...section.matchAll(block)].map(([, code = ""]) => code)];
    }),
  );
}

/** What stands for the inside of pods: by the pod, texts of a command and what they are on this machine. */
export type Insides = Readonly<Record<string, readonly (readonly [string, string])[]>>;

/**
 * Runs a block of a guide with bash, as somebody would who pastes it. kubectl is the real one, but for `exec`: no container
 * runs in a sandbox, so that its command runs on this machine, on what stands for the inside of the pod.
 * @returns what it printed @throws Error where any of its commands fails
 */
export async function runBlock(
  block: string,
  {
    folder,
    kubeconfig,
    insides = {},
    env = {},
  }: {
    readonly folder: string;
    readonly kubeconfig: string;
    readonly insides?: Insides;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<string> {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "kubectl"), STAND_IN);
  chmodSync(join(bin, "kubectl"), 0o755);
  return runScript(block, folder, {
    ...env,
    ...{ PATH: `${bin}:${process.env.PATH ?? ""}`, KUBECONFIG: kubeconfig },
    ...{ REAL_KUBECTL: findExecutable("kubectl"), INSIDES: JSON.stringify(insides), NODE: process.execPath },
  });
}

/** Runs lines of a shell with bash in a folder. @returns what they printed @throws Error where any command fails */
export async function runScript(
  lines: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const child = spawn("bash", ["-euo", "pipefail", "-c", lines], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let [output, words] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (words += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the block ended with ${String(code)}:\n${words}\n${output}`);
  return output;
}

/** Of what images have, wget may be missing here; so its one use is done by Node. */
const STAND_IN = `#!/usr/bin/env node
const { spawnSync } = require("node:child_process");
const args = process.argv.slice(2);
const end = (program, list) => process.exit(spawnSync(program, list, { stdio: "inherit" }).status ?? 1);
const at = args.indexOf("exec");
if (at < 0) end(process.env.REAL_KUBECTL, args);
const [pod, dashes, program, ...rest] = args.slice(at + 1).filter((one) => one !== "-i");
const places = JSON.parse(process.env.INSIDES)[pod];
if (places === undefined || dashes !== "--") throw new Error("no such pod: " + args.join(" "));
const moved = rest.map((text) => places.reduce((moving, [from, to]) => moving.replace(from, to), text));
if (program !== "wget") end(program, moved);
fetch(moved.at(-1)).then(async (answer) => {
  process.stdout.write(await answer.text());
  if (!answer.ok) process.exitCode = 1;
});
`;

import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder } from "./call";

const ROOT = join(__dirname, "..", "..");
const MAIN = [join(ROOT, "node_modules", "tsx", "dist", "cli.mjs"), join(ROOT, "src", "cli", "main.ts")];
const TENANTS = Array.from({ length: 300 }, (_, index) => `  - { name: t${index}, profile: staging }`).join("\n");

inFolder({ "tenants.yaml": `formatVersion: 1\ncluster: cluster.json\ntenants:\n${TENANTS}\n` });

/** Starts the command as a user does, with its output going to `stdout`. */
function start(stdout: "pipe" | number, ...args: readonly string[]) {
  const child = spawn(process.execPath, [...MAIN, ...args], { stdio: ["ignore", stdout, "pipe"] });
  let err = "";
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const end = new Promise<{ code: number | null; err: string }>((resolve) => {
    child.once("close", (code) => {
      resolve({ code, err });
    });
  });
  return { child, end };
}

test("a slow reader gets all of a long output", async () => {
  const words = [process.execPath, ...MAIN, "render", "tenants.yaml"].map((word) => `'${word}'`).join(" ");
  const reader = spawn("sh", ["-c", `${words} > whole.yaml; ${words} | (sleep 3; cat > slow.yaml)`]);
  await once(reader, "close");
  const slow = readFileSync("slow.yaml", "utf8");
  expect(slow.length).toBeGreaterThan(1_000_000);
  expect(slow).toBe(readFileSync("whole.yaml", "utf8"));
});

test("a reader that has seen enough is no failure", async () => {
  const { child, end } = start("pipe", "render", "tenants.yaml");
  child.stdout?.once("data", () => child.stdout?.destroy());
  expect(await end).toEqual({ code: 0, err: "" });
});

test("a full disk is one", async () => {
  const { code, err } = await start(openSync("/dev/full", "w"), "tree", "tenants.yaml").end;
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringMatching(/^hikube: the output is incomplete: no space left on the disk \(ENOSPC\)/) as unknown,
  });
});

test("nobody has to read the progress", async () => {
  writeFileSync("cdktf.json", JSON.stringify({ app: "exit 3" }));
  const { child, end } = start("pipe", "synth");
  child.stderr?.destroy();
  expect((await end).code).toBe(1);
});

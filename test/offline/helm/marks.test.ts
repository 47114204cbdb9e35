import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Marks } from "../../../src/offline/helm/marks";

const RELEASE = { server: "https://127.0.0.1:6443", namespace: "ns", name: "a" };
const cache = mkdtempSync(join(tmpdir(), "marks-"));
const folder = join(cache, "cdktf-hikube", "releases");
const marks = (): Marks => new Marks({ XDG_CACHE_HOME: cache });

afterAll(() => {
  rmSync(cache, { recursive: true, force: true });
});

/** A helm that would run for long. */
function helm() {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  marks().set(RELEASE, child.pid);
  return { child, ended: once(child, "exit") };
}

/** As if the provider that started it had been killed. */
function withoutProvider(): void {
  const path = join(folder, readdirSync(folder)[0] ?? "");
  const mark = JSON.parse(readFileSync(path, "utf8")) as { provider: { startedAt: string } };
  writeFileSync(path, JSON.stringify({ ...mark, provider: { ...mark.provider, startedAt: "in another life" } }));
}

test("a release that nobody works on leaves no trace", async () => {
  expect(await marks().trace(RELEASE)).toBe("none");
});

test("a helm whose provider waits for it is running, and goes on", async () => {
  const { child, ended } = helm();
  expect(await marks().trace(RELEASE)).toBe("running");
  expect(await marks().trace({ ...RELEASE, name: "b" })).toBe("none");
  expect(statSync(join(folder, readdirSync(folder)[0] ?? "")).mode & 0o077).toBe(0);
  child.kill("SIGKILL");
  await ended;
  expect(await marks().trace(RELEASE)).toBe("lost");
  marks().clear(RELEASE);
  expect(await marks().trace(RELEASE)).toBe("none");
});

test("a helm that outlived its provider is ended", async () => {
  const { ended } = helm();
  withoutProvider();
  expect(await marks().trace(RELEASE)).toBe("lost");
  expect(await ended).toEqual([null, "SIGKILL"]);
});

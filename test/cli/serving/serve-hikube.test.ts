import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { removeDeadSockets } from "../../../src/cli/serving/dead-sockets";
import { serveHikube } from "../../../src/cli/serving/serve-hikube";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "serve-hikube-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function socketOf({ TF_REATTACH_PROVIDERS: text = "" }: Readonly<Record<string, string>>): string {
  const entries = JSON.parse(text) as Record<string, { Addr: { String: string } }>;
  expect(Object.keys(entries)).toEqual(["registry.terraform.io/hikube/hikube", "registry.opentofu.org/hikube/hikube"]);
  const sockets = new Set(Object.values(entries).map(({ Addr }) => Addr.String));
  expect(sockets.size).toBe(1);
  return [...sockets][0] ?? "";
}

test("stacks share a server where paths mean the same for them, and nothing is left when it closes", async () => {
  const listeners = process.listenerCount("exit");
  const served = serveHikube({});
  const [one, same, other] = await Promise.all([served.reattach("/a"), served.reattach("/a"), served.reattach("/b")]);
  const sockets = [one, same, other].map((each) => socketOf(each));
  expect(sockets[0]).toBe(sockets[1]);
  expect(sockets[0]).not.toBe(sockets[2]);
  const place = dirname(dirname(sockets[0] ?? ""));
  expect(statSync(place).mode & 0o077).toBe(0);
  await served.close();
  expect(existsSync(place)).toBe(false);
  expect(process.listenerCount("exit")).toBe(listeners);
});

test("two commands at once do not meet", async () => {
  const [one, other] = [serveHikube({}), serveHikube({})];
  const first = socketOf(await one.reattach("/a"));
  const second = socketOf(await other.reattach("/a"));
  expect(first).not.toBe(second);
  await one.close();
  expect(existsSync(second)).toBe(true);
  await other.close();
});

test("it listens to no signal: the command decides what they end", async () => {
  const before = process.listenerCount("SIGINT");
  const served = serveHikube({});
  await served.reattach("/a");
  expect(process.listenerCount("SIGINT")).toBe(before);
  await served.close();
});

describe("sockets of commands that were killed", () => {
  /** The number of a process that has ended. */
  const dead = () => spawnSync(process.execPath, ["-p", "1"]).pid;

  test("are removed, those of living ones are not", async () => {
    const names = {
      dead: `hikube-serve-${String(dead())}-abc`,
      alive: `hikube-serve-${String(process.pid)}-abc`,
      other: "other-1-abc",
    };
    for (const name of Object.values(names)) mkdirSync(join(folder, name, "plugin-x"), { recursive: true });
    await removeDeadSockets(folder);
    const left = Object.entries(names).filter(([, name]) => existsSync(join(folder, name)));
    expect(left.map(([what]) => what)).toEqual(["alive", "other"]);
  });

  test("are left where the folder may not be listed", async () => {
    await expect(removeDeadSockets(join(folder, "none"))).resolves.toBeUndefined();
  });

  test("stay where somebody answers, whatever the number of the process means here", async () => {
    const socket = join(folder, `hikube-serve-${String(dead())}-abc`, "plugin-x", "s");
    mkdirSync(dirname(socket), { recursive: true });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    await removeDeadSockets(folder);
    expect(existsSync(socket)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
  });
});

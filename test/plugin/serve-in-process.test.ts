import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { access, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { bundleExecutable } from "./executable";
import { GrpcClient } from "./grpc-client";
import { applyRequest, configureRequest, schemaOf } from "./requests";
import { toyProvider } from "./toy-provider";
import { fromDynamicValue } from "../../src/plugin/wire/convert";
import { reattachVariable, serveInProcess } from "../../src/plugin";

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "toy-in-process-"));
  program = await bundleExecutable(join(__dirname, "in-process-main.ts"), folder, "main.js");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A process that serves two providers and tells their sockets; `own` is a signal that it listens to itself. */
async function started(...own: readonly string[]) {
  const child = spawn(process.execPath, [program, ...own], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, ended, sockets: JSON.parse(line) as readonly string[] };
}

describe("providers served in this process", () => {
  it("are found side by side by one environment variable", async () => {
    const served = await Promise.all(
      ["example.test/a/toy", "example.test/b/toy"].map((address) => serveInProcess(toyProvider, { address })),
    );
    const { TF_REATTACH_PROVIDERS: text = "" } = reattachVariable(served.map(({ reattach }) => reattach));
    expect(JSON.parse(text)).toEqual({
      "example.test/a/toy": served[0]?.reattach["example.test/a/toy"],
      "example.test/b/toy": served[1]?.reattach["example.test/b/toy"],
    });
    expect(served[0]?.reattach["example.test/a/toy"]).toMatchObject({
      Protocol: "grpc",
      ProtocolVersion: 6,
      Test: true,
    });
    await Promise.all(served.map((one) => one.close()));
  });

  it("have a socket that no other user can reach, and leave nothing behind", async () => {
    const served = await serveInProcess(toyProvider, { address: "toy" });
    const folder = dirname(served.reattach.toy?.Addr.String ?? "");
    expect((await stat(folder)).mode & 0o077).toBe(0);
    await served.close();
    await expect(access(folder)).rejects.toThrow("ENOENT");
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "leave nothing behind where %s ends the process",
    async (signal) => {
      const { child, sockets, ended } = await started();
      child.kill(signal);
      expect(await ended).toEqual([null, signal]);
      expect(sockets).toHaveLength(2);
      for (const socket of sockets) await expect(access(dirname(socket))).rejects.toThrow("ENOENT");
    },
  );

  it("leave nothing behind where the process ends itself at a signal", async () => {
    const { child, sockets, ended } = await started("SIGTERM");
    child.kill("SIGTERM");
    expect(await ended).toEqual([7, null]);
    for (const socket of sockets) await expect(access(dirname(socket))).rejects.toThrow("ENOENT");
  });

  it("answer what is under way before a signal ends the process", async () => {
    const { child, sockets, ended } = await started();
    const client = GrpcClient.onSocket(sockets[0] ?? "");
    await client.call("ConfigureProvider", configureRequest(folder));
    const answer = client.call("ApplyResourceChange", applyRequest("toy_failing", { fail: "slow" }));
    while (!existsSync(join(folder, "started.json"))) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGTERM");
    const { newState } = await answer;
    expect(fromDynamicValue(schemaOf("toy_failing"), newState)).toMatchObject({ id: "interrupted" });
    expect(await ended).toEqual([null, "SIGTERM"]);
    client.close();
  });

  it("are refused where their schemas are faulty", async () => {
    const faulty = { ...toyProvider, schema: { attributes: { version: { type: "string", optional: true } } } } as const;
    await expect(serveInProcess(faulty, { address: "toy" })).rejects.toThrow(
      "provider.version: Terraform keeps this name",
    );
  });
});

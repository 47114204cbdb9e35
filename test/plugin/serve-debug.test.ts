import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ReattachEntry } from "../../src/plugin";
import { bundleExecutable } from "./executable";
import { GrpcClient } from "./grpc-client";
import { applyRequest, configureRequest } from "./requests";

let folder: string;
let program: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "toy-debug-"));
  program = await bundleExecutable(join(__dirname, "debug-main.ts"), folder, "main.js");
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The provider, started by hand: what it has printed so far, and what it ended with. */
function start(flags: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [program, ...flags], { env, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].on("data", (part: Buffer) => (said[name] += String(part)));
  const ended = once(child, "close").then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string,
  }));
  return { child, said, ended };
}

/** What a shell makes of the line that sets the variable. */
async function variable({ child, said }: ReturnType<typeof start>): Promise<ReattachEntry> {
  while (!said.stdout.endsWith("'\n\n")) await once(child.stdout, "data");
  const [line = ""] = said.stdout.split("\n").filter((each) => each.startsWith("\t"));
  const shell = spawn("sh", ["-c", `${line.trim()} && printf %s "$TF_REATTACH_PROVIDERS"`], { env: {} });
  let printed = "";
  shell.stdout.on("data", (part: Buffer) => (printed += String(part)));
  await once(shell, "close");
  return JSON.parse(printed) as ReattachEntry;
}

describe("a provider that is started with --debug", () => {
  it("prints the variable by which terraform and tofu attach to it, and answers them", async () => {
    const provider = start(["--debug"], { TOY_ADDRESS: "example.test/demo/toy" });
    const entries = await variable(provider);
    expect(entries).toEqual({
      "example.test/demo/toy": {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: provider.child.pid,
        Test: true,
        Addr: { Network: "unix", String: expect.any(String) as string },
      },
    });
    const client = GrpcClient.onSocket(entries["example.test/demo/toy"]?.Addr.String ?? "");
    expect(await client.bytes("GetMetadata", new Uint8Array(0))).toMatchObject({ status: 0 });
    client.close();
  });

  it.each<[string | undefined, readonly string[]]>([
    [undefined, ["registry.terraform.io/hashicorp/toy", "registry.opentofu.org/hashicorp/toy"]],
    ["registry.terraform.io/demo/toy", ["registry.terraform.io/demo/toy", "registry.opentofu.org/demo/toy"]],
    ["example.test/it's/toy", ["example.test/it's/toy"]],
  ])("is found under its address: %s", async (address, names) => {
    const entries = await variable(start(["--debug"], address === undefined ? {} : { TOY_ADDRESS: address }));
    expect(Object.keys(entries)).toEqual(names);
  });

  it("writes its log to its own stderr, at the level that is set where it is started", async () => {
    const provider = start(["--debug"], { TOY_ADDRESS: "toy", TF_LOG: "DEBUG" });
    const client = GrpcClient.onSocket((await variable(provider)).toy?.Addr.String ?? "");
    await client.call("ConfigureProvider", configureRequest(folder));
    await client.call("ApplyResourceChange", applyRequest("toy_failing", {}));
    while (!provider.said.stderr.includes("making a toy that fails")) await once(provider.child.stderr, "data");
    expect(provider.said.stdout).not.toContain("making a toy");
    client.close();
  });

  it.each(["SIGINT", "SIGTERM"] as const)("goes on until %s, and leaves no socket behind", async (signal) => {
    const provider = start(["--debug"], { TOY_ADDRESS: "toy" });
    const socket = (await variable(provider)).toy?.Addr.String ?? "";
    const client = GrpcClient.onSocket(socket);
    await client.bytes("GetMetadata", new Uint8Array(0));
    client.close();
    expect(provider.child.exitCode).toBeNull();
    provider.child.kill(signal);
    expect(await provider.ended).toEqual({ code: null, signal });
    expect(existsSync(dirname(socket))).toBe(false);
  });

  it.each(["--debug", "--check"])("says what is wrong with its schemas, and ends with 1: %s", async (flag) => {
    const { ended, said } = start([flag], { TOY_FAULT: "count" });
    expect(await ended).toMatchObject({ code: 1 });
    expect(said.stdout).toBe("");
    expect(said.stderr).toMatch(/^The provider toy has faulty schemas:\n- provider.count: Terraform keeps this name\n/);
    expect(said.stderr).not.toContain("    at ");
  });
});

it("a provider that is started with --check says that its schemas are right, and ends", async () => {
  const { ended, said } = start(["--check"]);
  expect(await ended).toMatchObject({ code: 0 });
  expect(said).toEqual({ stdout: "The schemas of the provider toy are right.\n", stderr: "" });
});

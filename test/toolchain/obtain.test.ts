import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { TOOLS, type Tool } from "../../src/toolchain/catalogue";
import { MONITORING_TOOLS } from "../../src/toolchain/monitoring-tools";
import { cacheName, obtainTool } from "../../src/toolchain/obtain";
import { obtainHelm } from "../../src/toolchain/helm";
import { obtainTerraform } from "../../src/toolchain/terraform";
import { packageRoot } from "../../src/support/package-root";
import { silentProgress } from "../../src/support/progress";
import { temporaryFolder } from "../sandbox/temporary-folder";

const root = temporaryFolder();
const TOOL: Tool = {
  ...TOOLS.kubernetes,
  release: {
    base: "https://unused.example.ch",
    files: (version) => TOOLS.kubernetes.binaries.map((binary) => file(binary, version)),
  },
};
const NOWHERE = "http://127.0.0.1:9"; // The discard port: nothing listens.

function file(binary: Tool["binaries"][number], version: string) {
  return { binary, path: `v${version}/${binary}`, checksums: `v${version}/${binary}.sha256` };
}

/** Options that see neither the real machine's cache nor its Go. */
function options(base = NOWHERE, env: Record<string, string> = {}) {
  const fresh = mkdtempSync(join(root, "case-"));
  return {
    progress: silentProgress,
    env: { XDG_CACHE_HOME: fresh, PATH: "", ...env },
    releaseBase: () => base,
    systemGo: "",
  };
}

function executable(folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), "#!/bin/sh\n");
  chmodSync(join(folder, name), 0o755);
}

const servers: Server[] = [];

/** A release site on loopback that publishes these checksums for what it serves. */
async function releaseSite(sumOf: (content: string) => string): Promise<{ base: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const content = `binary of ${path.replace(".sha256", "")}`;
    response.end(path.endsWith(".sha256") ? `${sumOf(content)}\n` : content);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  return { base: `http://127.0.0.1:${typeof address === "object" ? address!.port : 0}`, asked };
}

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

afterAll(() => {
  for (const server of servers) server.close();
});

test("a folder that the user names comes before all else", async () => {
  const assets = mkdtempSync(join(root, "assets-"));
  for (const binary of TOOL.binaries) executable(assets, binary);
  const locate = await obtainTool(TOOL, options(NOWHERE, { KUBEBUILDER_ASSETS: assets }));
  expect(locate("kube-scheduler")).toBe(join(assets, "kube-scheduler"));
});

test("a folder with part of the binaries is not used: versions would mix", async () => {
  const assets = mkdtempSync(join(root, "assets-"));
  executable(assets, "kube-apiserver");
  await expect(obtainTool(TOOL, options(NOWHERE, { KUBEBUILDER_ASSETS: assets }))).rejects.toThrow("no source for");
});

test("HIKUBE_SANDBOX_ASSETS that names nothing is an error, not a search elsewhere", async () => {
  await expect(obtainTool(TOOL, options(NOWHERE, { HIKUBE_SANDBOX_ASSETS: "/nowhere" }))).rejects.toThrow(
    'HIKUBE_SANDBOX_ASSETS names "/nowhere", and there is no such folder',
  );
});

const onLinux = process.platform === "linux" ? test : test.skip;

onLinux("releases are downloaded once, checked and kept in the cache", async () => {
  const site = await releaseSite(sha256);
  const given = options(site.base);
  const locate = await obtainTool(TOOL, given);
  expect(readFileSync(locate("kube-apiserver"), "utf8")).toBe(`binary of /v${TOOL.version}/kube-apiserver`);
  expect(site.asked).toHaveLength(6);
  await obtainTool(TOOL, given);
  expect(site.asked).toHaveLength(6);
});

onLinux("two that want the same binaries at once fetch them once", async () => {
  const site = await releaseSite(sha256);
  const given = options(site.base);
  const [one, other] = await Promise.all([obtainTool(TOOL, given), obtainTool(TOOL, given)]);
  expect(one("kube-apiserver")).toBe(other("kube-apiserver"));
  expect(site.asked).toHaveLength(6);
});

onLinux("a download with another checksum than the published one is not kept", async () => {
  const site = await releaseSite((content) => sha256(`${content} tampered`));
  const given = options(site.base);
  await expect(obtainTool(TOOL, given)).rejects.toThrow(/kube-apiserver has SHA-256 \w{64}, published is \w{64}/);
  const cache = join(given.env.XDG_CACHE_HOME, "cdktf-hikube", "bin");
  expect(readdirSync(cache)).toEqual([]);
});

onLinux("an archive with several binaries is downloaded once, and each gets its own name", async () => {
  const folder = mkdtempSync(join(root, "archive-"));
  const tool = MONITORING_TOOLS.victorialogs;
  for (const binary of tool.binaries) writeFileSync(join(folder, `${binary}-prod`), `program ${binary}`);
  execFileSync("tar", ["-czf", "all.tar.gz", ...tool.binaries.map((binary) => `${binary}-prod`)], { cwd: folder });
  const archive = readFileSync(join(folder, "all.tar.gz"));
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.end(url.endsWith(".txt") ? `${sha256(archive)}  all.tar.gz\n` : archive);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const files = tool.binaries.map((binary) => ({
    ...{ binary, member: `${binary}-prod` },
    ...{ path: "v1/all.tar.gz", checksums: "v1/all_checksums.txt" },
  }));
  const oneArchive = { ...tool, release: { ...tool.release, files: () => files } };
  const locate = await obtainTool(oneArchive, options(`http://127.0.0.1:${String(port)}`));
  expect(tool.binaries.map((binary) => readFileSync(locate(binary), "utf8"))).toEqual([
    "program victoria-logs",
    "program vlagent",
  ]);
  expect(readdirSync(dirname(locate("vlagent"))).sort()).toEqual(["victoria-logs", "vlagent"]);
  expect(asked).toEqual(["/v1/all_checksums.txt", "/v1/all.tar.gz"]);
});

test("without any source there is one line that says why and names the ways out", async () => {
  const error = await obtainTool(TOOL, options()).catch((thrown: unknown) => thrown as Error);
  const message = (error as Error).message;
  expect(error).toMatchObject({ code: "binaries" });
  expect(message).not.toContain("\n");
  expect(message).toContain("Go is not installed");
  expect(message).toContain("HIKUBE_SANDBOX_ASSETS");
  expect(message).toContain("install Go");
});

test("the lock of a process that was killed does not stop anybody", async () => {
  const given = options();
  const cache = join(given.env.XDG_CACHE_HOME, "cdktf-hikube", "bin");
  await obtainTool(TOOL, given).catch(() => undefined); // Makes the cache folder.
  const lock = join(cache, `${cacheName(TOOL, join(packageRoot(), "tools"))}.lock`);
  writeFileSync(lock, JSON.stringify({ pid: process.pid, startedAt: "in another life" }));
  await expect(obtainTool(TOOL, given)).rejects.toThrow("no source for");
  expect(existsSync(lock)).toBe(false);
});

describe("terraform", () => {
  const folder = mkdtempSync(join(root, "path-"));

  test("is the one on PATH, before OpenTofu", async () => {
    executable(folder, "tofu");
    expect(await obtainTerraform(options(NOWHERE, { PATH: folder }))).toMatchObject({ flavour: "tofu" });
    executable(folder, "terraform");
    expect(await obtainTerraform(options(NOWHERE, { PATH: folder }))).toEqual({
      path: join(folder, "terraform"),
      flavour: "terraform",
    });
  });

  test("is what HIKUBE_TERRAFORM names, by path or by name", async () => {
    const env = { PATH: folder, HIKUBE_TERRAFORM: "tofu" };
    expect(await obtainTerraform(options(NOWHERE, env))).toEqual({ path: join(folder, "tofu"), flavour: "tofu" });
  });

  test("that HIKUBE_TERRAFORM names and nobody finds is an error", async () => {
    await expect(obtainTerraform(options(NOWHERE, { HIKUBE_TERRAFORM: "/no/terraform" }))).rejects.toThrow(
      'HIKUBE_TERRAFORM names "/no/terraform", and there is no such executable',
    );
  });
});

describe("helm", () => {
  function helmOf(version: string): string {
    const folder = mkdtempSync(join(root, "helm-"));
    executable(folder, "helm");
    writeFileSync(join(folder, "helm"), `#!/bin/sh\necho ${version}\n`);
    return folder;
  }

  test("is the one on PATH, if it is of version 3", async () => {
    const [three, four] = [helmOf("v3.9.9"), helmOf("v4.1.4")];
    expect(await obtainHelm(options(NOWHERE, { PATH: three }))).toBe(join(three, "helm"));
    await expect(obtainHelm(options(NOWHERE, { PATH: four }))).rejects.toThrow("no source for Helm");
  });

  test("that HIKUBE_HELM names is taken, or refused with the reason", async () => {
    const [three, four] = [helmOf("v3.9.9"), helmOf("v4.1.4")];
    const named = (path: string) => obtainHelm(options(NOWHERE, { HIKUBE_HELM: path }));
    expect(await named(join(three, "helm"))).toBe(join(three, "helm"));
    await expect(named(join(four, "helm"))).rejects.toThrow("which is no Helm 3");
    await expect(named("/no/helm")).rejects.toThrow('HIKUBE_HELM names "/no/helm", and there is no such executable');
  });
});

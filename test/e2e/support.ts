import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox";
import { TOOLS, type Tool } from "../../src/toolchain/catalogue";
import { packageRoot } from "../../src/support/package-root";
import { findExecutable, fromAssets } from "../../src/toolchain/search-path";
import { cacheName } from "../../src/toolchain/obtain";
import { binaryCache } from "../../src/support/home";

/**
 * `describe` for tests that need a control plane. Where its binaries are neither there nor can be
 * built they are skipped with a printed reason, and fail where `CI` is set.
 */
export function describeOnSandbox(
  title: string,
  body: (sandbox: () => Sandbox) => void,
  options?: SandboxOptions,
): void {
  describeWithBinaries(title, () => {
    let sandbox: Sandbox;
    beforeAll(async () => {
      sandbox = await startSandbox(options);
    }, 900_000); // On a fresh machine the binaries are built first.
    afterAll(() => sandbox.stop());
    body(() => sandbox);
  });
}

/** The same for tests that start their sandboxes themselves. */
export function describeWithBinaries(title: string, body: () => void): void {
  const missing = [TOOLS.etcd, TOOLS.kubernetes].filter((tool) => !isAtHand(tool)).map((tool) => tool.title);
  if (missing.length === 0 || process.env.CI !== undefined) {
    describe(title, body);
    return;
  }
  const mend = "install Go, set HIKUBE_SANDBOX_ASSETS, or run `hikube sandbox up` once where downloads work";
  process.stderr.write(`skipped: ${title}: no binaries of ${missing.join(", ")}; ${mend}\n`);
  describe.skip(title, body);
}

function isAtHand(tool: Tool): boolean {
  if (fromAssets(tool, process.env) !== undefined || findExecutable("go") !== undefined) return true;
  return existsSync(join(binaryCache(), cacheName(tool, join(packageRoot(), "tools"))));
}

/**
 * Environment in which a sandbox is a cluster like any other, and terraform keeps the state where the stack says.
 * @param folder - for a kubeconfig that does not lie in the sandbox's own folder
 */
export function asAnyCluster(sandbox: Sandbox, folder: string): Readonly<Record<string, string>> {
  const path = join(folder, "kubeconfig");
  copyFileSync(sandbox.kubeconfig, path);
  return { KUBECONFIG: path, KUBE_CONFIG_PATH: path };
}

/**
 * Asks again until the answer is there. The limit only ends a test that has failed: it is far beyond what a busy machine
 * takes, and below the limit of a test, so that the error names what was waited for.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  seconds = 200,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await sleep(100);
  }
  throw new Error(`waited ${seconds} s in vain for ${what}`);
}

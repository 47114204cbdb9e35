import { readdir, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absent, type ScenarioGround } from "../../src/plugin/testing";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { configMap, manifest, uidOf } from "./provider-manifest-ground";
import type { Sandbox } from "../../src/sandbox";
import type { Ground } from "./provider-manifest-takeover";
import { openWriteGate } from "./write-gate";

const FORMER = "former-never-shown";
const NEXT = "next-never-shown";

const STAYS = /ConfigMap "\S+\/place" stays: another resource holds it/;
const TAKEN_BACK = /holder: "hikube" since 20/;

/** What is kept from eyes and from removal, whatever the server says and Terraform does. */
export function keptTests({ name, space, sandbox, steps }: Ground): void {
  const address = "hikube_manifest.x";

  test("shows no value of a secret part, nor of the one before, and makes anew what cannot take another", async () => {
    const pod: KubeObject = { apiVersion: "v1", kind: "Pod", metadata: { name: "hidden", namespace: space } };
    const env = (value: string) => `[{ name = "KEY", value = ${JSON.stringify(value)} }]`;
    const secret = (value: string, version: number, more = "") =>
      manifest(
        "x",
        pod,
        `secret_wo = { spec = { containers = [{ name = "web", image = "registry.test/web:1", env = ${env(value)} }] } }
  secret_wo_version = ${String(version)}\n${more}`,
      );
    const anew = 'on_immutable = "replace"';
    await steps()
      .apply(secret(FORMER, 1))
      .do(async ({ folder, run }) => {
        await writeFile(join(folder, "main.tf"), secret(NEXT, 2));
        const { errors: output } = await run("plan", "-no-color", "-input=false");
        expect(output).toMatch(/cannot change spec[^]*- spec: FieldValueForbidden[^]*on_immutable = "replace"/);
        expect([FORMER, NEXT].filter((value) => output.includes(value))).toEqual([]);
      })
      .apply(secret(NEXT, 2, anew), { plan: { [address]: { action: "replace" } } });
  });

  test("plans no number that the server would get otherwise", async () => {
    const text = manifest("x", configMap(space, "numbers", { size: 0 })).replace(":0}", ":1234567890123456789}");
    await steps().plan(text, { error: /At manifest\.data\.size\.[^]*\[inexact-number\]/ });
  });

  test("does not remove what the same run took over, as by create_before_destroy", async () => {
    const object: KubeObject = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "kept", namespace: space } };
    const ref = { apiVersion: "v1", kind: "ConfigMap", name: "kept", namespace: space };
    const first = "lifecycle {\n    create_before_destroy = true\n  }";
    const again = manifest("x", object, `adopt = true\n  ${first}`);
    let uid: unknown;
    await steps()
      .apply(again)
      .do(async ({ run }) => {
        uid = await uidOf(sandbox().cluster(), ref);
        await run("taint", address);
        const { code, output } = await run("apply", "-auto-approve", "-no-color", "-input=false");
        expect({ code, output }).toEqual({
          code: 0,
          output: expect.stringMatching(/ConfigMap "\S+\/kept" stays: another resource holds it/) as string,
        });
        expect(await uidOf(sandbox().cluster(), ref)).toBe(uid);
      })
      .apply(again, { plan: { [address]: absent } });
  });

  test("removes what an interrupted run left deposed without the object that took its place", async () => {
    const ref = { apiVersion: "v1", kind: "ConfigMap", name: "place", namespace: space };
    const first = "adopt = true\n  lifecycle {\n    create_before_destroy = true\n  }";
    const both = (value: string) =>
      manifest("x", configMap(space, ref.name, { a: value }), first) +
      manifest("y", configMap(space, "later", { a: value }), `depends_on = [${address}]`);
    let uid: unknown;
    await steps()
      .apply(both("1"))
      .do(async (at) => {
        uid = await uidOf(sandbox().cluster(), ref);
        for (const [value, signal] of [["2"], ["3", "SIGKILL"]] as const) {
          await writeFile(join(at.folder, "main.tf"), both(value));
          // The object is written anew, and the old one waits for what depends on it.
          await interrupted(2, at, sandbox(), { option: `-replace=${address}`, signal });
          // Of a run that was killed OpenTofu stores nothing.
          const isDeposed = (await at.run("state", "pull")).output.includes('"deposed"');
          expect(isDeposed).toBe(signal === undefined || name === "terraform");
          const { code, output } = await at.run("apply", "-auto-approve", "-no-color", "-input=false");
          expect([output, code]).toEqual([expect.stringMatching(isDeposed ? STAYS : TAKEN_BACK), 0]);
          expect(await uidOf(sandbox().cluster(), ref)).toBe(uid);
        }
      })
      .apply(both("3"), { plan: { [address]: absent } })
      .destroy()
      .do(async () => {
        expect(await uidOf(sandbox().cluster(), ref)).toBeUndefined();
      });
  });
}

interface Interruption {
  /** Of the apply. */
  readonly option: string;
  /** To terraform. @default - none, the API server goes away */
  readonly signal?: "SIGKILL";
}

/** Runs an apply that is interrupted at a write, which does not arrive. @param write - its number, from 1 */
async function interrupted(
  write: number,
  { folder, run }: ScenarioGround,
  sandbox: Sandbox,
  { option, signal }: Interruption,
): Promise<void> {
  const gate = await openWriteGate(sandbox.connection, write, "before");
  const way = join(folder, "provider_override.tf");
  await writeFile(way, `provider "hikube" {\n  host = "${gate.server}"\n}\n`);
  const running = run("apply", "-auto-approve", "-input=false", option);
  await Promise.race([gate.reached, running]);
  if (signal !== undefined) for (const pid of await processesIn(folder)) process.kill(pid, signal);
  await gate.close();
  await running;
  await rm(way);
}

async function processesIn(folder: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return pids.filter((_, index) => folders[index] === folder).map(Number);
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absent } from "../../src/plugin/testing";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { configMap, manifest, uidOf } from "./provider-manifest-ground";
import type { Ground } from "./provider-manifest-takeover";

const FORMER = "former-never-shown";
const NEXT = "next-never-shown";

/** What is kept from eyes and from removal, whatever the server says and Terraform does. */
export function keptTests({ space, sandbox, steps }: Ground): void {
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
          output: expect.stringMatching(/ConfigMap "\S+\/kept" stays: this run took it over/) as string,
        });
        expect(await uidOf(sandbox().cluster(), ref)).toBe(uid);
      })
      .apply(again, { plan: { [address]: absent } });
  });
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { manifest } from "./provider-manifest-ground";
import type { Ground } from "./provider-manifest-takeover";

const FORMER = "former-never-shown";
const NEXT = "next-never-shown";

/** What is kept from eyes and from removal, whatever the server says and Terraform does. */
export function keptTests({ space, steps }: Ground): void {
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
}

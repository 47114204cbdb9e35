import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigMapV1, type ConfigMapV1Config } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { KubernetesProvider, type KubernetesProviderConfig } from "@cdktf/provider-kubernetes/lib/provider";
import { LocalBackend, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { applyStack, type ApplyStackOptions } from "../../src/sandbox";
import { describeOnSandbox } from "./support";

describeOnSandbox("a stack that a test applies", (sandbox) => {
  let folder: string;
  let other: Server;
  let asked = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "apply-stack-"));
    other = createServer((_, response) => {
      asked += 1;
      response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  });

  afterAll(() => {
    other.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A stack whose state is elsewhere, with one ConfigMap. */
  function stackOf(name: string, provider: KubernetesProviderConfig = {}, config: Partial<ConfigMapV1Config> = {}) {
    const stack = new TerraformStack(Testing.app(), name);
    new LocalBackend(stack, { path: join(folder, "real.tfstate") });
    new KubernetesProvider(stack, "kubernetes", provider);
    const metadata = { name, namespace: "default" };
    const map = new ConfigMapV1(stack, "map", { metadata, data: { a: "1" }, ...config });
    new TerraformOutput(stack, "name", { value: map.metadata.name });
    return stack;
  }

  const apply = (stack: TerraformStack, options: ApplyStackOptions = {}) =>
    applyStack(stack, { sandbox: sandbox(), ...options });

  const configMap = (name: string) =>
    sandbox().cluster().get({ apiVersion: "v1", kind: "ConfigMap", name, namespace: "default" });

  const leftBehind = () => readdirSync(tmpdir()).filter((name) => name.startsWith("hikube-apply-"));

  test("is there with outputs and resources, and is gone after destroy; nothing of it stays", async () => {
    const before = leftBehind();
    const stack = stackOf("whole");
    const word = new TerraformVariable(stack, "word", { type: "string" });
    const list = new TerraformVariable(stack, "list", { type: "list(string)" });
    new TerraformOutput(stack, "said", { value: [word.stringValue, list.listValue], sensitive: true });
    const applied = await apply(stack, { variables: { word: "hello", list: ["a", "b"] } });
    expect(applied.outputs).toEqual({ name: "whole", said: ["hello", ["a", "b"]] });
    expect(applied.resources.map(({ object }) => object)).toEqual([
      { apiVersion: "v1", kind: "ConfigMap", name: "whole", namespace: "default" },
    ]);
    expect(await configMap("whole")).toMatchObject({ data: { a: "1" } });
    await applied.destroy();
    await applied.destroy();
    expect(await configMap("whole")).toBeUndefined();
    expect(leftBehind()).toEqual(before);
    expect(readdirSync(join(sandbox().directory, "stacks"))).toEqual([]);
    expect(existsSync(join(folder, "real.tfstate"))).toBe(false);
  });

  test("a destroy that fails does so each time, and one of what was closed is no success", async () => {
    const failing = await apply(stackOf("guarded", {}, { lifecycle: { preventDestroy: true } }));
    const first: unknown = await failing.destroy().catch((error: unknown) => error);
    expect(first).toMatchObject({ code: "terraform-failed" });
    await expect(failing.destroy()).rejects.toBe(first);
    await failing.close();
    const closed = await apply(stackOf("closed"));
    await closed.close();
    await expect(closed.destroy()).rejects.toMatchObject({ code: "not-running" });
    expect(await configMap("closed")).toBeDefined();
  });

  test("fails with the plan where a second plan has changes, and leaves the sandbox as it was", async () => {
    const stack = stackOf("restless");
    // The server keeps it as text, in another form.
    const metadata = { name: "restless-quota", namespace: "default" };
    const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { now: "${timestamp()}" } };
    new Manifest(stack, "quota", { manifest });
    await expect(apply(stack)).rejects.toMatchObject({
      code: "plan-not-empty",
      message: expect.stringMatching(
        /^stack "restless" was applied, and a second plan is not empty:\n[^]*kubernetes_manifest\.quota will be updated/,
      ) as unknown,
    });
    expect(await configMap("restless")).toBeUndefined();
  });

  test("fails with terraform's own words where an apply does", async () => {
    const stack = stackOf("refused", {}, { metadata: { name: "refused", namespace: "nowhere" } });
    await expect(apply(stack)).rejects.toMatchObject({
      code: "terraform-failed",
      message: expect.stringMatching(
        /^terraform apply of stack "refused" failed:\n {2}kubernetes_config_map_v1\.map: .*namespaces "nowhere" not found/,
      ) as unknown,
    });
  });

  test.each(["literally", "by a variable"])("reaches no other cluster that its block names %s", async (how) => {
    const host = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const stack = stackOf("elsewhere", how === "literally" ? { host } : { host: "${var.host}" });
    new TerraformVariable(stack, "host", { type: "string" });
    await expect(apply(stack, { variables: { host } })).rejects.toThrow(
      `it names the cluster ${host}, and only the sandbox at ${sandbox().server} may be reached here`,
    );
    expect(asked).toBe(0);
  });
});

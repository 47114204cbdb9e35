import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Collector } from "../../src/plugin/lifecycle/collector";
import { givenFacts } from "../../src/provider/client";
import { hikubeProvider } from "../../src/provider/provider";
import { wholeOf } from "../../src/plugin/lifecycle/whole";

function configured(token: string, environment: NodeJS.ProcessEnv = {}): readonly string[] {
  const provider = hikubeProvider(environment);
  const diagnostics = new Collector();
  const config = wholeOf(provider.schema, { host: "https://127.0.0.1:1", token });
  void provider.configure({ config, diagnostics, log: diagnostics.log, terraformVersion: "1.11.4" });
  return diagnostics.list.map(({ severity, summary }) => `${severity} ${summary}`);
}

const tokenUntil = (end: number): string =>
  `e30.${Buffer.from(JSON.stringify({ exp: end / 1000 })).toString("base64url")}.c2ln`;

test("a token that is over is told before the first call", () => {
  expect(configured(tokenUntil(Date.UTC(2024, 0)))).toEqual([
    "warning The token of the provider ended at 2024-01-01T00:00:00.000Z",
  ]);
  expect(configured("", { KUBE_TOKEN: tokenUntil(Date.UTC(2024, 0)) })).toHaveLength(1);
});

test("a token that is not, or whose end nobody knows, is taken as it is", () => {
  expect(configured(tokenUntil(Date.now() + 60_000))).toEqual([]);
  expect(configured("plain")).toEqual([]);
});

test("a relative kubeconfig is looked for where terraform runs, which may not be where the provider does", () => {
  const folder = mkdtempSync(join(tmpdir(), "configure-"));
  const provider = hikubeProvider({}, { folder });
  const faultsOf = (config: object): number => {
    const diagnostics = new Collector();
    const given = wholeOf(provider.schema, config as Parameters<typeof wholeOf>[1]);
    void provider.configure({ config: given, diagnostics, log: diagnostics.log, terraformVersion: "1.11.4" });
    return diagnostics.list.length;
  };
  const configs = [{ config_path: "kubeconfig" }, { config_paths: ["./kubeconfig"] }];
  expect(configs.map(faultsOf)).toEqual([1, 1]);
  writeFileSync(join(folder, "kubeconfig"), "");
  expect(configs.map(faultsOf)).toEqual([0, 0]);
  rmSync(folder, { recursive: true, force: true });
});

test("faults of the facts are told once", () => {
  for (const facts of ["cluster.json", '{"formatVersion":1,"podCidr":"x"}', "[]"]) {
    const diagnostics = new Collector();
    try {
      givenFacts(facts);
    } catch (error) {
      diagnostics.thrown(error);
    }
    expect(diagnostics.list).toMatchObject([{ summary: "Invalid facts of the cluster" }]);
    expect(diagnostics.list[0]?.detail).not.toMatch(/Cause:/);
  }
});

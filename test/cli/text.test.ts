import { spawnSync } from "node:child_process";
import { amountText, shellQuote } from "../../src/cli/text";

test.each(["plain", "with space", "it's", "$(rm -rf /)", "a'b'c", "new\nline"])(
  "a shell reads %j as it stands",
  (text) => {
    const { stdout } = spawnSync("sh", ["-c", `printf %s ${shellQuote(text)}`], { encoding: "utf8" });
    expect(stdout).toBe(text);
  },
);

test.each([
  ["requests.memory", "89335319757", "83.2Gi"],
  ["requests.memory", "128Gi", "128Gi"],
  ["requests.memory", "131072Mi", "128Gi"],
  ["limits.memory", "1610612736", "1.5Gi"],
  ["requests.memory", "22333829939", "20.8Gi"],
  ["requests.memory", "12345678901", "~11.5Gi"],
  ["requests.memory", "128G", "128G"],
  ["requests.memory", "3", "3"],
  ["requests.memory", "0", "0"],
  ["requests.storage", "500Gi", "500Gi"],
  ["fast.storageclass.storage.k8s.io/requests.storage", "536870912000", "500Gi"],
  ["requests.cpu", "5200m", "5.2"],
  ["limits.cpu", "800m", "0.8"],
  ["requests.cpu", "32", "32"],
  ["pods", "200", "200"],
  ["requests.cpu", "-", "-"],
])("of %s, %s is written as %s", (key, text, written) => {
  expect(amountText(key, text)).toBe(written);
});

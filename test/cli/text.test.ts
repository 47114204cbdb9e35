import { spawnSync } from "node:child_process";
import { shellQuote } from "../../src/cli/text";

test.each(["plain", "with space", "it's", "$(rm -rf /)", "a'b'c", "new\nline"])(
  "a shell reads %j as it stands",
  (text) => {
    const { stdout } = spawnSync("sh", ["-c", `printf %s ${shellQuote(text)}`], { encoding: "utf8" });
    expect(stdout).toBe(text);
  },
);

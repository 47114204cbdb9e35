import { execFileSync } from "node:child_process";

/** User and system time of a shell's command and all its children. */
export function cpuSecondsOf(command: string, folder: string): number {
  // The shell's own measure counts the children that it waited for; Node's counts itself.
  const output = execFileSync("sh", ["-c", `${command} >&2 && times`], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ofChildren = output.trim().split("\n")[1] ?? "";
  const seconds = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return seconds.reduce((sum, part) => sum + part, 0);
}

import { shortened } from "../../model/printable";
import { goPlatform } from "../../support/go-platform";
import { UsageError } from "../command";
import { suggestion } from "../suggestion";

/** What Terraform or OpenTofu is released for and has a POSIX shell: a packed provider is a script of it. */
const KNOWN: readonly string[] = [
  ...["linux_amd64", "linux_arm64", "linux_386", "linux_arm", "darwin_amd64", "darwin_arm64"],
  ...["freebsd_amd64", "freebsd_386", "freebsd_arm", "openbsd_amd64", "openbsd_386", "solaris_amd64"],
];

/** The platforms of a list. @throws UsageError that lists every fault */
export function platformsOf(list: string): readonly string[] {
  const platforms = listedPlatforms(list);
  const faults = platforms.flatMap(platformFaults);
  if (faults.length > 0) throw new UsageError(faults);
  return platforms;
}

/** What a list names, each once, whatever it is. */
export function listedPlatforms(list: string): readonly string[] {
  return [...new Set(list.split(",").map((platform) => platform.trim()))];
}

export function platformFaults(platform: string): readonly string[] {
  const received = `received the platform "${shortened(platform)}"`;
  if (!/^[a-z0-9]+_[a-z0-9]+$/.test(platform)) return [`${received}; expected OS_ARCHITECTURE, e.g. linux_amd64`];
  if (platform.startsWith("windows_"))
    return [`${received}; Windows launches .exe files only, and what is packed is a script`];
  // The machine that packs may be one that terraform was built for by hand.
  const known = [...new Set([...KNOWN, goPlatform()])];
  if (known.includes(platform)) return [];
  const meant = suggestion(platform, known);
  const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
  return [`${received}; expected of ${known.join(", ")}${hint}`];
}

import { LIMITS } from "../../src/tenants-file/limits";

/** Texts that pass one limit each. */
export const OVERSIZED: Readonly<Record<string, () => string>> = {
  "more bytes than allowed": () => " ".repeat(LIMITS.bytes + 1),
  "more lines than allowed": () => "a:\n".repeat(LIMITS.pieces / 3),
  "lists in lists": () => "[".repeat(100_000),
  "dashes behind dashes": () => "- ".repeat(100_000),
  "maps in maps": () => "{a: ".repeat(100_000),
  "keys behind question marks": () => "? ".repeat(100_000),
  "steps to the right": () => Array.from({ length: 500 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""),
  "more tenants than allowed": () => tenantsFile("  - { name: a, profile: staging }\n".repeat(LIMITS.tenants + 1)),
  "more values than allowed": () => {
    const list = `[${"x, ".repeat(LIMITS.list - 1)}x]`;
    const first = `  - { name: a, profile: staging, security: &s { hostnames: ${list}, tolerations: ${list} } }\n`;
    return tenantsFile(first + "  - { name: b, profile: staging, security: *s }\n".repeat(LIMITS.values / LIMITS.list));
  },
  "a longer list than allowed": () =>
    tenantsFile(`  - { name: a, profile: staging, security: { hostnames: [${"x, ".repeat(LIMITS.list)}x] } }\n`),
  "a larger map than allowed": () => {
    const counts = Array.from({ length: LIMITS.map + 1 }, (_, index) => `count/k${index}: 1`).join(", ");
    return tenantsFile(`  - { name: a, profile: staging, quota: { counts: { ${counts} } } }\n`);
  },
  "a longer text than allowed": () => tenantsFile(`  - { name: ${"a".repeat(LIMITS.text + 1)}, profile: staging }\n`),
};

function tenantsFile(tenants: string): string {
  return `formatVersion: 1\ntenants:\n${tenants}`;
}

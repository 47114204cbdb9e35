import { LIMITS } from "../../src/tenants-file/limits";

/** Texts that pass one limit each, and what is said of them. */
export const OVERSIZED: Readonly<Record<string, { readonly text: () => string; readonly message: string }>> = {
  "more bytes than allowed": { text: () => " ".repeat(LIMITS.bytes + 1), message: "the file is too large" },
  "more lines than allowed": { text: () => "a:\n".repeat(LIMITS.pieces / 3), message: "the file holds too much" },
  "lists in lists": { text: () => "[".repeat(100_000), message: "lists and maps are nested too deep" },
  "dashes behind dashes": { text: () => "- ".repeat(100_000), message: "lists and maps are nested too deep" },
  "maps in maps": { text: () => "{a: ".repeat(100_000), message: "lists and maps are nested too deep" },
  "keys behind question marks": { text: () => "? ".repeat(100_000), message: "lists and maps are nested too deep" },
  "steps to the right": {
    text: () => Array.from({ length: 500 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""),
    message: "lists and maps are nested too deep",
  },
  "more tenants than allowed": {
    text: () => tenantsFile("  - { name: a, profile: staging }\n".repeat(LIMITS.tenants + 1)),
    message: "there are too many tenants",
  },
  "more values than allowed": {
    text: () => {
      const list = `[${"x, ".repeat(LIMITS.list - 1)}x]`;
      const first = `  - { name: a, profile: staging, security: &s { hostnames: ${list}, tolerations: ${list} } }\n`;
      return tenantsFile(
        first + "  - { name: b, profile: staging, security: *s }\n".repeat(LIMITS.values / LIMITS.list),
      );
    },
    message: "there are too many values, each counted as often as it is aliased",
  },
  "a longer list than allowed": {
    text: () =>
      tenantsFile(`  - { name: a, profile: staging, security: { hostnames: [${"x, ".repeat(LIMITS.list)}x] } }\n`),
    message: "there are too many entries",
  },
  "a larger map than allowed": {
    text: () => {
      const counts = Array.from({ length: LIMITS.map + 1 }, (_, index) => `count/k${index}: 1`).join(", ");
      return tenantsFile(`  - { name: a, profile: staging, quota: { counts: { ${counts} } } }\n`);
    },
    message: "there are too many entries",
  },
  "a longer text than allowed": {
    text: () => tenantsFile(`  - { name: ${"a".repeat(LIMITS.text + 1)}, profile: staging }\n`),
    message: "this text is too long",
  },
};

function tenantsFile(tenants: string): string {
  return `formatVersion: 1\ntenants:\n${tenants}`;
}

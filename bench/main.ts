import type { Figure } from "./figure";

/** Each benchmark is loaded only when it runs: the others must not weigh on its memory. */
const BENCHMARKS: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  synth: async () => (await import("./synth.js")).synth(),
  handshake: async () => (await import("./handshake.js")).handshake(),
  bridge: async () => (await import("./bridge.js")).bridge(),
  sandbox: async () => (await import("./sandbox.js")).sandbox(),
  demo: async () => (await import("./demo.js")).demo(),
  check: async () => (await import("./check.js")).check(),
  plan: async () => (await import("./plan.js")).plan(),
  apply: async () => (await import("./apply.js")).apply(),
  provider: async () => (await import("./provider.js")).provider(),
  matrix: async () => (await import("./matrix.js")).matrix(),
  guardrails: async () => (await import("./guardrails.js")).guardrails(),
  monitoring: async () => (await import("./monitoring.js")).monitoring(),
  lint: async () => (await import("./repository.js")).lint(),
  types: async () => (await import("./repository.js")).types(),
};

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in BENCHMARKS));
  if (unknown.length > 0) {
    process.stderr.write(`no benchmark ${unknown.join(", ")}; there are ${Object.keys(BENCHMARKS).join(", ")}\n`);
    process.exitCode = 2;
    return;
  }
  for (const name of names.length > 0 ? names : Object.keys(BENCHMARKS)) {
    for (const figure of (await BENCHMARKS[name]?.()) ?? []) process.stdout.write(`${JSON.stringify(figure)}\n`);
  }
}

void main(process.argv.slice(2));

import type { Figure } from "./figure";
import { median, rounded } from "./numbers";
import { engineHikube, engineKubernetes, kubectl, raw, type Contestant } from "./tenants/contestants";
import { openGround, type Ground } from "./tenants/ground";

/** How often each is run; the constructs' stack takes many minutes of 100 tenants. */
const ROUNDS: Readonly<Record<number, number>> = { 1: 5, 10: 3, 100: 3 };
const WAYS = { hikube: engineHikube, kubectl, raw, kubernetes: engineKubernetes };
/** `HIKUBE_BENCH_WAYS=hikube,raw` runs some of them, and tells what these can be compared in. */
const CHOSEN = Object.entries(WAYS).filter(([name]) =>
  (process.env.HIKUBE_BENCH_WAYS ?? name).split(",").includes(name),
);
const SIZES = (process.env.HIKUBE_BENCH_SIZES ?? "1,10,100").split(",").map(Number);

type Step = "plan" | "apply" | "noop" | "served" | "destroy";
const STEPS: readonly Step[] = ["plan", "apply", "noop", "served", "destroy"];

/**
 * Seconds that the same tenants take by four ways, in turn on one sandbox: `hikube_tenant` under terraform, the constructs' stack under
 * terraform with the offline provider for Kubernetes, kubectl, and the same calls by a client that does nothing else.
 */
export async function apply(): Promise<Figure[]> {
  const ground = await openGround();
  try {
    const figures: Figure[] = [];
    for (const count of SIZES) figures.push(...(await ofSize(ground, count)));
    return figures;
  } finally {
    await ground.close();
  }
}

async function ofSize(ground: Ground, count: number): Promise<readonly Figure[]> {
  const contestants = await Promise.all(CHOSEN.map(([, one]) => one(ground, count)));
  const taken = new Map<string, number[]>();
  for (let round = 0; round < (ROUNDS[count] ?? 3); round += 1) {
    for (const one of contestants) {
      if (round > 0 && count >= 100 && one.name === "kubernetes") continue;
      await run(one, (step, seconds) => {
        const key = `${one.name}.${step}`;
        taken.set(key, [...(taken.get(key) ?? []), seconds]);
      });
    }
  }
  const figures = figuresOf(count, (key) => median(taken.get(key) ?? []));
  return figures.filter(({ value }) => !Number.isNaN(value));
}

async function run(one: Contestant, took: (step: Step, seconds: number) => void): Promise<void> {
  for (const step of STEPS) {
    const work = one[step];
    if (work === undefined) continue;
    const before = performance.now();
    await work();
    const seconds = (performance.now() - before) / 1000;
    took(step, seconds);
    process.stderr.write(`${one.name} ${step} ${seconds.toFixed(2)} s\n`);
  }
}

function figuresOf(count: number, seconds: (key: string) => number): readonly Figure[] {
  const ratio = (name: string, [ours, theirs]: readonly [string, string], goal?: number): Figure => ({
    figure: `apply.${name}.${String(count)}`,
    value: rounded(seconds(ours) / seconds(theirs)),
    ...(goal === undefined || count !== 100 ? {} : { goal }),
    better: "lower",
  });
  return [
    ratio("raw", ["hikube.apply", "raw.apply"], 2),
    ratio("kubectl", ["hikube.apply", "kubectl.apply"], 1),
    ratio("kubernetes", ["hikube.apply", "kubernetes.apply"]),
    ratio("noop.kubernetes", ["hikube.noop", "kubernetes.noop"], 1 / 15),
    ratio("noop.served", ["hikube.served", "hikube.noop"]),
    ratio("destroy.raw", ["hikube.destroy", "raw.destroy"]),
    ratio("destroy.kubernetes", ["hikube.destroy", "kubernetes.destroy"]),
    ...STEPS.map((step): Figure => ({
      figure: `apply.seconds.${step}.${String(count)}`,
      value: rounded(seconds(`hikube.${step}`)),
      better: "lower",
      unit: "s",
    })),
  ];
}

import { writeFileSync } from "node:fs";
import { CALLS, type Judged } from "./calls";
import { foreign } from "./foreign";
import { mutated } from "./mutate";
import { answering, type Say } from "./provider";
import { generator, oneOf, type Random } from "../random";
import { DiagnosticError, FunctionError } from "../../../src/plugin";
import { Session } from "../../../src/plugin/lifecycle/session";

const SEED = Number(process.env.HIKUBE_FUZZ_SEED ?? 20261129);
const ROUNDS = Number(process.env.HIKUBE_FUZZ_ROUNDS ?? 2000);
/** No answer takes so long; one that never comes does. */
const PATIENCE_MS = 60_000;

let say: Say = (_, right) => right;
const provider = answering((name, right) => say(name, right));

function configured(): Session {
  const session = new Session(provider);
  session.configured({});
  return session;
}

/** What was thrown, by whom it was thrown most often: with foreign things where texts, paths and indices are. */
function thrown(random: Random): unknown {
  switch (random(5)) {
    case 0:
      return new DiagnosticError(foreign(random) as string, foreign(random) as string, foreign(random) as []);
    case 1:
      return new DiagnosticError("Not made", "No room.", ["nested_list", foreign(random) as number, "name"]);
    case 2:
      return new FunctionError(foreign(random) as string, foreign(random) as number);
    case 3:
      return Object.assign(new TypeError("x"), {
        message: foreign(random),
        cause: foreign(random),
        errors: foreign(random),
      });
    default:
      return foreign(random);
  }
}

/** One call in which one piece of the author's code does something else than it should. */
async function tampered(random: Random): Promise<Judged & { readonly name: string; readonly kept: boolean }> {
  const call = oneOf(random, CALLS);
  const name = oneOf(random, call.reaches);
  const isThrown = random(5) === 0;
  const outcome = { returned: true };
  let kept = false;
  say = (piece, right) => {
    if (piece !== name) return right;
    if (isThrown) {
      outcome.returned = !["create", "update"].includes(name);
      throw thrown(random);
    }
    const answer = mutated(right, random);
    kept = name === "create" && hasId(answer);
    // What an async function returns is awaited within it: what fails there is thrown by it.
    if (!isPlainEnough(answer)) outcome.returned = false;
    return answer;
  };
  const judged = await withinTime(call.make(configured(), outcome, random), name);
  return { ...judged, name, kept };
}

/** Whether awaiting it can neither throw nor take for ever. */
function isPlainEnough(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null) return true;
  try {
    return typeof (answer as { readonly then?: unknown }).then !== "function";
  } catch {
    return false;
  }
}

/** Whether the state that is answered still names what was created. */
function hasId(answer: unknown): boolean {
  try {
    const stateOf = (of: unknown, key: string): unknown => Object.getOwnPropertyDescriptor(of, key)?.value;
    const state = stateOf(answer, "state");
    return Object.getPrototypeOf(state) === Object.prototype && stateOf(state, "id") === "made";
  } catch {
    return false;
  }
}

async function withinTime<T>(work: Promise<T>, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${name} has no answer`));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

test("right answers are taken as they are", async () => {
  say = (_, right) => right;
  const random = generator(SEED);
  for (const call of CALLS) {
    const { failed, fault } = await call.make(configured(), { returned: true }, random);
    expect({ reaches: call.reaches, failed, fault }).toEqual({
      reaches: call.reaches,
      failed: false,
      fault: undefined,
    });
  }
});

test(`malformed answers end in an error or a right answer (seed ${SEED})`, async () => {
  const random = generator(SEED);
  const results: Record<string, { errors: number; answers: number }> = {};
  const faults: string[] = [];
  for (let index = 0; index < ROUNDS; index++) {
    const { name, failed, fault, state, kept } = await tampered(random).catch((error: unknown) => ({
      name: "crash",
      failed: true,
      fault: error instanceof Error ? (error.stack ?? error.message) : String(error),
      state: undefined,
      kept: false,
    }));
    const counts = (results[name] ??= { errors: 0, answers: 0 });
    counts[failed ? "errors" : "answers"]++;
    const lost = kept && state?.id !== "made" ? "what was created is stored without its id" : undefined;
    if ((fault ?? lost) !== undefined) faults.push(`round ${index}, ${name}: ${fault ?? lost ?? ""}`);
  }
  expect(faults.slice(0, 20)).toEqual([]);
  for (const [name, { errors }] of Object.entries(results)) expect({ name, errors }).not.toEqual({ name, errors: 0 });
  if (process.env.HIKUBE_FUZZ_ANSWERS !== undefined) {
    const result = { date: new Date().toISOString().slice(0, 10), seed: SEED, rounds: ROUNDS, results };
    writeFileSync(process.env.HIKUBE_FUZZ_ANSWERS, `${JSON.stringify(result, null, 2)}\n`);
  }
}, 1_800_000);

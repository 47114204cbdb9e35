import { createInterface } from "node:readline";
import { UsageError, type Io } from "../command";
import { suggestion } from "../suggestion";

export interface Question<Choice extends string> {
  readonly text: string;
  readonly choices: readonly Choice[];
  /** What an empty answer means, and what is taken where nobody is there to answer. */
  readonly usual: Choice;
}

/** Asks one question. @throws UsageError for an answer that is no choice */
export type Ask = <Choice extends string>(question: Question<Choice>) => Promise<Choice>;

/** Whether somebody is there to answer. */
export function canAsk({ stdin }: Io): boolean {
  return stdin?.isTTY === true;
}

/** Questions on a terminal; elsewhere the usual choices are taken. */
export async function withQuestions<T>(io: Io, use: (ask: Ask) => Promise<T>): Promise<T> {
  const { stdin, stderr } = io;
  if (stdin === undefined || !canAsk(io)) return use(({ usual }) => Promise.resolve(usual));
  const input = createInterface({ input: stdin });
  // One reader for all answers: lines that came together wait here for their question.
  const lines = input[Symbol.asyncIterator]();
  try {
    return await use(async (question) => {
      stderr.write(`${question.text} (${question.choices.join(", ")}) [${question.usual}]: `);
      const line = await lines.next();
      return choiceOf(question, line.done === true ? "" : line.value.trim());
    });
  } finally {
    input.close();
  }
}

function choiceOf<Choice extends string>({ choices, usual }: Question<Choice>, answer: string): Choice {
  if (answer === "") return usual;
  const found = choices.find((choice) => choice === answer.toLowerCase());
  if (found !== undefined) return found;
  const meant = suggestion(answer, choices);
  const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
  throw new UsageError(`received "${answer}"; expected ${choices.map((choice) => `"${choice}"`).join(", ")}${hint}`);
}

import { createInterface } from "node:readline";
import { UsageError, type Io } from "./command";

/** The option that answers the question beforehand. */
export const AUTO_APPROVE = { flags: "--auto-approve", description: "skip the confirmation" };

/** @throws UsageError if nobody could answer the question: after what is asked for was judged, before anything is changed */
export function assertSomebodyAnswers({ stdin }: Io): void {
  if (stdin?.isTTY !== true) {
    throw new UsageError("not a terminal; pass --auto-approve to skip the confirmation", "not-a-terminal");
  }
}

/** Asks for a confirmation. */
export async function confirm(question: string, { stdin, stderr }: Io): Promise<boolean> {
  if (stdin === undefined) return false;
  stderr.write(`${question} Only "yes" continues: `);
  const lines = createInterface({ input: stdin });
  try {
    return await new Promise<boolean>((resolve) => {
      lines.once("line", (answer) => {
        resolve(answer.trim() === "yes");
      });
      lines.once("close", () => {
        resolve(false);
      });
    });
  } finally {
    lines.close();
  }
}

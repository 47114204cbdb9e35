import { UsageError } from "./command";

/** Reads a whole number. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`given "${text}"; allowed: a whole number`);
  return Number(text);
}

/** Collects an option that may be given several times, or once with commas. */
export function listOf(text: string, previous: unknown): readonly string[] {
  const before = Array.isArray(previous) ? (previous as string[]) : [];
  return [...before, ...text.split(",").map((part) => part.trim())];
}

/** A text that says something: an empty one, e.g. of a variable that is not set, would mean whatever is there. */
export function nonEmpty(text: string): string {
  if (text.trim() === "") throw new UsageError("given an empty text; leave the option out, or say which");
  return text;
}

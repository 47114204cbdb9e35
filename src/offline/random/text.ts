import { drawBelow, shuffled } from "./source";

/** What a random text is made of; the names are those of the configuration. */
export interface TextOptions {
  readonly length: number;
  readonly special: boolean;
  readonly upper: boolean;
  readonly lower: boolean;
  readonly numeric: boolean;
  readonly min_special: number;
  readonly min_upper: number;
  readonly min_lower: number;
  readonly min_numeric: number;
  readonly override_special: string | null;
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** A random text: first what must be in it at least, then anything that is allowed, in random order. */
export function randomText(options: TextOptions): string {
  const special =
    options.override_special === null || options.override_special === "" ? SPECIAL : options.override_special;
  const kinds = [
    { characters: Array.from(LOWER.toUpperCase()), isAllowed: options.upper, least: options.min_upper },
    { characters: Array.from(LOWER), isAllowed: options.lower, least: options.min_lower },
    { characters: Array.from(DIGITS), isAllowed: options.numeric, least: options.min_numeric },
    { characters: Array.from(special), isAllowed: options.special, least: options.min_special },
  ];
  const demanded = kinds.flatMap(({ characters, least }) => drawn(characters, least));
  const allowed = kinds.filter(({ isAllowed }) => isAllowed).flatMap(({ characters }) => characters);
  return shuffled([...demanded, ...drawn(allowed, options.length - demanded.length)]).join("");
}

function drawn(characters: readonly string[], count: number): string[] {
  if (characters.length === 0 && count > 0) {
    throw new Error("No characters are allowed: one of special, upper, lower and numeric must be true.");
  }
  return Array.from({ length: count }, () => characters[Number(drawBelow(BigInt(characters.length)))] ?? "");
}

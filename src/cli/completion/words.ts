import type { Command } from "../command";
import { optionsOf } from "../options";

/** What may stand after some words of a command line. */
export interface CompletionPoint {
  /** Words after `hikube` that lead here, e.g. `["sandbox"]`; none at the top. */
  readonly path: readonly string[];
  readonly words: readonly Word[];
  /** Whether a file may be named. */
  readonly files: boolean;
}

export interface Word {
  readonly word: string;
  readonly description: string;
}

/** The words that lead to a point, as one. */
export function pointTitle({ path }: CompletionPoint): string {
  return path.join(" ");
}

/** The titles of all points below the top. */
export function pointTitles(points: readonly CompletionPoint[]): readonly string[] {
  return points.filter(({ path }) => path.length > 0).map(pointTitle);
}

const EVERYWHERE: readonly Word[] = [{ word: "--help", description: "print help" }];
/** Everything that can be completed, point by point: groups first, then commands. */
export function points(
  commands: readonly Command[],
  groups: Readonly<Record<string, string>>,
): readonly CompletionPoint[] {
  const top = commands.filter(({ path }) => path.length === 1).map(toWord);
  const groupWords = Object.entries(groups).map(([word, description]) => ({ word, description }));
  return [
    { path: [], words: [...groupWords, ...top, ...EVERYWHERE], files: false },
    ...Object.keys(groups).map((group) => ({
      path: [group],
      words: [...commands.filter(({ path }) => path.length === 2 && path[0] === group).map(toWord), ...EVERYWHERE],
      files: false,
    })),
    ...commands.map(commandPoint),
  ];
}

function toWord({ path, summary }: Command): Word {
  return { word: path.at(-1) ?? "", description: summary };
}

function commandPoint(command: Command): CompletionPoint {
  const { path, argument, rest } = command;
  const choices = argument?.choices?.map((word) => ({ word, description: argument.description })) ?? [];
  const flags = optionsOf(command).flatMap(({ flags: text, description }) =>
    (text.match(/--[a-z-]+/g) ?? []).map((word) => ({ word, description })),
  );
  const takesFiles = choices.length === 0 && (argument !== undefined || rest !== undefined);
  return { path, words: [...choices, ...flags, ...EVERYWHERE], files: takesFiles };
}

import { readWords, rewriteFlag } from "./call";

/** Variables that add arguments. */
const ARGUMENTS = /^TF_CLI_ARGS(_|$)/;

/**
 * The arguments that the environment adds to a call, held to the same rules as those of the call itself.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_cli_args-and-tf_cli_args_name
 * @throws SandboxError where they ask for a state of their own
 */
export function rewriteEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
): Readonly<Record<string, string | undefined>> {
  const changed = Object.entries(env)
    .filter(([name]) => ARGUMENTS.test(name))
    .map(([name, text = ""]) => [name, rewriteText(text, folder)] as const);
  return { ...env, ...Object.fromEntries(changed) };
}

/** An environment that adds nothing to a call. */
export function withoutArguments(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ARGUMENTS.test(name)));
}

function rewriteText(text: string, folder: string): string {
  const words = readWords(splitWords(text));
  return words
    .flatMap((word) => rewriteFlag(word, folder))
    .map(quote)
    .join(" ");
}

/** Words as a shell splits them: terraform does the same. */
export function splitWords(text: string): readonly string[] {
  const raw = text.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs) ?? [];
  return raw.map((word) =>
    word.replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs, (_, escaped?: string, double?: string, single?: string) => {
      return escaped ?? double?.replace(/\\(.)/gs, "$1") ?? single ?? "";
    }),
  );
}

function quote(word: string): string {
  return /^[\w./=:@%+,-]+$/.test(word) ? word : `"${word.replace(/["\\$`]/g, "\\$&")}"`;
}

/** How a word is handled in a sandbox. */
export type Role = "kept" | "path" | "dropped" | "refused";

/** A word of a call of terraform. */
export interface Word {
  readonly text: string;
  readonly role: Role;
  /** Name without dashes. @default - it is no flag */
  readonly flag?: string;
  /** @default - the flag has none, or the next word is it */
  readonly value?: string;
}

/** Flags that would take the state, or the configuration with its backend, from elsewhere. */
const REFUSED = ["state", "state-out", "backup", "backup-out", "config"];

/** Flags about a backend: there is only one, the sandbox's. */
const DROPPED = ["backend-config"];

/** Flags that name files of the caller. */
const PATHS = [
  ...["out", "var-file", "generate-config-out", "plan", "junit-xml", "json-into", "plugin-dir", "fs-mirror"],
  ...["target-file", "exclude-file"],
];

/** Further flags whose value may be the next word. */
const VALUES = ["target", "exclude", "replace", "var", "parallelism", "lock-timeout", "platform", "filter", "state-id"];

/** @see https://pkg.go.dev/flag#hdr-Command_line_flag_syntax one dash or two, `-flag=value` or `-flag value` */
export function readWord(text: string): Word {
  const match = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(text);
  if (match === null) return { text, role: "kept" };
  const [, flag = "", value] = match;
  const role = REFUSED.includes(flag)
    ? "refused"
    : DROPPED.includes(flag)
      ? "dropped"
      : PATHS.includes(flag)
        ? "path"
        : "kept";
  return { text, role, flag, ...(value === undefined ? {} : { value }) };
}

/** Whether the value of a flag is the next word. */
export function isShort({ flag = "", value, role }: Word): boolean {
  return value === undefined && (role !== "kept" || VALUES.includes(flag));
}

/** A field that somebody else owns with another value. */
export interface Contested {
  readonly field: string;
  readonly manager: string;
  /** When that one wrote last, in RFC 3339. @default - nobody tells */
  readonly time?: string | undefined;
}

/** Each field with its owner and since when, and the ways out. */
export function contestedDetail(fields: readonly Contested[], ways: readonly string[]): string {
  const lines = fields.map(({ field, manager, time }) => `  ${field}: ${named(manager, time)}`);
  const last = ways.length - 1;
  const choices = ways.map((way, index) => `- ${way}${index === last ? "." : ";"}`);
  return ["Others own fields of it, with other values:", ...lines, "", "Do one of these:", ...choices].join("\n");
}

export function named(manager: string, time: string | undefined): string {
  return `"${manager}"${time === undefined || time === "" ? "" : ` since ${time}`}`;
}

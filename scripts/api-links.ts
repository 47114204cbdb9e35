/** Anchors of the names of `docs/API.md`, as GitHub makes them: a heading that comes again is numbered. */
export class Anchors {
  private readonly taken = new Map<string, number>();
  private readonly byEntry = new Map<string, Map<string, string>>();

  /** Takes the headings in the order of the page. */
  constructor(entries: readonly { readonly entry: string; readonly names: readonly string[] }[]) {
    for (const { entry, names } of entries) {
      const own = new Map([[entry, this.next(entry)]]);
      for (const name of names) own.set(name, this.next(name));
      this.byEntry.set(entry, own);
    }
  }

  /** The anchor of a name that is used in an entry point: its own, else the only one of the others. */
  of(entry: string, name: string): string | undefined {
    const own = this.byEntry.get(entry)?.get(name);
    const others = [...this.byEntry.values()].flatMap((names) => names.get(name) ?? []);
    return own ?? (others.length === 1 ? others[0] : undefined);
  }

  private next(heading: string): string {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    const count = this.taken.get(slug) ?? 0;
    this.taken.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${String(count)}`;
  }
}

/** A section whose names, wherever they stand as code in a sentence or a table, lead to their own sections. */
export function withLinks(section: string, entry: string, anchors: Anchors): string {
  let isCode = false;
  return section
    .split("\n")
    .map((line) => {
      if (line.startsWith("```")) isCode = !isCode;
      const isPlain = isCode || line.startsWith("#") || line.startsWith("```");
      return isPlain ? line : line.replaceAll(/`([^`]+)`/g, (_, code: string) => linked(code, entry, anchors));
    })
    .join("\n");
}

/** Markdown knows no link inside of code: the code is cut at each name. */
function linked(code: string, entry: string, anchors: Anchors): string {
  const parts = code.split(/\b([A-Z]\w*)\b/).map((part) => {
    const anchor = /^[A-Z]\w*$/.test(part) ? anchors.of(entry, part) : undefined;
    return { part, anchor };
  });
  const joined = parts.reduce<{ part: string; anchor?: string }[]>((done, { part, anchor }) => {
    const last = done.at(-1);
    if (anchor !== undefined || last === undefined || last.anchor !== undefined) return [...done, { part, anchor }];
    return [...done.slice(0, -1), { part: last.part + part }];
  }, []);
  return joined
    .filter(({ part }) => part !== "")
    .map(({ part, anchor }) => (anchor === undefined ? `\`${part}\`` : `[\`${part}\`](#${anchor})`))
    .join("");
}

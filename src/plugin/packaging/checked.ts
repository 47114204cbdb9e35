/** What a provider prints for `--check` where its schemas are right; who packs it learns from it how it is called. */
export function schemasAreRight(name: string): string {
  return `The schemas of the provider ${name} are right.\n`;
}

/** The name in what `schemasAreRight` made; `undefined` where a program printed something else. */
export function checkedName(printed: string): string | undefined {
  return /^The schemas of the provider (\S+) are right\.$/m.exec(printed)?.[1];
}

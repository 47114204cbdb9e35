const PROTECTED = /^The tenant (\S+) is protected$/;
const HELD = /^There is a tenant (\S+) already$/;

/** What is said where a protected tenant would be deleted. */
export function protectedTitle(name: string): string {
  return `The tenant ${name} is protected`;
}

/** What is said where a tenant would be made that is there. */
export function heldTitle(name: string): string {
  return `There is a tenant ${name} already`;
}

/** The tenants that such words name, by what is said of them. */
export function tenantsOfTitles(titles: readonly string[]) {
  const named = (words: RegExp) => new Set(titles.flatMap((title) => words.exec(title)?.[1] ?? []));
  return {
    protected: named(PROTECTED),
    held: named(HELD),
    rest: titles.filter((title) => ![PROTECTED, HELD].some((words) => words.test(title))),
  };
}

const TITLE = /^The tenant (\S+) is protected$/;

/** What is said where a protected tenant would be deleted. */
export function protectedTitle(name: string): string {
  return `The tenant ${name} is protected`;
}

/** The tenant that such words name; nothing where something else is said. */
export function tenantOfTitle(title: string): string | undefined {
  return TITLE.exec(title)?.[1];
}

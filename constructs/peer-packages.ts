/** Whether a package that npm installs only where it is asked for is there. */
export function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    // A package may keep its package.json to itself, and is there then.
    return (error as NodeJS.ErrnoException).code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

/**
 * @param what - what needs the packages, for people
 * @throws Error that names what is missing, and the command that installs it
 */
export function assertInstalled(what: string, peers: readonly string[]): void {
  const missing = peers.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  throw new Error(
    `${what} need packages that are not installed: ${missing.join(", ")}.\n` +
      `Run: npm install ${peers.join(" ")}\n` +
      "A provider needs none of them: it imports cdktf-hikube/plugin.",
  );
}

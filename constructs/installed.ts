/** What the constructs need and a provider or a sandbox does not: peers that npm installs only where they are asked for. */
const PEERS = ["cdktf", "constructs", "@cdktf/provider-kubernetes"];

/**
 * The first import of the package's main entry: without it a missing peer is a stack of Node from within this package. Why
 * at import: docs/decisions/0010-peers-checked-at-import.md.
 *
 * @throws Error that names what is missing, and the command that installs it
 */
function assertInstalled(): void {
  const missing = PEERS.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  throw new Error(
    `The constructs of cdktf-hikube need packages that are not installed: ${missing.join(", ")}.\n` +
      `Run: npm install ${PEERS.join(" ")}\n` +
      "A provider needs none of them: it imports cdktf-hikube/plugin.",
  );
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    // A package may keep its package.json to itself, and is there then.
    return (error as NodeJS.ErrnoException).code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

assertInstalled();

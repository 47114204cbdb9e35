import { isInstalled } from "./peer-packages";

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

assertInstalled();

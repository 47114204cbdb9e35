import { assertInstalled } from "./peer-packages";

// The first import of the package's main entry: without it a missing peer is a stack of Node from within this package. Why
// at import: docs/decisions/0010-peers-checked-at-import.md. A provider or a sandbox needs none of these peers, which npm
// installs only where they are asked for.
assertInstalled("The constructs of cdktf-hikube", ["cdktf", "constructs", "@cdktf/provider-kubernetes"]);

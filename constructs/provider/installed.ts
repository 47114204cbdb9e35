import { assertInstalled } from "../peer-packages";

// As of the main entry, see docs/decisions/0010-peers-checked-at-import.md.
assertInstalled("The bindings of cdktf-hikube/provider", ["cdktf", "constructs"]);

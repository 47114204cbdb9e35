import { serve } from "../plugin";
import { hikubeProvider } from "./provider";

/** `source = "hikube/hikube"` in a configuration. */
const ADDRESS = "registry.terraform.io/hikube/hikube";

void serve(hikubeProvider(), { address: ADDRESS });

import { serve } from "../plugin";
import { optimizeLate } from "../support/optimize-late";
import { hikubeProvider } from "./provider";

/** `source = "hikube/hikube"` in a configuration. */
const ADDRESS = "registry.terraform.io/hikube/hikube";

void serve(hikubeProvider(), { address: ADDRESS });

optimizeLate();

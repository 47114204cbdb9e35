import { serve } from "../plugin";
import type { OfflineProvider } from "./registry";

/** Serves an offline provider as a program; called by the executables that `installMirror` writes. */
export async function serveProvider(name: OfflineProvider["name"]): Promise<void> {
  // Each is loaded where it is asked for alone.
  if (name === "random") return serve((await import("./random/provider.js")).randomProvider());
  return serve((await import("./kubernetes/provider.js")).kubernetesProvider());
}

import { serve } from "../plugin";
import type { OfflineProvider } from "./registry";

export interface ServeOptions {
  /** Folder of the modules that programs are built from, where the bundle does not lie in the package. */
  readonly modules?: string;
}

/** Serves an offline provider as a program; called by the executables that `installMirror` writes. */
export async function serveProvider(name: OfflineProvider["name"], { modules }: ServeOptions = {}): Promise<void> {
  // Each is loaded where it is asked for alone.
  if (name === "random") return serve((await import("./random/provider.js")).randomProvider());
  if (name === "helm") return serve((await import("./helm/serve.js")).servedHelmProvider({ modules }).provider);
  return serve((await import("./kubernetes/provider.js")).kubernetesProvider());
}

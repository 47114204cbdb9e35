import { DiagnosticError, type Diagnostics, type Path } from "../plugin";
import type { Cluster } from "../kube/cluster";
import { KubeError } from "../kube/kube-error";
import { messageOf } from "../support/errors";

/** What a configured provider instance works with. */
export interface KubernetesClient {
  /** @throws DiagnosticError where the configuration names no cluster */
  cluster(): Cluster;
  /** Labels that match are neither shown nor planned away, unless they are configured. */
  readonly ignoreLabels: readonly RegExp[];
  /** The same for annotations. */
  readonly ignoreAnnotations: readonly RegExp[];
}

/** Where an error happened, as far as the user can see it. */
export interface ErrorPlace {
  /** What failed, e.g. `Failed to create limit range`. */
  readonly prefix?: string;
  readonly path?: Path;
}

/** Runs a call to the API; a refusal becomes a diagnostic in the server's words. */
export async function explained<T>(place: ErrorPlace, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    const summary = place.prefix === undefined ? error.message : `${place.prefix}: ${error.message}`;
    throw new DiagnosticError(summary, undefined, place.path);
  }
}

/** Reports an error after which there is something to store all the same. */
export function report(diagnostics: Diagnostics, error: unknown): void {
  if (error instanceof DiagnosticError) diagnostics.error(error.summary, error.detail, error.path);
  else diagnostics.error(messageOf(error));
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";

/** A rule of a scanner and an object in which it found a fault. */
export interface Fault {
  readonly rule: string;
  /** The rule in the scanner's words. */
  readonly asks: string;
  /** Kind and name. */
  readonly object: string;
}

/** A security tool of others that is put to what `hikube render` prints. */
export interface Scanner {
  readonly name: "checkov" | "trivy";
  /** Path of its program, or nothing where it cannot be had and is not needed. @throws Error in CI */
  readonly locate: () => string | undefined;
  readonly scan: (program: string, manifest: string) => readonly Fault[];
}

/** The objects of a manifest of several documents. */
export function objectsIn(manifest: string): readonly KubeObject[] {
  return parseAllDocuments(manifest).map((document) => document.toJS() as KubeObject);
}

/** The object as the guide names it. */
export function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`;
}

export function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "hikube-scan-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

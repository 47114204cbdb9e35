/** The minor of a version of Kubernetes, such as 35 of `v1.35.4-gke.1`; `undefined` where the text is none. */
export function minorOf(version: string): number | undefined {
  const minor = /^v?1\.(\d+)/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

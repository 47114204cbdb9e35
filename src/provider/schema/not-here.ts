/** A monitoring stack consists of Helm releases, which are the Helm provider's; `HikubeMonitoring` of the constructs makes both. */
export const NOT_HERE: readonly string[] = ["monitoring"];

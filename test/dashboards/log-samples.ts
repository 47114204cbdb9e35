/** Lines of pods of two tenants, as the collector's fields name them, one each ten seconds. */
export function logSamples(end: number): string {
  const lines = Array.from({ length: 180 }, (_line, index) => {
    const namespace = index % 2 === 0 ? "tenant-acme-shop" : "tenant-acme-pay";
    return {
      _time: new Date((end - index * 10) * 1000).toISOString(),
      _msg: index % 5 === 0 ? "error: the database does not answer" : `GET /orders/${index} 200`,
      ...(index % 10 === 0 ? { level: "error" } : {}),
      "kubernetes.pod_namespace": namespace,
      "kubernetes.pod_name": `web-${index % 3}`,
      "kubernetes.container_name": "web",
      stack: "tenant-acme-monitoring",
    };
  });
  return lines.map((line) => JSON.stringify(line)).join("\n");
}

/**
 * Flags of a gateway by name, beside that of its configuration.
 *
 * Its own pages (`/metrics`, `/flags`, `/debug/pprof`, `/-/reload`) are on a port of the pod's loopback interface: on the
 * port of all, they answer anybody until each has a key, and keys would be secrets to keep.
 */
export const GATEWAY_FLAGS: Readonly<Record<string, string>> = {
  configCheckInterval: "30s",
  "http.disableCORS": "true",
  "http.header.disableServerHostname": "true",
  httpInternalListenAddr: "127.0.0.1:8426",
  // Prints tokens.
  logInvalidAuthTokens: "false",
  maxConcurrentPerUserRequests: "50",
  maxConcurrentRequests: "300",
  maxQueueDuration: "10s",
  removeXFFHTTPHeaderValue: "true",
};

/** The same as arguments. */
export function gatewayArgs(): readonly string[] {
  return Object.entries(GATEWAY_FLAGS).map(([name, value]) => `-${name}=${value}`);
}

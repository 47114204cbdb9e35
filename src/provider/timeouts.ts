/** How long each action may take where `timeouts` does not say. */
export const TIMEOUTS = { create: "10m", update: "10m", delete: "10m" } as const;

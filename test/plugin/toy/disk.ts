import { forClient, from } from "../../../src/plugin";

const { resource } = forClient<unknown>();

/** Has had two older schemas, of which each says how its state becomes that of today. */
export const disk = resource({
  schema: {
    version: 2,
    attributes: {
      megabytes: { type: "number", as: "bigint", required: true },
      tags: { type: ["map", "string"], optional: true },
    },
  },
  upgrade: {
    0: from({ attributes: { size: { type: "string", required: true } } }, ({ size }, { diagnostics }) => {
      const unit = size.slice(-1);
      if (unit !== "G" && unit !== "T") diagnostics.error("Unknown unit", `Sizes end with G or T, not with ${unit}.`);
      if (unit === "T") diagnostics.warning("Sizes are counted in megabytes now.");
      return { megabytes: BigInt(Number.parseInt(size)) * (unit === "T" ? 1_000_000n : 1_000n) };
    }),
    1: from(
      {
        attributes: {
          megabytes: { type: "number", as: "bigint", required: true },
          tag: { type: "string", optional: true },
        },
      },
      ({ megabytes, tag }) => ({ megabytes, tags: tag === null ? null : { tag } }),
    ),
  },
  create: ({ plan }) => Promise.resolve({ state: plan }),
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan }) => Promise.resolve({ state: plan }),
  delete: () => Promise.resolve(),
});

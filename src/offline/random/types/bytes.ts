import { randomBytes, randomUUID } from "node:crypto";
import { between, DiagnosticError, forClient } from "../../../plugin";
import { keepers, result } from "../keepers";

const { resource } = forClient<null>();
const count = {
  type: "number",
  as: "int",
  required: true,
  requiresReplace: true,
  validate: between({ min: 1 }),
} as const;

/** Random bytes as an identifier, in several notations, with a prefix before each but the id. */
export const randomId = resource({
  schema: {
    attributes: {
      keepers,
      byte_length: count,
      prefix: { type: "string", optional: true, requiresReplace: true },
      ...{ b64_url: result, b64_std: result, hex: result, dec: result, id: result },
    },
  },
  create: ({ plan }) =>
    Promise.resolve({ state: { ...plan, ...notations(randomBytes(plan.byte_length), plan.prefix ?? "") } }),
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...state, keepers: plan.keepers } }),
  delete: () => Promise.resolve(),
  import({ id: given }) {
    const comma = given.lastIndexOf(",");
    const prefix = given.slice(0, Math.max(comma, 0));
    const bytes = decoded(given.slice(comma + 1), "base64url");
    const state = { keepers: {}, byte_length: bytes.length, prefix: prefix === "" ? null : prefix };
    return Promise.resolve([{ state: { ...state, ...notations(bytes, prefix) } }]);
  },
});

function notations(bytes: Buffer, prefix: string) {
  const id = bytes.toString("base64url");
  const hex = bytes.toString("hex");
  return {
    id,
    b64_url: prefix + id,
    b64_std: prefix + bytes.toString("base64"),
    hex: prefix + hex,
    dec: `${prefix}${BigInt(`0x${hex}`)}`,
  };
}

const secret = { ...result, sensitive: true } as const;

/** Random bytes that are not shown. */
export const randomBytesResource = resource({
  schema: { attributes: { keepers, length: count, base64: secret, hex: secret } },
  create({ plan }) {
    const bytes = randomBytes(plan.length);
    return Promise.resolve({ state: { ...plan, base64: bytes.toString("base64"), hex: bytes.toString("hex") } });
  },
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...state, keepers: plan.keepers } }),
  delete: () => Promise.resolve(),
  import({ id }) {
    const bytes = decoded(id, "base64");
    return Promise.resolve([
      { state: { keepers: null, length: bytes.length, base64: id, hex: bytes.toString("hex") } },
    ]);
  },
});

/** A random UUID. */
export const randomUuid = resource({
  schema: { attributes: { keepers, result, id: result } },
  create({ plan }) {
    const uuid = randomUUID();
    return Promise.resolve({ state: { ...plan, result: uuid, id: uuid } });
  },
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...state, keepers: plan.keepers } }),
  delete: () => Promise.resolve(),
  import({ id }) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
      throw new DiagnosticError("Invalid id to import", `Expected a UUID, received ${JSON.stringify(id)}.`);
    }
    const uuid = id.toLowerCase();
    return Promise.resolve([{ state: { keepers: {}, result: uuid, id: uuid } }]);
  },
});

function decoded(text: string, encoding: "base64" | "base64url"): Buffer {
  const bytes = Buffer.from(text, encoding);
  // Node passes over what is no base64.
  if (text !== "" && bytes.toString(encoding) === text) return bytes;
  throw new DiagnosticError("Invalid id to import", `Expected ${encoding}, received ${JSON.stringify(text)}.`);
}

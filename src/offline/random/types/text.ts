import { forClient } from "../../../plugin";
import { keepers, result } from "../keepers";
import { randomText } from "../text";
import { checkText, ephemeralTextInputs, importedText, textInputs } from "./text-schema";

const { resource, ephemeral } = forClient<null>();
const secret = { ...result, sensitive: true } as const;

/** A random text that anyone may see. */
export const randomString = resource({
  schema: { version: 2, attributes: { ...textInputs, keepers, result, id: result } },
  validate: checkText,
  create({ plan }) {
    const text = randomText(plan);
    return Promise.resolve({ state: { ...plan, result: text, id: text } });
  },
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state: { result: text, id } }) => Promise.resolve({ state: { ...plan, result: text, id } }),
  delete: () => Promise.resolve(),
  import: ({ id }) => Promise.resolve([{ state: { ...importedText(id), id } }]),
});

/** A random text that is not shown. `bcrypt_hash` is null: there is no bcrypt in Node. */
export const randomPassword = resource({
  schema: { version: 3, attributes: { ...textInputs, keepers, result: secret, bcrypt_hash: secret, id: result } },
  validate: checkText,
  create: ({ plan }) =>
    Promise.resolve({ state: { ...plan, result: randomText(plan), bcrypt_hash: null, id: "none" } }),
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state: { result: text, bcrypt_hash, id } }) =>
    Promise.resolve({ state: { ...plan, result: text, bcrypt_hash, id } }),
  delete: () => Promise.resolve(),
  import: ({ id }) => Promise.resolve([{ state: { ...importedText(id), bcrypt_hash: null, id: "none" } }]),
});

/** A password of one run: a new one each time it is opened, stored nowhere. */
export const ephemeralPassword = ephemeral({
  schema: {
    attributes: {
      ...ephemeralTextInputs,
      result: { type: "string", computed: true, sensitive: true },
      bcrypt_hash: { type: "string", computed: true, sensitive: true },
    },
  },
  validate: checkText,
  open({ config }) {
    const options = {
      ...config,
      special: config.special ?? true,
      upper: config.upper ?? true,
      lower: config.lower ?? true,
      numeric: config.numeric ?? true,
      min_special: config.min_special ?? 0,
      min_upper: config.min_upper ?? 0,
      min_lower: config.min_lower ?? 0,
      min_numeric: config.min_numeric ?? 0,
    };
    return Promise.resolve({ result: { ...options, result: randomText(options), bcrypt_hash: null } });
  },
});

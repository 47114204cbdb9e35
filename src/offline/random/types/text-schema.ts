import { between, isUnknown, type Attribute, type Diagnostics, type Value, type ValueRecord } from "../../../plugin";

const MINIMUMS = ["min_upper", "min_lower", "min_numeric", "min_special"] as const;
const KINDS = ["special", "upper", "lower", "numeric"] as const;

const flag = { type: "bool", optional: true, computed: true } as const;
const least = { type: "number", as: "int", optional: true, computed: true, validate: between({ min: 0 }) } as const;

/** What the ephemeral password is configured with; the defaults are filled in when it is opened. */
export const ephemeralTextInputs = {
  length: { type: "number", as: "int", required: true, validate: between({ min: 1 }) },
  special: flag,
  upper: flag,
  lower: flag,
  numeric: flag,
  min_special: least,
  min_upper: least,
  min_lower: least,
  min_numeric: least,
  override_special: { type: "string", optional: true },
} as const satisfies Record<string, Attribute>;

const drawnAnew = { requiresReplace: true } as const;
const whole = { ...flag, ...drawnAnew, default: true } as const;
const none = { ...least, ...drawnAnew, default: 0 } as const;

/** `number` is the old name of `numeric`: each takes the other one's value. */
function asOther(name: "number" | "numeric") {
  return ({ config }: { readonly config: ValueRecord }) => {
    const other = config[name] ?? null;
    return isUnknown(other) ? other : other !== false;
  };
}

/** What `random_password` and `random_string` are configured with. */
export const textInputs = {
  length: { ...ephemeralTextInputs.length, ...drawnAnew },
  special: whole,
  upper: whole,
  lower: whole,
  number: {
    ...flag,
    ...drawnAnew,
    default: asOther("numeric"),
    deprecated: "**NOTE**: This is deprecated, use `numeric` instead.",
  },
  numeric: { ...flag, ...drawnAnew, default: asOther("number") },
  min_special: none,
  min_upper: none,
  min_lower: none,
  min_numeric: none,
  override_special: {
    type: "string",
    optional: true,
    // Versions before 3.3 stored an empty text where nothing was configured.
    requiresReplace: ({ prior, plan }: { readonly prior: Value; readonly plan: Value }) =>
      prior !== "" || plan !== null,
  },
} as const satisfies Record<string, Attribute>;

/** The checks that concern several attributes; what is not known yet counts for nothing. */
export function checkText({
  config,
  diagnostics,
}: {
  readonly config: ValueRecord;
  readonly diagnostics: Diagnostics;
}) {
  const sum = MINIMUMS.map((name) => numberOf(config[name])).reduce((a, b) => a + b, 0);
  const length = config.length ?? null;
  if (typeof length === "number" && length < sum) {
    const text = `length is ${length}, but ${MINIMUMS.join(" + ")} is ${sum}.`;
    diagnostics.error("Invalid value for length", `It must be at least the sum of all minimums: ${text}`, ["length"]);
  }
  if (KINDS.every((name) => config[name] === false)) {
    diagnostics.error("Invalid value for numeric", `One of ${KINDS.join(", ")} must be true.`, ["numeric"]);
  }
  const { number = null, numeric = null } = config;
  if (typeof number === "boolean" && typeof numeric === "boolean" && number !== numeric) {
    diagnostics.error("number and numeric have different values", "number is deprecated: write numeric.", ["number"]);
  }
}

function numberOf(value: Value | undefined): number {
  return typeof value === "number" ? value : 0;
}

/** What an import knows of a text: itself. */
export function importedText(text: string) {
  return {
    length: Array.from(text).length,
    ...{ special: true, upper: true, lower: true, number: true, numeric: true },
    ...{ min_special: 0, min_upper: 0, min_lower: 0, min_numeric: 0 },
    override_special: null,
    keepers: null,
    result: text,
  };
}

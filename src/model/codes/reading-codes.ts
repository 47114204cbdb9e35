/** Of plain data in general: files, types, fields. */
export const READING_CODES = {
  "cdktf-token": {
    cause: "A string of a file looks like a CDKTF token. CDKTF would replace it with another value of the app.",
    cure: "Remove the token. Values that are only known at apply need TypeScript.",
  },
  "duplicate-key": {
    cause: "A map has the same key twice, and one of the values would be lost.",
    cure: "Remove one of the two.",
  },
  "inherited-field": {
    cause: "An object has a field from its class or from another object, and only own fields are read.",
    cure: "Write the field into a plain object.",
  },
  "empty-file": {
    cause: "The file is empty.",
    cure: "Start with `formatVersion: 1`.",
  },
  "endless-alias": {
    cause: "A YAML alias is inside of its own value.",
    cure: "Write the value out.",
  },
  "exactly-one-field": {
    cause: "Several fields exclude each other, and none of them or more than one is given.",
    cure: "Give exactly one of them.",
  },
  "inexact-number": {
    cause: "The number is too large to be kept exactly.",
    cure: "Correct it, or put it in quotes where a string is expected.",
  },
  "invalid-encoding": {
    cause: "The file is not UTF-8.",
    cure: "Save it as UTF-8.",
  },
  "invalid-key": {
    cause: "The key of a map is invalid: it is too long, has invisible characters, or is reserved by JavaScript.",
    cure: "Correct or remove it. Often a quote before it was not closed.",
  },
  "invisible-characters": {
    cause: "A string holds invisible characters: line breaks, controls, direction marks, zero-width characters.",
    cure: "Remove what the message shows as an escape such as `\\n` or `\\u200b`.",
  },
  "limit-exceeded": {
    cause: "The file exceeds a limit of size, nesting or length.",
    cure: "Split the file, or shorten what the message names.",
  },
  "missing-cluster-facts": {
    cause: "The tenants file names no facts of the cluster, and none were passed on the command line.",
    cure: "Add `cluster: cluster.json`, or pass `--cluster`; `hikube cluster inspect` writes the file.",
  },
  "missing-field": {
    cause: "A required field is missing.",
    cure: "Add it.",
  },
  "multiple-documents": {
    cause: "The file holds more than one YAML document.",
    cure: "Move the others into files of their own.",
  },
  "path-outside-folder": {
    cause: "The facts that a tenants file names are outside of its folder, or a link leads out of it.",
    cure: "Move the facts beside the tenants file, or pass them by `--cluster`.",
  },
  "syntax-error": {
    cause: "The text is neither YAML nor JSON.",
    cure: "Correct the line that the message names, or the one before it.",
  },
  "unknown-alias": {
    cause: "A YAML alias has no anchor before it.",
    cure: "Put the anchor before the value.",
  },
  "unknown-field": {
    cause: "The field does not exist; it would be ignored.",
    cure: "Correct a misspelt name, or remove the field.",
  },
  "unknown-value": {
    cause: "The value is not one of those that the field allows.",
    cure: "Choose one of the values that the message lists.",
  },
  "unreadable-file": {
    cause:
      "The file does not exist, is not a regular file, cannot be read by this user, or has other contents than expected.",
    cure: "Correct the path or the permissions, or write the file again.",
  },
  "unsupported-tag": {
    cause: "A YAML tag asks for another type than the plain ones.",
    cure: "Remove the tag.",
  },
  "unsupported-version": {
    cause: "The file has a format version that this release does not know.",
    cure: "Write the file again with this release, or install the release that knows the version.",
  },
  "wrong-file": {
    cause: "The file is of another kind: it has none of the expected fields.",
    cure: "Pass the right file, or write it again.",
  },
  "wrong-type": {
    cause: "The value has the wrong type.",
    cure: "Write a value of the type that the message names; in YAML, quotes make it a string.",
  },
} as const;

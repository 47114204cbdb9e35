import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ISSUE_CODES, type CodeMeaning } from "../src/model/issue-codes";
import { SANDBOX_ERROR_CODES } from "../src/support/errors";

const INTRO = `# Errors

Every code of an error, with its cause and cure. Made by \`npx tsx scripts/error-docs.ts\`.

Codes are stable: programs may rely on them. Messages may be reworded.`;

const ISSUES = `## Faults of tenants and cluster facts

A fault is printed on one line that ends with its code, and is an \`Issue\` in TypeScript: \`issues\` of a \`SpecError\`. Under
\`--json\`, \`hikube check\` gives the code as \`code\`.

\`\`\`
path: message; received …; expected: …; hint: … [code]
\`\`\``;

const SANDBOX = `## Errors of sandboxes

The \`code\` of a \`SandboxError\`.`;

/** `docs/errors.md`: every code, from the tables of the sources. */
export function errorDocs(): string {
  return `${[INTRO, ISSUES, entries(ISSUE_CODES), SANDBOX, entries(SANDBOX_ERROR_CODES)].join("\n\n")}\n`;
}

/** A heading for each code, so that it can be linked, in order. */
function entries(codes: Readonly<Record<string, CodeMeaning>>): string {
  const sorted = Object.entries(codes).sort(([left], [right]) => (left < right ? -1 : 1));
  const sections = sorted.map(([code, { cause, cure }]) => `### \`${code}\`\n\n${cause}\n\n${cure}`);
  return sections.join("\n\n");
}

if (require.main === module) writeFileSync(join(__dirname, "..", "docs", "errors.md"), errorDocs());

import type { Severity } from "../../review/change";
import { defineCommand, EXIT } from "../command";
import { reviewDeclared } from "../review/declared";
import { loadRevision } from "../review/revision";
import { FAIL_ON, isReached, REVIEW_FORMATS, showReview } from "../review/show";
import { SYNTHESIZED } from "../tenants-source";

interface DiffOptions {
  readonly output: string;
  readonly failOn?: Severity;
}

export const diff = defineCommand<DiffOptions>({
  path: ["diff"],
  summary: "review what changes between two revisions of the tenants",
  description:
    "Compares the tenants of two files, or of a file at two revisions of git (REVISION:PATH), without a cluster: who " +
    "gains or loses access, which connections open or close, what security, lifetime, quotas and labels become, and each " +
    "object that comes or goes. Dangers come first.",
  examples: [
    "hikube diff main:tenants.yaml tenants.yaml",
    "hikube diff v1.4:tenants.yaml v1.5:tenants.yaml --markdown",
    "hikube diff before/hikube.json cdktf.out/hikube.json --json",
    "hikube diff main:tenants.yaml tenants.yaml --fail-on danger",
  ],
  exits: { [EXIT.findings]: "with --fail-on: a change of that severity" },
  argument: {
    notation: "<base>",
    description: "the former tenants: a file of them, what synth wrote, or REVISION:PATH",
  },
  secondArgument: { notation: "[head]", description: `the new ones, in the same way (default: ${SYNTHESIZED})` },
  formats: REVIEW_FORMATS,
  options: [FAIL_ON],
  async run({ output, failOn }, io, [base = "", head = SYNTHESIZED]) {
    const [before, after] = [await loadRevision(base, io), await loadRevision(head, io)];
    const review = reviewDeclared(before, after);
    const exitCode = isReached(review, failOn) ? EXIT.findings : EXIT.done;
    return { ...showReview(review, output, "Changes of tenants"), exitCode };
  },
});

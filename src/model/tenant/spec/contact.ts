import { show, type Issue, type Path } from "../../issue";
import { readPlain } from "../../schema/read";
import { string, type StringSchema } from "../../schema/schema";

/** UTF-16 code units. It stands at the end of each refusal, which terminals break into lines. */
const LONGEST_CONTACT = 120;

export const CONTACT: StringSchema = string("platform@example.com", { longest: LONGEST_CONTACT });

/** What is wrong with whom to ask: it is one printable line, such as an address, a link or a channel. */
export function contactIssues(contact: unknown, path: Path): readonly Issue[] {
  if (contact === undefined) return [];
  const { issues } = readPlain(contact, CONTACT, path);
  if (typeof contact !== "string" || issues.length > 0) return issues;
  if (contact.trim() !== "" && contact.length <= LONGEST_CONTACT) return [];
  return [
    {
      path,
      code: "invalid-contact",
      message: contact.trim() === "" ? "nothing to ask by" : "too long for the end of a message",
      received: contact.trim() === "" ? show(contact) : `${contact.length} characters`,
      expected: `1 to ${LONGEST_CONTACT} characters: an address, a link, a channel`,
      hint: "give the one place where the people of a tenant ask, or leave it out",
    },
  ];
}

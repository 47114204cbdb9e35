import { ISSUE_CODES, type IssueCode } from "../../model/issue-codes";
import { isDiagnosticError } from "../../plugin/diagnostic";
import { ProjectError } from "../command";

const CODE = / \[([a-z-]+)\]$/;

/** Asks what the provider asks before it deletes a namespace. @throws ProjectError what it refuses, in its words */
export async function inWordsOfCommand<T>(namespace: string, ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isDiagnosticError(error)) throw error;
    const { summary, detail = "" } = error;
    const [, code = ""] = CODE.exec(detail) ?? [];
    throw new ProjectError(
      [`the namespace ${namespace} is not deleted: ${summary}`, `  ${detail.replace(CODE, "")}`],
      isIssueCode(code) ? code : "namespace-remains",
    );
  }
}

function isIssueCode(code: string): code is IssueCode {
  return Object.hasOwn(ISSUE_CODES, code);
}

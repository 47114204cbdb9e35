import { inspect, types } from "node:util";
import { isDiagnosticError, type Diagnostic, type Diagnostics, type Path } from "../diagnostic";

/** Errors of these kinds are never about the user's input. */
const PROGRAMMING_ERRORS: readonly string[] = ["TypeError", "ReferenceError", "SyntaxError", "RangeError"];

/** Collects the diagnostics of one call. */
export class Collector implements Diagnostics {
  readonly #list: Diagnostic[] = [];

  get list(): readonly Diagnostic[] {
    return this.#list;
  }

  get hasErrors(): boolean {
    return this.#list.some(({ severity }) => severity === "error");
  }

  error(summary: string, detail?: string, path?: Path): void {
    this.#add("error", { summary, detail, path });
  }

  warning(summary: string, detail?: string, path?: Path): void {
    this.#add("warning", { summary, detail, path });
  }

  /** Takes in whatever was thrown; a fault in the provider's code says so, with the stack. */
  thrown(error: unknown): void {
    if (isDiagnosticError(error)) {
      this.error(error.summary, withCause(error.detail, error.cause), error.path);
    } else if (types.isNativeError(error) && PROGRAMMING_ERRORS.includes(error.name)) {
      this.error(
        `The provider failed: ${error.message}`,
        `This is a bug in the provider. Please report it to its maintainers with this stack:\n\n${error.stack ?? ""}`,
      );
    } else if (types.isNativeError(error)) {
      const [summary = "", ...rest] = error.message.split("\n");
      this.error(summary === "" ? error.name : summary, withCause(rest.join("\n"), error.cause));
    } else {
      this.error(textOf(error));
    }
  }

  // What an author without a compiler hands in may be of any kind; the answer must be sent all the same.
  #add(
    severity: Diagnostic["severity"],
    { summary, detail, path }: Record<"summary" | "detail" | "path", unknown>,
  ): void {
    const where = Array.isArray(path) ? path.filter(isStep) : undefined;
    this.#list.push({
      severity,
      summary: textOf(summary),
      ...((detail ?? "") !== "" && { detail: textOf(detail) }),
      ...(where && { path: where }),
    });
  }
}

function isStep(step: unknown): step is string | number {
  return typeof step === "string" || typeof step === "number";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : inspect(value);
}

function withCause(detail: string | undefined, cause: unknown): string | undefined {
  if (!types.isNativeError(cause)) return detail;
  return [detail, `Cause: ${cause.message}`].filter((part) => part !== undefined && part !== "").join("\n\n");
}

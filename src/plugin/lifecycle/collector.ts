import type { Diagnostic, Diagnostics, Path } from "../diagnostic";
import { masked } from "./secrets";
import { textOf, toldOf, type Told } from "./thrown";

/** Collects the diagnostics of one call. */
export class Collector implements Diagnostics {
  readonly #list: Diagnostic[] = [];

  /** @param mask takes out of a text what no user may see. @default - passwords in addresses */
  constructor(private readonly mask: (text: string) => string = (text) => masked(text, [])) {}

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

  /** Takes in whatever was thrown. */
  thrown(error: unknown): void {
    for (const { summary, detail, path } of told(error)) this.error(summary, detail, path);
  }

  // What an author without a compiler hands in may be of any kind; the answer must be sent all the same.
  #add(
    severity: Diagnostic["severity"],
    { summary, detail, path }: Record<"summary" | "detail" | "path", unknown>,
  ): void {
    const where = Array.isArray(path) ? path.filter(isStep) : undefined;
    this.#list.push({
      severity,
      summary: this.mask(asText(summary)),
      ...((detail ?? "") !== "" && { detail: this.mask(asText(detail)) }),
      ...(where && { path: where }),
    });
  }
}

/** Objects can be made that throw where they are only looked at. */
function told(error: unknown): readonly Told[] {
  try {
    return toldOf(error);
  } catch {
    return [{ summary: "The provider threw something that cannot be shown" }];
  }
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : textOf(value);
}

function isStep(step: unknown): step is string | number {
  return typeof step === "string" || typeof step === "number";
}

import { isStep, type Diagnostic, type Diagnostics, type Path } from "../diagnostic";
import type { Log, LogFields } from "../log";
import { CallLog } from "./call-log";
import { plainOf } from "../values/plain";
import { masked } from "./secrets";
import { textOf, toldOf, type Told } from "./thrown";

/** What a call tells of itself, and whom it tells what must not be shown. */
interface AboutCall {
  readonly fields?: LogFields;
  readonly hide?: (texts: readonly string[]) => void;
  /** Sentences in which nothing is looked for. @default - none */
  readonly own?: readonly string[];
  /** Makes texts readable. @default - they stay as they are */
  readonly printed?: (text: string) => string;
}

/** Collects the diagnostics of one call. */
export class Collector implements Diagnostics {
  readonly #list: Diagnostic[] = [];

  readonly #hidden: string[] = [];
  readonly #own: readonly string[];
  readonly #printed: (text: string) => string;
  readonly #sent: (text: string) => string;
  /** The log of the same call: what its diagnostics may not show, it may not either. */
  readonly log: Log;

  /** @param sent takes out of a text what no user may see of what came with the call. @default - passwords in addresses */
  constructor(
    sent = (text: string): string => masked(text, []),
    { fields = {}, hide, own = [], printed = (text) => text }: AboutCall = {},
  ) {
    this.#sent = sent;
    this.#own = own;
    this.#printed = printed;
    const mask = (texts: readonly string[]): void => {
      this.#hidden.push(...texts);
      hide?.(texts);
    };
    this.log = new CallLog({ fields, mask, shown: (text) => this.#mask(text) });
  }

  #mask(text: string): string {
    return masked(this.#sent(text), this.#hidden, this.#own);
  }

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
    const where: unknown = plainOf(path);
    const [short, long] = [summary, detail].map((text) => this.#printed(this.#mask(asText(text ?? ""))));
    this.#list.push({
      severity,
      summary: short?.trim()
        ? short
        : `The provider told of ${severity === "error" ? "an error" : "a warning"} without text`,
      ...(long && { detail: long }),
      ...(Array.isArray(where) && { path: stepsOf(where) }),
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
  if (typeof value === "string") return value;
  try {
    return textOf(value);
  } catch {
    return "something that cannot be shown";
  }
}

/** The path up to what is no step. */
function stepsOf(path: readonly unknown[]): Path {
  const end = path.findIndex((step) => !isStep(step));
  return (end === -1 ? path : path.slice(0, end)).filter(isStep);
}

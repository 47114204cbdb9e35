import { isRecord } from "../values/guards";
import type { Value } from "../value";
import { differences } from "./checks";
import { shownValue } from "./expected";
import { assertNone, StepFaults } from "./scenario-error";
import { assertErrors, assertNoError, type ExpectedErrors } from "./failure";
import { storedValues } from "./steps";
import type { Workspace } from "./workspace";

/** How a stored resource is imported, and what may differ. */
export interface ImportVerify {
  /** What is imported. @default - the stored attribute `id` */
  readonly id?: string;
  /** Attributes that an import cannot know, such as passwords. @default - none */
  readonly ignore?: readonly string[];
  /** The import must fail with a text that matches, all of them where there are several. */
  readonly error?: ExpectedErrors;
}

const STATE = "import.tfstate";

/** Imports a resource that is stored already into an empty state, and compares the two. */
export async function importStep(workspace: Workspace, address: string, options: ImportVerify): Promise<void> {
  const stored = (await storedValues(workspace)).resources.get(address);
  if (stored === undefined && options.id === undefined) throw new StepFaults([`${address} is not in the state`]);
  await workspace.restore();
  const id = options.id ?? idOf(address, stored ?? null);
  const found = await imported(workspace, address, id, options.error);
  if (found === undefined || stored === undefined) return;
  const ignored = new Set(options.ignore);
  const known = isRecord(stored) ? Object.keys(stored) : [];
  assertNone([
    ...(options.ignore ?? []).filter((name) => !known.includes(name)).map((name) => `it has no attribute ${name}`),
    ...differences(stored, found)
      .filter(([name]) => !ignored.has(name))
      .map(
        ([name, from, to]) => `import of ${address}: ${name}: stored ${shownValue(from)}, imported ${shownValue(to)}`,
      ),
  ]);
}

function idOf(address: string, stored: Value): string {
  const id = isRecord(stored) ? stored.id : undefined;
  if (typeof id === "string") return id;
  throw new StepFaults([`${address} has no attribute id that is text; say what to import with \`id\``]);
}

/** What an import stored; `undefined` where it failed as expected. */
async function imported(
  workspace: Workspace,
  address: string,
  id: string,
  error: ExpectedErrors | undefined,
): Promise<Value | undefined> {
  const { code, output, errors } = await workspace.run(
    ...["import", "-no-color", "-input=false", "-backup=-", `-state=${STATE}`, `-state-out=${STATE}`, address, id],
  );
  const text = unwrapped(`${errors}\n${output}`);
  try {
    if (code !== 0 && error === undefined) throw new StepFaults([`import failed:\n${text}`]);
    if (code !== 0 && error !== undefined) {
      assertErrors("import", error, [text], text);
      return undefined;
    }
    assertNoError(error);
    return (await storedValues(workspace, STATE)).resources.get(address);
  } finally {
    await workspace.remove(STATE);
  }
}

/** What wraps long lines for the eye, taken out. */
function unwrapped(text: string): string {
  return text.replace(/\s*\n[│╷╵\s]*/g, " ").trim();
}

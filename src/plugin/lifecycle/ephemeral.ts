import { types } from "node:util";
import type { AnyEphemeral, PrivateState } from "../provider";
import { isPlainRecord } from "../values/guards";
import type { ValueRecord } from "../value";
import { receivedState } from "./check-state";
import { kept } from "./keep";
import { shown } from "./numbers";
import { partIn, plainOf } from "../values/plain";
import { invalidAnswer } from "./report";
import { attempt, writeRequestOf, type Call } from "./session";

/** What an ephemeral resource gave when it was opened. */
export interface OpenedEphemeral {
  readonly result: ValueRecord;
  readonly renewAt: Date | undefined;
  /** As the author answered it; `undefined` where there is none. */
  readonly private: unknown;
}

/**
 * Opens an ephemeral resource. What was opened, but cannot be handed over, is closed at once: Terraform closes nothing
 * that it was told has failed.
 *
 * @param send makes the answer of it
 */
export async function openEphemeral<T>(
  call: Call,
  ephemeral: AnyEphemeral,
  config: ValueRecord,
  send: (opened: OpenedEphemeral) => T,
): Promise<T | undefined> {
  const opened: unknown = await ephemeral.open({
    ...writeRequestOf(call, {}),
    config: shown(ephemeral.schema, config),
  });
  const answer = attempt(call, undefined, () => {
    const checked = checkedOpening(call, ephemeral, { opened, config });
    return checked && send(checked);
  });
  if (!call.diagnostics.hasErrors) return answer;
  if (opened !== undefined && opened !== null) await closeRefused(call, ephemeral, partIn(opened, "private"));
  return undefined;
}

/** What an author's code returned, and for which configuration. */
interface Opening {
  readonly opened: unknown;
  readonly config: ValueRecord;
}

function checkedOpening(call: Call, ephemeral: AnyEphemeral, { opened, config }: Opening): OpenedEphemeral | undefined {
  if (call.diagnostics.hasErrors) return undefined;
  const { schema } = ephemeral;
  const result = receivedState(call.diagnostics, schema, partIn(opened, "result"));
  if (result === undefined) return undefined;
  const renewAt = checkedTime(partIn(opened, "renewAt"));
  if (renewAt !== undefined && ephemeral.renew === undefined) {
    throw invalidAnswer("result", "renewAt is given, but there is no renew");
  }
  return { result: kept(schema, result, [config]), renewAt, private: partIn(opened, "private") };
}

async function closeRefused(call: Call, ephemeral: AnyEphemeral, given: unknown): Promise<void> {
  const state = plainOf(given);
  try {
    await closeEphemeral(call, ephemeral, isPlainRecord(state) ? state : {});
  } catch (error) {
    call.diagnostics.thrown(error);
  }
}

export type RenewedEphemeral = Omit<OpenedEphemeral, "result">;

export async function renewEphemeral(
  call: Call,
  ephemeral: AnyEphemeral,
  kept: PrivateState,
): Promise<RenewedEphemeral> {
  const renewed: unknown = await ephemeral.renew?.(writeRequestOf(call, kept));
  return { renewAt: checkedTime(partIn(renewed, "renewAt")), private: partIn(renewed, "private") };
}

/** Also after Ctrl-C, and then above all: what was opened is to be closed. */
export async function closeEphemeral(call: Call, ephemeral: AnyEphemeral, kept: PrivateState): Promise<void> {
  await ephemeral.close?.({ ...writeRequestOf(call, kept), stopping: new AbortController().signal });
}

function checkedTime(moment: unknown): Date | undefined {
  if (moment === undefined || moment === null) return undefined;
  if (types.isDate(moment) && !Number.isNaN(Number(moment))) return moment;
  throw invalidAnswer("result", "renewAt is no valid date");
}

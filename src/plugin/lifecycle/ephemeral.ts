import { types } from "node:util";
import type { AnyEphemeral, PrivateState } from "../provider";
import type { ValueRecord } from "../value";
import { receivedState } from "./check-state";
import { shown } from "./numbers";
import { partIn } from "../values/plain";
import { invalidAnswer } from "./report";
import { writeRequestOf, type Call } from "./session";

/** What an ephemeral resource gave when it was opened. */
export interface OpenedEphemeral {
  readonly result: ValueRecord;
  readonly renewAt: Date | undefined;
  /** As the author answered it; `undefined` where there is none. */
  readonly private: unknown;
}

export async function openEphemeral(
  call: Call,
  ephemeral: AnyEphemeral,
  config: ValueRecord,
): Promise<OpenedEphemeral | undefined> {
  const opened: unknown = await ephemeral.open({
    ...writeRequestOf(call, {}),
    config: shown(ephemeral.schema, config),
  });
  if (call.diagnostics.hasErrors) return undefined;
  const result = receivedState(call.diagnostics, ephemeral.schema, partIn(opened, "result"));
  if (result === undefined) return undefined;
  const renewAt = checkedTime(partIn(opened, "renewAt"));
  if (renewAt !== undefined && ephemeral.renew === undefined) {
    throw invalidAnswer("result", "renewAt is given, but there is no renew");
  }
  return { result, renewAt, private: partIn(opened, "private") };
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

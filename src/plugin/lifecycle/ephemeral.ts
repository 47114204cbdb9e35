import type { AnyEphemeral, PrivateState } from "../provider";
import type { ValueRecord } from "../value";
import { receivedState } from "./check-state";
import { shown } from "./numbers";
import { writeRequestOf, type Call } from "./session";

/** What an ephemeral resource gave when it was opened. */
export interface OpenedEphemeral {
  readonly result: ValueRecord;
  readonly renewAt: Date | undefined;
  /** `undefined` where there is none. */
  readonly private: PrivateState | undefined;
}

export async function openEphemeral(
  call: Call,
  ephemeral: AnyEphemeral,
  config: ValueRecord,
): Promise<OpenedEphemeral | undefined> {
  // An author without a compiler may have forgotten to return it.
  const opened = (await ephemeral.open({ ...writeRequestOf(call, {}), config: shown(ephemeral.schema, config) })) as
    Partial<OpenedEphemeral> | undefined;
  if (call.diagnostics.hasErrors) return undefined;
  const result = receivedState(call.diagnostics, ephemeral.schema, opened?.result);
  if (result === undefined) return undefined;
  const renewAt = checkedTime(call, opened?.renewAt);
  if (renewAt !== undefined && ephemeral.renew === undefined) {
    call.diagnostics.error(
      "The provider returned an invalid result",
      "renewAt is given, but there is no renew. This is a bug in the provider. Please report it to its maintainers.",
    );
  }
  return { result, renewAt, private: opened?.private };
}

export type RenewedEphemeral = Omit<OpenedEphemeral, "result">;

export async function renewEphemeral(
  call: Call,
  ephemeral: AnyEphemeral,
  kept: PrivateState,
): Promise<RenewedEphemeral> {
  const renewed = await ephemeral.renew?.(writeRequestOf(call, kept));
  return { renewAt: checkedTime(call, renewed?.renewAt), private: renewed?.private };
}

/** Also after Ctrl-C, and then above all: what was opened is to be closed. */
export async function closeEphemeral(call: Call, ephemeral: AnyEphemeral, kept: PrivateState): Promise<void> {
  await ephemeral.close?.({ ...writeRequestOf(call, kept), stopping: new AbortController().signal });
}

function checkedTime({ diagnostics }: Call, moment: Date | undefined): Date | undefined {
  if (moment === undefined || !Number.isNaN(moment.getTime())) return moment;
  diagnostics.error(
    "The provider returned an invalid result",
    "renewAt is no valid date. This is a bug in the provider. Please report it to its maintainers.",
  );
  return undefined;
}

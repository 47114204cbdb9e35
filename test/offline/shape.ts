import type { ValueRecord } from "../../src/plugin";

/** One configuration, and what the real provider stores for it beside `id` and `metadata`. */
export interface Shape {
  readonly config: ValueRecord;
  readonly state: ValueRecord;
}

/** Examples by type and name. */
export type Shapes = Readonly<Record<string, Readonly<Record<string, Shape>>>>;

/** What is stored as it was configured. */
export function same(values: ValueRecord, more: ValueRecord = {}): Shape {
  return { config: values, state: { ...values, ...more } };
}

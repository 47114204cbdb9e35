import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ValueRecord } from "../../src/plugin";
import { asRead, privateOf } from "./real-state";
import { SHAPES } from "./shapes";

/** What the real provider, version 2.38.0, stored for one example. Uids and versions of objects are made up. */
interface Recorded {
  /** After apply. */
  readonly applied: ValueRecord;
  /** After a refresh. */
  readonly read: ValueRecord;
  /** What stood beside the state, as JSON. */
  readonly private: unknown;
}

const RECORDED = JSON.parse(readFileSync(join(__dirname, "recorded.json"), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, Recorded>>>
>;

const CASES = Object.entries(SHAPES).flatMap(([typeName, shapes]) =>
  Object.entries(shapes).map(([name, shape]) => ({ typeName, name, ...shape })),
);

// The other tests hold the offline provider to these tables and functions; here they are held to the real one.
describe.each(CASES)("the real provider's state of $typeName, $name", ({ typeName, name, state }) => {
  const recorded = RECORDED[typeName]?.[name];

  it("is what the examples say, after apply", () => {
    const { id, metadata, ...rest } = recorded!.applied;
    expect(rest).toEqual(state);
    expect([id, metadata]).toEqual([expect.stringContaining(`x-${name}`), [expect.objectContaining({ labels: null })]]);
  });

  it("is what a read makes of it, after a refresh", () => {
    expect(asRead(typeName, recorded!.applied)).toEqual(recorded!.read);
  });

  it("has the times of its operations beside it", () => {
    expect(privateOf(typeName, recorded!.applied)).toEqual(recorded!.private);
  });
});

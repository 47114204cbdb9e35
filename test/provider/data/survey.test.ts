import { Shared } from "../../../src/provider/data/survey";

/** Reads that end when they are told to. */
function reads() {
  const open: ((value: number | Error) => void)[] = [];
  let count = 0;
  const shared = new Shared(
    () =>
      new Promise<number>((resolve, reject) => {
        count += 1;
        open.push((value) => {
          if (value instanceof Error) reject(value);
          else resolve(value);
        });
      }),
  );
  return { shared, open, started: () => count };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("who asks at the same time shares an answer, and nobody gets one that is older than the question", async () => {
  const { shared, open, started } = reads();
  const first = [shared.ask(), shared.ask()];
  await turn();
  expect(started()).toBe(1);
  const later = [shared.ask(), shared.ask(), shared.ask()];
  await turn();
  expect(started()).toBe(1);
  open[0]?.(1);
  expect(await Promise.all(first)).toEqual([1, 1]);
  await turn();
  expect(started()).toBe(2);
  open[1]?.(2);
  expect(await Promise.all(later)).toEqual([2, 2, 2]);
  expect(started()).toBe(2);
});

test("a failure is told to those who waited, and the next asks anew", async () => {
  const { shared, open } = reads();
  const first = shared.ask();
  await turn();
  const next = shared.ask();
  open[0]?.(new Error("gone"));
  await expect(first).rejects.toThrow("gone");
  await turn();
  open[1]?.(7);
  expect(await next).toBe(7);
});

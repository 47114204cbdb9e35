import { setImmediate as turn } from "node:timers/promises";
import { runStacks, type Order } from "../../../src/cli/project/run-stacks";
import type { Stack } from "../../../src/cli/project/stacks";

function task(name: string, ...dependencies: readonly string[]): { readonly stack: Stack } {
  const config = { objects: [], ignored: [], providers: [], clusterBlocks: [] };
  return { stack: { name, dependencies, directory: name, file: "cdk.tf.json", config } };
}

/** What began and ended, in that order, where a stack takes a turn of the event loop, and a slow one many. */
async function trace(
  tasks: readonly { readonly stack: Stack }[],
  order: Partial<Order<string>> = {},
  failing: readonly string[] = [],
) {
  const events: string[] = [];
  let most = 0;
  let running = 0;
  const all = runStacks(tasks, { parallelism: 2, ...order }, async ({ stack: { name } }) => {
    events.push(`+${name}`);
    most = Math.max(most, (running += 1));
    for (let turns = name.endsWith("slow") ? 40 : 1; turns > 0; turns -= 1) await turn();
    running -= 1;
    events.push(`-${name}`);
    if (failing.includes(name)) throw new Error(`${name} fails`);
    return name;
  });
  const results = await all.catch(String);
  return { events, most, results };
}

test("so many stacks at a time, and the results in the order of the stacks", async () => {
  const tasks = ["a-slow", "b", "c", "d"].map((name) => task(name));
  const { events, most, results } = await trace(tasks);
  expect(most).toBe(2);
  expect(events.slice(0, 4)).toEqual(["+a-slow", "+b", "-b", "+c"]);
  expect(results).toEqual(["a-slow", "b", "c", "d"]);
  expect((await trace(tasks, { parallelism: 1 })).most).toBe(1);
});

test("a stack waits for those that it depends on, and nobody else for them", async () => {
  const { events } = await trace([task("base-slow"), task("top", "base-slow"), task("free")]);
  expect(events).toEqual(["+base-slow", "+free", "-free", "-base-slow", "+top", "-top"]);
});

test("a dependency that is not among them is not waited for", async () => {
  expect((await trace([task("top", "elsewhere")])).results).toEqual(["top"]);
});

test("the other way round, what depends on others goes first", async () => {
  const { events, results } = await trace([task("base"), task("top-slow", "base")], { reverse: true });
  expect(events).toEqual(["+top-slow", "-top-slow", "+base", "-base"]);
  expect(results).toEqual(["base", "top-slow"]);
});

test("after a failure none is begun, and those under way are waited for", async () => {
  const { events, results } = await trace([task("a"), task("b-slow"), task("c")], {}, ["a"]);
  expect(events).toEqual(["+a", "+b-slow", "-a", "-b-slow"]);
  expect(results).toBe("Error: a fails");
});

test("a result may end it too, and is kept", async () => {
  const tasks = ["a", "b-slow", "c"].map((name) => task(name));
  expect((await trace(tasks, { endsWith: (result) => result === "a" })).results).toEqual(["a", "b-slow"]);
});

test("no stack at all is done at once", async () => {
  expect((await trace([])).results).toEqual([]);
});

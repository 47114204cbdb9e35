import { applyResource } from "../../../src/plugin/lifecycle/apply";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { planResource } from "../../../src/plugin/lifecycle/plan";
import { Session } from "../../../src/plugin/lifecycle/session";
import type { AnyResource, PrivateState } from "../../../src/plugin/provider";
import type { Attribute, Schema } from "../../../src/plugin/schema";
import { UNKNOWN, type ValueRecord } from "../../../src/plugin/value";
import { textOf } from "../../../src/kube-provider/values";
import { toyProvider } from "../toy-provider";

const size: Attribute = { type: "number", computed: true };
const schema: Schema = {
  attributes: {
    name: { type: "string", required: true },
    size,
    own: { type: "string", optional: true, computed: true },
    parts: {
      nested: { nesting: "list", attributes: { name: { type: "string", required: true }, size } },
      optional: true,
    },
  },
};
const at = (name: string, amount: number | null, part: number | null = amount): ValueRecord => ({
  ...{ name, size: amount, own: null },
  parts: [{ name: "a", size: part }],
});
const stored = at("before", 1);

/** Plans a change as Terraform does, and applies it; the resource says that all sizes are 2. */
async function changed(config: ValueRecord, kept: PrivateState = { step: 1 }, more: Partial<AnyResource> = {}) {
  const diagnostics = new Collector();
  const session = new Session(toyProvider);
  session.configured({});
  const seen: unknown[] = [];
  const resource: AnyResource = {
    schema,
    modifyPlan: ({ plan, private: own }) => {
      seen.push(own);
      return Promise.resolve(plan === null ? {} : { plan: at(textOf(plan.name), 2) });
    },
    update: ({ plan, ignoring, private: own }) => {
      seen.push([ignoring, own]);
      return Promise.resolve({ state: at(textOf(plan.name), 2) });
    },
    ...{ create: () => Promise.reject(new Error("not called")), read: () => Promise.resolve(null) },
    ...{ delete: () => Promise.resolve(), ...more },
  };
  const call = { session, diagnostics };
  const plan = await planResource(call, resource, { config, prior: stored, proposed: config, private: kept });
  // An apply gets the configuration as it is written.
  const request = { config: at("after", null), prior: stored, planned: plan.planned };
  const planned = (plan.private ?? kept) as PrivateState;
  const applied = await applyResource(call, resource, { ...request, private: planned });
  return { planned: plan.planned, applied, seen, said: diagnostics.list };
}

test("what only the provider says is planned and stored as it stands, where a configuration has it", async () => {
  const { planned, applied, seen, said } = await changed(at("after", 1));
  expect(said).toEqual([]);
  expect([planned, applied.state]).toEqual([at("after", 1), at("after", 1)]);
  expect(seen).toEqual([{ step: 1 }, [true, { step: 1 }]]);
  expect(applied.private).toEqual({ step: 1 });
});

test("also where a part of it alone is named, and beside it all is as the provider says", async () => {
  const { planned, applied, said } = await changed(at("after", null, 1));
  expect(said).toEqual([]);
  expect([planned, applied.state]).toEqual([at("after", 2, 1), at("after", 2, 1)]);
});

test("an apply without it stores what the provider says, whatever was noted before", async () => {
  const noted = { step: 1, "hikube.ignoring": true };
  const { planned, applied, seen, said } = await changed(at("after", null), noted);
  expect(said).toEqual([]);
  expect([planned, applied.state]).toEqual([at("after", 2), at("after", 2)]);
  expect(seen).toEqual([{ step: 1 }, [false, { step: 1 }]]);
});

test("what the provider keeps beside the state stays its own", async () => {
  const modifyPlan = () => Promise.resolve({ plan: { ...at("after", 2), own: UNKNOWN }, private: { step: 2 } });
  const { applied, said } = await changed(at("after", 1), {}, { modifyPlan });
  expect(said).toEqual([]);
  expect(applied).toEqual({ state: at("after", 1), private: { step: 2 } });
});

import type { Block, Diagnostics, Path, PrivateState, Schema, Value, ValueRecord } from "../../src/plugin";
import type { AnyResource } from "../../src/plugin";
import type { KubernetesClient } from "../../src/kube-provider/client";
import { kubernetesProvider } from "../../src/offline/kubernetes/provider";
import { Collector } from "../../src/plugin/lifecycle/collector";
import { wholeOf } from "../../src/plugin/lifecycle/whole";
import { emptyBlock } from "../../src/offline/sdkv2/zero";
import { clientOf, FakeCluster } from "./fake-cluster";

/** The log of a call that nobody reads. */
export const LOG = new Collector().log;

export interface Collected extends Diagnostics {
  readonly errors: { readonly summary: string; readonly detail?: string; readonly path?: Path }[];
}

export function collect(): Collected {
  const errors: Collected["errors"] = [];
  return {
    errors,
    error: (summary, detail, path) => void errors.push({ summary, detail, path }),
    warning: () => undefined,
    get hasErrors() {
      return errors.length > 0;
    },
  };
}

/** A configuration as Terraform sends it: what is not written is null, blocks that do not stand are empty. */
export function configOf(block: Block, given: ValueRecord): ValueRecord {
  const nested = Object.entries(block.blocks ?? {}).map(([name, { nesting, block: inner }]): [string, Value] => {
    const value = given[name];
    if (nesting === "single") return [name, value === undefined ? null : configOf(inner, value as ValueRecord)];
    return [name, ((value ?? []) as ValueRecord[]).map((item) => configOf(inner, item))];
  });
  return { ...emptyBlock(block), ...given, ...Object.fromEntries(nested) };
}

/** One resource and its state, driven through the calls that Terraform makes. */
export class Driven {
  state: ValueRecord | null = null;
  /** What was last stored beside the state. */
  private: PrivateState | undefined;
  readonly diagnostics = collect();
  private readonly resource: AnyResource<KubernetesClient>;

  constructor(
    readonly typeName: string,
    readonly cluster = new FakeCluster(),
    private readonly client = clientOf(cluster),
  ) {
    this.resource = kubernetesProvider({}).resources?.[typeName] as AnyResource<KubernetesClient>;
  }

  get schema(): Schema {
    return this.resource.schema;
  }

  private get request() {
    const { client, diagnostics } = this;
    const { signal } = new AbortController();
    return { client, diagnostics, log: LOG, signal, stopping: signal, private: {} };
  }

  async validate(given: ValueRecord): Promise<readonly string[]> {
    const diagnostics = collect();
    await this.resource.validate?.({ config: configOf(this.schema, given), diagnostics });
    return diagnostics.errors.map(({ summary, detail }) => [summary, detail].filter(Boolean).join(": "));
  }

  async plan(given: ValueRecord): Promise<{ plan: ValueRecord; replace: readonly Path[]; isEmpty: boolean }> {
    const config = configOf(this.schema, given);
    const request = { ...this.request, config, state: this.state };
    const { state } = this;
    const change = state === null ? { action: "create" as const, state } : { action: "update" as const, state };
    const planned =
      (await this.resource.plan?.(request)) ??
      (await this.resource.modifyPlan?.({ ...request, ...change, plan: config }));
    const plan = planned?.plan ?? config;
    const isEmpty = JSON.stringify(plan) === JSON.stringify(this.state);
    return { plan, replace: planned?.requiresReplace ?? [], isEmpty };
  }

  async apply(given: ValueRecord): Promise<ValueRecord> {
    const config = configOf(this.schema, given);
    const { plan } = await this.plan(given);
    const write = { ...this.request, config, plan };
    const stored =
      this.state === null
        ? await this.resource.create(write)
        : await this.resource.update!({ ...write, state: this.state });
    if (stored === undefined) throw new Error("nothing was stored");
    this.state = stored.state;
    this.private = stored.private;
    return stored.state;
  }

  async read(): Promise<ValueRecord | null> {
    this.state = (await this.resource.read({ ...this.request, state: this.state! }))?.state ?? null;
    return this.state;
  }

  async import(id: string): Promise<ValueRecord | null> {
    const [imported] = (await this.resource.import?.({ ...this.request, id })) ?? [];
    this.state = imported === undefined ? null : wholeOf(this.resource.schema, imported.state);
    return this.read();
  }

  async destroy(): Promise<void> {
    await this.resource.delete({ ...this.request, state: this.state! });
    this.state = null;
  }
}

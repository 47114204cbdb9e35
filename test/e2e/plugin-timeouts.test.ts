import { createServer, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { scenario, unknown, type Scenario } from "../../src/plugin/testing";
import { toyProvider } from "../plugin/toy-provider";
import { terraformBinaries } from "./binaries";
import { Workspace } from "./plugin-workspace";

/** A server that holds creates and reads back until it is told to go on, and counts what it made. */
class SlowServer {
  made = 0;
  removed = 0;
  readonly #held: ServerResponse[] = [];
  readonly #server: Server;
  isHolding = false;

  constructor() {
    this.#server = createServer((request, response) => {
      if (request.method === "PATCH") this.#goOn();
      if (request.method === "DELETE") this.removed += 1;
      if ((request.method === "POST" || request.method === "GET") && this.isHolding) this.#held.push(response);
      else this.#answer(response, request.method === "POST");
    });
  }

  async open(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get waiting(): number {
    return this.#held.length;
  }

  #goOn(): void {
    for (const response of this.#held.splice(0)) this.#answer(response, true);
  }

  #answer(response: ServerResponse, isMade: boolean): void {
    if (isMade) this.made += 1;
    response.end(`made-${this.made}`);
  }
}

describe.each(terraformBinaries())("times of actions under $name", ({ path }) => {
  let server: SlowServer;
  let toy: Workspace | undefined;

  beforeEach(async () => {
    server = new SlowServer();
    await server.open();
  });

  afterEach(async () => {
    server.close();
    await toy?.close();
    toy = undefined;
  });

  const toys = (): Scenario =>
    scenario(toyProvider, { terraform: path(), common: 'provider "toy" { directory = "/nonexistent" }' });
  const timed = (more = ""): string => `resource "toy_timed" "t" {\n url = "${server.url}"\n ${more}\n}\n`;

  it("are stored as they are written, and change nothing else", async () => {
    await toys()
      .apply(timed('timeouts { create = "5m" }'), {
        state: { "toy_timed.t": { id: "made-1", calls: 1, timeouts: { create: "5m", update: null } } },
      })
      .apply(timed('timeouts { delete = "1h" }'), {
        plan: { "toy_timed.t": { action: "update", after: { id: "made-1", calls: 1 } } },
        state: { "toy_timed.t": { calls: 1, timeouts: { create: null, delete: "1h" } } },
      })
      .apply(timed('label = "new"\n timeouts { delete = "2h" }'), {
        plan: { "toy_timed.t": { action: "update", after: { id: unknown } } },
        state: { "toy_timed.t": { calls: 2, label: "new" } },
      })
      .apply(timed('label = "new"'), { state: { "toy_timed.t": { timeouts: null, calls: 2 } } })
      .importVerify("toy_timed.t", { ignore: ["url", "label", "calls"] });
  });

  it("replace nothing, where every other change does", async () => {
    const fixed = (more: string): string => `resource "toy_fixed" "f" {\n ${more}\n}`;
    await toys()
      .apply(fixed('timeouts = { create = "5m" }'), { state: { "toy_fixed.f": { timeouts: { create: "5m" } } } })
      .apply(fixed(""), { plan: { "toy_fixed.f": { action: "update", after: { id: "fixed" } } } })
      .apply(fixed('label = "x"'), { plan: { "toy_fixed.f": { action: "replace", replacedBy: ["label"] } } });
  });

  it("end an action that takes longer, and say which time to raise", async () => {
    server.isHolding = true;
    await toys().apply(timed('timeouts { create = "200ms" }'), {
      error: /create timed out after 200ms[^]*set timeouts.create/,
    });
  });

  it("are refused where they are none", async () => {
    await toys().plan(timed('timeouts { create = "20 minutes" }'), { error: /invalid duration "20 minutes"/ });
  });

  it("lose nothing of 50 creates under way when the user presses Ctrl-C", async () => {
    server.isHolding = true;
    toy = await Workspace.open(path(), "reattach");
    await toy.write(`resource "toy_timed" "t" {\n count = 50\n url = "${server.url}"\n}`);
    await toy.init();
    const child = toy.start("apply", "-auto-approve", "-no-color", "-parallelism=50");
    const ended = once(child, "close");
    child.stdout.resume();
    while (server.waiting < 50) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(-(child.pid ?? 0), "SIGINT");
    await ended;
    const { resources } = await toy.state();
    const stored = resources.flatMap(({ instances }) => instances.filter(({ status }) => status !== "tainted"));
    expect(stored).toHaveLength(50);
    expect(server.made).toBe(50);
  });

  const source = (more = ""): string => `data "toy_timed" "d" {\n url = "${server.url}"\n ${more}\n}\n`;

  it("of a data source are stored as they are written, and change nothing", async () => {
    await toys()
      .apply(source('timeouts { read = "5m" }'), {
        state: { "data.toy_timed.d": { answer: "made-0", timeouts: { read: "5m" } } },
      })
      .apply(source(), { state: { "data.toy_timed.d": { answer: "made-0", timeouts: null } } })
      .plan(source('timeouts { read = "soon" }'), { error: /invalid duration "soon"/ })
      .plan(source('timeouts { open = "1m" }'), { error: /named "open" is not expected here/ });
  });

  it("of a data source may be known only after something else was applied", async () => {
    const later = 'resource "terraform_data" "a" {\n input = "1m"\n}\n';
    await toys().apply(later + source("timeouts {\n read = terraform_data.a.output\n }"), {
      state: { "data.toy_timed.d": { answer: "made-0", timeouts: { read: "1m" } } },
      outputs: {},
    });
  });

  it("of a data source end a read that takes longer, and say which time to raise", async () => {
    server.isHolding = true;
    await toys().plan(source('timeouts { read = "200ms" }'), {
      error: /The read timed out after 200ms[^]*set timeouts.read/,
    });
  });

  const opened = (more = ""): string => `ephemeral "toy_ticket" "t" {\n url = "${server.url}"\n ${more}\n}\n`;

  it("of an ephemeral resource are given back with it, and what was opened is closed", async () => {
    await toys()
      .apply(opened('timeouts = { open = "5m" }'), {
        ephemeral: { "toy_ticket.t": { number: /^made-/, timeouts: { open: "5m" } } },
      })
      .apply(opened(), { ephemeral: { "toy_ticket.t": { number: /^made-/, timeouts: null } } })
      .plan(opened('timeouts = { open = "soon" }'), { error: /invalid duration "soon"/ });
    expect(server.made).toBeGreaterThan(1);
    expect(server.removed).toBe(server.made);
  });

  it("of an ephemeral resource end an open that takes longer, and say which time to raise", async () => {
    server.isHolding = true;
    await toys().plan(opened('timeouts = { open = "200ms" }'), {
      error: /The open timed out after 200ms[^]*may have been done[^]*set timeouts.open/,
    });
  });

  it("leave a read that waits to Ctrl-C", async () => {
    server.isHolding = true;
    toy = await Workspace.open(path(), "reattach");
    await toy.write(source());
    await toy.init();
    const child = toy.start("plan", "-no-color");
    const ended = once(child, "close");
    child.stdout.resume();
    while (server.waiting < 1) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(-(child.pid ?? 0), "SIGINT");
    // The server never answers: only the signal of the read ends it.
    expect(await ended).toEqual([1, null]);
  });
});

import { createServer } from "node:net";
import { once } from "node:events";
import { DiagnosticError } from "../../../src/plugin/diagnostic";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { masked } from "../../../src/plugin/lifecycle/secrets";
import { toldOf, type Told } from "../../../src/plugin/lifecycle/thrown";

const BUG = "This is a bug in the provider";

/** What is told of what a promise or a function throws. */
async function toldBy(action: () => unknown): Promise<Told> {
  try {
    await action();
  } catch (error) {
    const [told, ...others] = toldOf(error);
    expect(others).toEqual([]);
    if (told !== undefined) return told;
  }
  throw new Error("nothing was thrown");
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("a fault from outside", () => {
  it("is told as what it is: nobody listens", async () => {
    const port = await closedPort();
    const told = await toldBy(() => fetch(`http://127.0.0.1:${port}/`));
    expect(told.summary).toBe(`fetch failed: connect ECONNREFUSED 127.0.0.1:${port}`);
    expect(told.detail).toBe(
      "Nobody listens there. Check the address in the provider's configuration, and that the server runs.",
    );
  });

  it("is told as what it is: neither address of a name answers", async () => {
    const port = await closedPort();
    const inner = ["::1", "127.0.0.1"].map((host) =>
      Object.assign(new Error(`connect ECONNREFUSED ${host}:${port}`), { code: "ECONNREFUSED" }),
    );
    const told = await toldBy(() => {
      throw new TypeError("fetch failed", { cause: new AggregateError(inner, "") });
    });
    expect(told.summary).toBe(`fetch failed: connect ECONNREFUSED ::1:${port}; connect ECONNREFUSED 127.0.0.1:${port}`);
    expect(told.detail).toContain("Nobody listens there");
  });

  it("is told as what it is: the server hangs up", async () => {
    const server = createServer((socket) => socket.on("data", () => socket.destroy())).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const told = await toldBy(() => fetch(`http://127.0.0.1:${port}/`));
    server.close();
    expect(told.summary).toBe("fetch failed: other side closed");
    expect(told.detail).toContain("may have been done");
  });

  it.each<[string, () => unknown, string, string]>([
    [
      "an error page for JSON",
      () => JSON.parse("<html>502 Bad Gateway</html>") as unknown,
      "Unexpected token '<'",
      "something else than JSON",
    ],
    ["no JSON at all", () => new Response("").json(), "Unexpected end of JSON input", "something else than JSON"],
    ["no URL", () => new URL("not a url"), "Invalid URL", "it is no URL"],
    ["no URL to fetch", () => fetch("not a url"), "Failed to parse URL", "it is no URL"],
    [
      "a time-out",
      () => Promise.reject(new DOMException("The operation was aborted due to timeout", "TimeoutError")),
      "aborted due to timeout",
      "in the time that",
    ],
    ["a header that cannot be sent", () => new Headers({ a: "my-token\nx" }), "A header of a request", "line break"],
  ])("is no bug of the provider: %s", async (_, action, summary, detail) => {
    const told = await toldBy(action);
    expect(told.summary).toContain(summary);
    expect(told.detail).toContain(detail);
    expect(`${told.summary}${told.detail ?? ""}`).not.toMatch(/bug in the provider|my-token/);
  });
});

describe("several errors in one", () => {
  it("are all told", async () => {
    const told = await toldBy(() => {
      throw new AggregateError(
        [new Error("first"), "second", new Error("third", { cause: new Error("why") })],
        "several failed",
      );
    });
    expect(told).toEqual({ summary: "several failed", detail: "- first\n- second\n- third Cause: why" });
  });

  it("keep their paths where they are diagnostics", () => {
    const errors = ["a", "b"].map((name) => new DiagnosticError(`Bad ${name}`, undefined, [name]));
    expect(toldOf(new AggregateError(errors))).toMatchObject([
      { summary: "Bad a", path: ["a"] },
      { summary: "Bad b", path: ["b"] },
    ]);
    expect(toldOf(new AggregateError([...errors, new Error("c")], "three"))).toHaveLength(3);
  });
});

describe("the causes of an error", () => {
  it("are told down to the last, and end where they go in a circle", async () => {
    const root = Object.assign(new Error("getaddrinfo ENOTFOUND api.test"), { code: "ENOTFOUND" });
    const told = await toldBy(() => {
      throw new Error("Cannot create the user", { cause: new TypeError("fetch failed", { cause: root }) });
    });
    expect(told.summary).toBe("Cannot create the user");
    expect(told.detail).toMatch(
      /^Cause: fetch failed\n\nCause: getaddrinfo ENOTFOUND api.test\n\nThe name of the host/,
    );
    const circle: Error & { cause?: unknown } = new Error("round");
    circle.cause = new Error("and round", { cause: circle });
    expect(toldOf(circle)).toEqual([{ summary: "round", detail: "Cause: and round" }]);
  });
});

describe("a fault of the provider's code", () => {
  it.each<[string, () => unknown]>([
    ["a TypeError", () => (undefined as unknown as { a: string }).a],
    ["a ReferenceError", () => (0, eval)("nowhere") as unknown],
    ["a SyntaxError that is not about JSON", () => new RegExp("(".repeat(1))],
    ["a RangeError", () => new Array<unknown>(-1)],
    [
      "too deep a recursion",
      function deep(): unknown {
        return deep();
      },
    ],
  ])("is called one, with its stack: %s", async (_, action) => {
    const told = await toldBy(action);
    expect(told.summary).toMatch(/^The provider failed: /);
    expect(told.detail).toContain(`${BUG}. Please report it to its maintainers with this stack`);
    expect(told.detail).toContain("thrown.test.ts");
  });

  it.each<[unknown, string]>([
    [undefined, "The provider threw undefined"],
    [null, "The provider threw null"],
    [7, "The provider threw 7"],
    [Symbol("s"), "The provider threw Symbol(s)"],
    [{ code: 7 }, "The provider threw { code: 7 }"],
  ])("is called one where no error was thrown: %p", (thrown, summary) => {
    expect(toldOf(thrown)).toEqual([{ summary, detail: `${BUG}. Please report it to its maintainers.` }]);
  });
});

describe("other things that are thrown", () => {
  it.each<[unknown, Told]>([
    ["a text\nwith more", { summary: "a text", detail: "with more" }],
    [
      { message: "of an API's library", status: 404 },
      { summary: "of an API's library", detail: undefined },
    ],
    [new Error(""), { summary: "Error", detail: undefined }],
    [
      new DOMException("This operation was aborted", "AbortError"),
      { summary: "This operation was aborted", detail: undefined },
    ],
  ])("are told by their text: %p", (thrown, told) => {
    expect(toldOf(thrown)).toEqual([told]);
  });

  it("are cut where they are whole pages", () => {
    const [told] = toldOf(new Error("x".repeat(1_000_000)));
    expect(told?.summary).toMatch(/^x{4000} … \(1000000 characters\)$/);
  });

  it("may even throw when they are looked at", () => {
    const collector = new Collector();
    collector.thrown(new Proxy({}, { has: () => { throw new Error("no"); } })); // prettier-ignore
    expect(collector.list).toMatchObject([{ summary: "The provider threw something that cannot be shown" }]);
  });
});

describe("what no message may show", () => {
  it("is taken out of summaries and details, however it is spelled", () => {
    const secret = 'pass"word&1';
    const collector = new Collector((text) => masked(text, [secret]));
    collector.thrown(new Error(`refused: ${secret}\n?key=${encodeURIComponent(secret)} ${JSON.stringify({ secret })}`));
    expect(collector.list).toEqual([
      {
        severity: "error",
        summary: "refused: (sensitive value)",
        detail: '?key=(sensitive value) {"secret":"(sensitive value)"}',
      },
    ]);
  });

  it("is not looked for in the provider's own sentences, unless it holds one", () => {
    const own = ["They may have expired.", "Sign in.", ""];
    const text = "expired said: They may have expired. Sign in. Sign in. as expired";
    expect(masked(text, ["expired"], own)).toBe(
      "(sensitive value) said: They may have expired. Sign in. Sign in. as (sensitive value)",
    );
    expect(masked(text, ["said: They may have expired."], own)).toBe(
      "expired (sensitive value) Sign in. Sign in. as expired",
    );
  });

  it("is a password in an address, always", () => {
    const collector = new Collector();
    collector.error("Cannot reach https://me:secret@api.test/x", "user@example.test stays");
    expect(collector.list).toMatchObject([
      { summary: "Cannot reach https://***@api.test/x", detail: "user@example.test stays" },
    ]);
  });
});

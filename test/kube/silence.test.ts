import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Silence, SILENCE_MS } from "../../src/kube/silence";
import { Transport } from "../../src/kube/transport";

/** Longer than a busy machine takes to bring a call to a server in the same process. */
const SHORT_MS = 2_000;

let server: Server | undefined;

afterEach(() => {
  jest.useRealTimers();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A server that accepts, begins an answer as it is told, and says no more. */
async function silentServer(
  begin: (response: ServerResponse) => void,
): Promise<{ address: string; calls: () => number }> {
  let calls = 0;
  const made = createServer((_, response) => {
    calls += 1;
    begin(response);
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${String((made.address() as AddressInfo).port)}`, calls: () => calls };
}

test.each([
  ["never begins to answer", () => undefined],
  ["stops in the middle of an answer", (response: ServerResponse) => void response.write('{"items": [')],
])("an API server that accepts and %s is given up, and asked once", async (_, begin) => {
  const { address, calls } = await silentServer(begin);
  const transport = new Transport({ server: address }, undefined, undefined, SHORT_MS);
  await expect(transport.json({ method: "GET", path: "/api/v1/namespaces" })).rejects.toMatchObject({
    code: 0,
    reason: "NoAnswer",
    message: expect.stringMatching(/nothing came for \d+ seconds: the API server does not answer$/) as string,
  });
  expect(calls()).toBe(1);
  transport.close();
});

test("an answer that goes on is waited for, however long all of it takes", () => {
  jest.useFakeTimers();
  const end = jest.fn();
  const silence = new Silence(SILENCE_MS);
  silence.heard(end);
  for (let minute = 0; minute < 10; minute += 1) {
    jest.advanceTimersByTime(60_000);
    silence.heard();
  }
  expect(end).not.toHaveBeenCalled();
  jest.advanceTimersByTime(SILENCE_MS);
  expect(end).toHaveBeenCalledTimes(1);
});

test("what has ended is not ended once more, and nobody waits for it", () => {
  jest.useFakeTimers();
  const end = jest.fn();
  const silence = new Silence(SILENCE_MS);
  silence.heard(end);
  silence.over();
  expect(jest.getTimerCount()).toBe(0);
});

import { createServer } from "node:net";
import { once } from "node:events";
import { reservePorts } from "../../../src/sandbox/control-plane/ports";

async function taken(): Promise<{ port: number; close(): void }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return { port: typeof address === "object" ? address!.port : 0, close: () => server.close() };
}

test("free ports differ from each other and stay reserved until they are let go", async () => {
  const one = await reservePorts(undefined);
  const other = await reservePorts(undefined);
  const all = [one.ports, other.ports].flatMap(({ apiServer, etcd, etcdPeer }) => [apiServer, etcd, etcdPeer]);
  expect(new Set(all).size).toBe(6);
  await expect(reservePorts(one.ports.apiServer)).rejects.toMatchObject({ code: "port-taken" });
  await Promise.all([one.release(), other.release()]);
  const again = await reservePorts(one.ports.apiServer);
  expect(again.ports.apiServer).toBe(one.ports.apiServer);
  await again.release();
});

test("a taken port is one sentence that names it and the way out", async () => {
  const other = await taken();
  await expect(reservePorts(other.port)).rejects.toThrow(
    `port ${other.port} on 127.0.0.1 is taken by another process; pass another port, or none for a free one`,
  );
  other.close();
});

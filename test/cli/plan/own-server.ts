import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Every test has a server of its own. @param began - is told its address before each test */
export function withServer(listener: RequestListener, began: (url: string) => void): void {
  let server: Server;
  beforeEach(async () => {
    server = createServer(listener);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    began(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
}

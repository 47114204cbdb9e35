import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An API server of a test. */
export interface Answering {
  /** What it answers, by path; everything else is refused. */
  answers: Readonly<Record<string, object>>;
  /** Paths that it was asked for. */
  readonly asked: string[];
  /** Its address. */
  url: string;
}

/** Every test has a server of its own. */
export function withAnswers(): Answering {
  const here: Answering = { answers: {}, asked: [], url: "" };
  let server: Server;
  beforeEach(async () => {
    here.asked.length = 0;
    server = createServer(({ url = "" }, response) => {
      const [path = ""] = url.split("?");
      here.asked.push(path);
      const body = here.answers[path];
      response.writeHead(body === undefined ? 403 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? { kind: "Status", code: 403, message: "forbidden" }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    here.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return here;
}

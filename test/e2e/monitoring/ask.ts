import { request } from "node:http";

/** An answer over HTTP; status 0 where there was none. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** Asks with the path as it is written: no `..` is resolved and nothing encoded on the way. */
export function ask(url: string, { method = "GET", headers = {}, body }: Question = {}): Promise<Answer> {
  const [, host = "", port = "", path = "/"] = /^http:\/\/([^:/]+):(\d+)(.*)$/.exec(url) ?? [];
  return new Promise((resolve) => {
    const lost = (error: unknown) => {
      resolve({ status: 0, body: String(error) });
    };
    const sent = request({ host, port, path: path === "" ? "/" : path, method, headers, timeout: 30_000 }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", lost);
      answer.on("end", () => {
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer")));
    sent.on("error", lost);
    sent.end(body);
  });
}

import { withServer } from "./own-server";

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
  withServer(
    ({ url = "" }, response) => {
      const [path = ""] = url.split("?");
      here.asked.push(path);
      const body = here.answers[path];
      response.writeHead(body === undefined ? 403 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? { kind: "Status", code: 403, message: "forbidden" }));
    },
    (url) => {
      here.asked.length = 0;
      here.url = url;
    },
  );
  return here;
}

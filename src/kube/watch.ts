import type { IncomingMessage } from "node:http";
import type { WatchEvent } from "./cluster";
import { KubeError } from "./kube-error";

/**
 * The events of a watch stream, one JSON document a line. Ends quietly when the signal aborts or
 * the server closes the stream; an ERROR event (the version is too old: list again) is thrown.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function* readEvents(stream: IncomingMessage, signal: AbortSignal): AsyncIterable<WatchEvent> {
  try {
    for await (const line of lines(stream)) yield toEvent(line);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stream.destroy();
  }
}

/** Node's readline swallows errors of its input; a broken stream must not look like an end. */
async function* lines(stream: IncomingMessage): AsyncIterable<string> {
  let rest = "";
  for await (const chunk of stream.setEncoding("utf8")) {
    const parts = (rest + (chunk as string)).split("\n");
    rest = parts.pop() ?? "";
    yield* parts.filter((line) => line !== "");
  }
}

function toEvent(line: string): WatchEvent {
  const event = JSON.parse(line) as WatchEvent | { readonly type: "ERROR"; readonly object: ErrorStatus };
  if (event.type !== "ERROR") return event;
  throw new KubeError(
    event.object.message ?? "the watch failed",
    event.object.code ?? 0,
    event.object.reason ?? "Unknown",
  );
}

interface ErrorStatus {
  readonly message?: string;
  readonly code?: number;
  readonly reason?: string;
}

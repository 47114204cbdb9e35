import type { ServerHttp2Stream } from "node:http2";

/** The calls that a server has under way. One has ended when its work is done and its answer left, if anybody waits for it. */
export class Calls {
  readonly #underWay = new Set<Promise<unknown>>();
  ended = 0;

  get underWay(): number {
    return this.#underWay.size;
  }

  /** Hands the call's work through, and counts it until its stream is closed, too. */
  track<T>(stream: ServerHttp2Stream, work: Promise<T>): Promise<T> {
    const over = Promise.allSettled([work, closeOf(stream)]).then(() => {
      this.#underWay.delete(over);
      this.ended += 1;
    });
    this.#underWay.add(over);
    return work;
  }

  /** Resolves once no call is under way. */
  async idle(): Promise<void> {
    while (this.underWay > 0) await Promise.all(this.#underWay);
  }
}

function closeOf(stream: ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.once("close", resolve);
  });
}

/** An API server ends each call that is no stream after a minute, with an answer: one that says nothing for longer never will. */
export const SILENCE_MS = 75_000;

/** Ends a call of which nothing is heard for a time, however long all of it takes. */
export class Silence {
  private timer: NodeJS.Timeout | undefined;
  private end: (cause: Error) => void = () => undefined;

  /** @param ms - time that nothing may be heard */
  constructor(private readonly ms: number) {}

  /** Tells that something came. @param end - ends the call from here on. @default - as before */
  heard(end = this.end): void {
    this.over();
    this.end = end;
    this.timer = setTimeout(() => {
      this.end(
        new Error(`nothing came for ${String(Math.round(this.ms / 1_000))} seconds: the API server does not answer`),
      );
    }, this.ms);
  }

  /** Nothing more is waited for. */
  over(): void {
    clearTimeout(this.timer);
  }
}

/** One measured figure. Ratios of one run, so that a noisy machine does not decide them. */
export interface Figure {
  /** Dotted name, e.g. `synth.cpu.1000`. */
  readonly figure: string;
  readonly value: number;
  /** What the project holds itself to. @default - none, the figure is told for its own sake */
  readonly goal?: number;
  readonly better: "lower" | "higher";
  /** @default - a ratio */
  readonly unit?: string;
}

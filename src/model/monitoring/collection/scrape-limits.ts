/** What a target of a tenant may cost, and how often it is asked. Nothing of it is a default of vmagent. */
export interface ScrapeLimits {
  /** Time between two scrapes. @default "30s" */
  readonly interval: string;
  /** A slower answer is dropped. @default "10s" */
  readonly timeout: string;
  /** Most bytes of an answer, before and after it is unpacked; a larger one is dropped whole. @default "256KB" */
  readonly maxSize: string;
  /** Most samples of an answer; one with more is dropped whole. @default 2000 */
  readonly samples: number;
  /** Most new series of a target a day; what comes on top is dropped. @default 5000 */
  readonly seriesADay: number;
  /** Most labels of a sample; an answer with one that has more is dropped whole. @default 40 */
  readonly labels: number;
}

export const SCRAPE_LIMITS: ScrapeLimits = {
  interval: "30s",
  timeout: "10s",
  maxSize: "256KB",
  samples: 2000,
  seriesADay: 5000,
  labels: 40,
};

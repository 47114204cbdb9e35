/** Labels that every series of a sub-tenant has. */
export const OWN = { tenant: "tenant-acme-web", namespace: "tenant-acme-web" } as const;
export const POD = { ...OWN, pod: "app-0" } as const;
export const CONTAINER = { ...POD, container: "main" } as const;

export type Labels = Readonly<Record<string, string>>;

/** A series and its values, one a minute, as promtool's tests write them. */
export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  /** @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series */
  readonly values: string;
}

/** What one alert does on some samples. */
export interface AlertCase {
  readonly alert: string;
  readonly on: string;
  readonly samples: readonly Sample[];
  /** Until then it is silent. @default - the minute before `at` */
  readonly silentAt?: string;
  readonly at: string;
  /** Labels and summary of what fires then. @default - nothing fires */
  readonly fires?: { readonly labels: Labels; readonly summary: string };
}

export const of = (name: string, labels: Labels, values: string): Sample => ({ name, labels, values });
export const steady = (value: number) => `${value}x600`;

/** Matchers of every series of a tenant. */
export const SCOPE = 'tenant=~"$tenant",namespace=~"$namespace"';

const WINDOW = "[$__rate_interval]";

/** A metric of the chosen tenants. */
export function of(metric: string, matchers = ""): string {
  return `${metric}{${SCOPE}${matchers === "" ? "" : `,${matchers}`}}`;
}

/** Growth of a counter a second. */
export function rate(metric: string, matchers = ""): string {
  return `rate(${of(metric, matchers)}${WINDOW})`;
}

/** The same of a metric that belongs to no tenant: of a node. */
export function nodeRate(metric: string, matchers = ""): string {
  return `rate(${ofNode(metric, matchers)}${WINDOW})`;
}

/** A metric of the chosen nodes. */
export function ofNode(metric: string, matchers = ""): string {
  return `${metric}{instance=~"$node"${matchers === "" ? "" : `,${matchers}`}}`;
}

/** Growth of a counter in a while: `1h`. */
export function increase(metric: string, window: string, matchers = ""): string {
  return `increase(${of(metric, matchers)}[${window}])`;
}

export function sum(by: readonly string[], expr: string): string {
  return aggregate("sum", by, expr);
}

export function max(by: readonly string[], expr: string): string {
  return aggregate("max", by, expr);
}

export function min(by: readonly string[], expr: string): string {
  return aggregate("min", by, expr);
}

export function count(by: readonly string[], expr: string): string {
  return aggregate("count", by, expr);
}

function aggregate(operator: string, by: readonly string[], expr: string): string {
  return by.length === 0 ? `${operator}(${expr})` : `${operator} by (${by.join(", ")}) (${expr})`;
}

/** Only the largest: a line for each of hundreds of tenants shows nothing. */
export function top(expr: string, most = 20): string {
  return `topk(${most}, ${expr})`;
}

/** Zero where there is nothing to count. */
export function orZero(expr: string): string {
  return `${expr} or vector(0)`;
}

/**
 * What there is of either source. Stands within an aggregation that drops what tells the sources apart: around it, `or`
 * would keep one of two sums of the same labels.
 */
export function either(...exprs: readonly string[]): string {
  return exprs.map((expr) => `(${expr})`).join(" or ");
}

/** Part of a whole, without a value where the whole is zero: 0/0 is no share. */
export function ratio(part: string, whole: string): string {
  return `(${part}) / ((${whole}) > 0)`;
}

/** The same where the part has no series until it happens first, such as requests with status 500. */
export function rareRatio(part: string, whole: string): string {
  return `((${part}) or (${whole}) * 0) / ((${whole}) > 0)`;
}

/** A quantile of a histogram; nothing where nothing was observed. */
export function quantile(q: number, by: readonly string[], metric: string, matchers = ""): string {
  const buckets = sum([...by, "le"], rate(metric, matchers));
  return `histogram_quantile(${q}, ${buckets}) >= 0`;
}

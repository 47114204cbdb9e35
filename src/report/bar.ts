import { escapeHtml } from "../model/html-text";
import { amountOf, fractionOf, requestsOf, type Column } from "./columns";
import type { TenantFigures } from "./document";

/** The amounts of one resource of a tenant: figures, and a bar of what is declared, left for itself, and used. */
export function amountCell({ declared, rest, usedBelow }: TenantFigures, column: Column): string {
  const whole = declared[column.key];
  if (whole === undefined) return `<td class="amount"><span class="soft">no bound</span></td>`;
  const [all, own] = [amountOf(declared, column), amountOf(rest, column)];
  const used = usedBelow === undefined ? undefined : amountOf(usedBelow, requestsOf(column));
  const figures = `${used === undefined ? "" : `${used} of `}${all}`;
  const isShared = own !== all;
  const ownText = isShared ? `<small>own ${escapeHtml(own)}</small>` : "";
  const spoken = `declared ${all}${isShared ? `, own ${own}` : ""}${used === undefined ? "" : `, used ${used}`}`;
  const fractions = {
    own: fractionOf(rest[column.key], whole) ?? 0,
    used: usedBelow === undefined ? 0 : (fractionOf(usedBelow[column.key], whole) ?? 0),
  };
  return `<td class="amount">${escapeHtml(figures)}${all === "0" ? "" : bar(fractions, spoken)}${ownText}</td>`;
}

interface Fractions {
  readonly own: number;
  readonly used: number;
}

function bar({ own, used }: Fractions, spoken: string): string {
  const width = (fraction: number) => String(Math.round(Math.max(0, Math.min(fraction, 1)) * 1000) / 10);
  const use =
    used === 0 ? "" : `<rect class="${used > 1 ? "over" : "used"}" y="2.5" width="${width(used)}" height="5"/>`;
  return (
    `<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(spoken)}">` +
    `<rect class="all" width="100" height="10"/><rect class="own" width="${width(own)}" height="10"/>${use}</svg>`
  );
}

/** What the colours of bars mean. */
export function barKey(isLive: boolean): string {
  const sign = (name: string, text: string) =>
    `<svg viewBox="0 0 10 6" aria-hidden="true"><rect class="${name}" width="10" height="6"/></svg>${text}`;
  return `<p class="key soft">Declared for the tenant and all below it:${sign("own", "left for its own namespace")}${sign("all", "for sub-tenants, or set aside")}${
    isLive ? sign("used", "used, with all below it") + sign("over", "used, more than declared") : ""
  }</p>`;
}

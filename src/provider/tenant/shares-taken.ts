import { addQuantities, parseQuantity, subtractQuantities, type Quantity } from "../../model/kubernetes/quantity";
import type { Tenant } from "../../model/tenant/resolve/tenant";

/** Amounts by key of a quota, e.g. `limits.cpu`. */
export type Amounts = ReadonlyMap<string, Quantity>;

const NONE: Amounts = new Map();

/** What the children of one parent take together, kept up to date child by child. */
export class SharesTaken {
  private readonly byChild = new Map<string, Amounts>();
  private readonly total = new Map<string, Quantity>();

  /** Takes what a child takes in place of what it took; without a tenant, nothing. */
  set(child: string, tenant: Tenant | undefined): void {
    for (const [key, amount] of this.of(child)) this.total.set(key, subtractQuantities(this.sum(key, amount), amount));
    const amounts = tenant === undefined ? NONE : amountsOf(tenant);
    for (const [key, amount] of amounts) this.total.set(key, addQuantities(this.sum(key, amount), amount));
    this.byChild.set(child, amounts);
  }

  /** Without what one child takes. */
  beside(child: string): Amounts {
    const own = this.of(child);
    const left = [...this.total].map(([key, amount]): [string, Quantity] => {
      const taken = own.get(key);
      return [key, taken === undefined ? amount : subtractQuantities(amount, taken)];
    });
    return new Map(left);
  }

  private of(child: string): Amounts {
    return this.byChild.get(child) ?? NONE;
  }

  private sum(key: string, { form }: Quantity): Quantity {
    return this.total.get(key) ?? { nano: 0n, form };
  }
}

/** What is wrong or not known is no amount. */
function amountsOf({ quota: { capacity, invalid } }: Tenant): Amounts {
  const known = Object.entries(capacity).flatMap(([key, text]): [string, Quantity][] => {
    const amount = invalid.has(key) ? undefined : parseQuantity(text);
    return amount === undefined ? [] : [[key, amount]];
  });
  return new Map(known);
}

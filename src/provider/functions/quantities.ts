import { fn, FunctionError } from "../../plugin";
import { show } from "../../model/issue";
import { shortened } from "../../model/printable";
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
} from "../../model/kubernetes/quantity";

/** The sum of quantities, as Kubernetes writes it. */
export const quantityAdd = fn({
  summary: "Sum of quantities",
  description:
    'The sum in the form that Kubernetes gives back: `provider::hikube::quantity_add("1500m", "1")` is `2500m`.',
  descriptionKind: "markdown",
  parameters: [{ name: "first", type: "string", description: "A quantity such as `500m` or `2Gi`." }],
  variadic: { name: "others", type: "string", description: "What is added to it." },
  returns: "string",
  call(...texts) {
    const sum = texts.map(quantityIn).reduce(addQuantities);
    const text = formatQuantity(sum);
    if (parseQuantity(text) !== undefined) return text;
    throw new FunctionError(`The sum ${shortened(text)} is larger than Kubernetes keeps`);
  },
});

/** The order of two quantities. */
export const quantityCompare = fn({
  summary: "Order of two quantities",
  description:
    '`-1`, `0` or `1` as the first is less than, equal to or more than the second: `"1000m"` and `"1"` are equal.',
  descriptionKind: "markdown",
  parameters: [
    { name: "left", type: "string", description: "A quantity such as `500m` or `2Gi`." },
    { name: "right", type: "string", description: "The quantity that it is compared with." },
  ],
  returns: "number",
  call: (left, right) => compareQuantities(quantityIn(left, 0), quantityIn(right, 1)),
});

function quantityIn(text: string, index: number): Quantity {
  const quantity = parseQuantity(text);
  if (quantity !== undefined) return quantity;
  throw new FunctionError(
    `${show(text)} is no quantity: expected a number with at most one unit, such as "500m", "2" or "128Gi"`,
    index,
  );
}

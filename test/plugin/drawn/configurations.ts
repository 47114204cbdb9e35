import { Dynamic, type Attribute, type Block, type Value } from "../../../src/plugin";
import { entriesOf, isList } from "../../../src/plugin/values/guards";
import { hasDynamic } from "../../../src/plugin/values/implied-type";
import { drawValue, type Draw } from "./draw";

/** A configuration of a schema, as it stands inside of its block; some values in it are only known at apply. */
export function drawConfiguration(draw: Draw, { attributes = {}, blocks = {} }: Block): string {
  const lines = Object.entries(blocks).flatMap(([name, { nesting, block }]) =>
    draw.some(nesting === "single" || nesting === "group" ? 1 : 2, (index) => {
      const label = nesting === "map" ? ` "k${index}"` : "";
      return `${name}${label} {\n${drawConfiguration(draw, block)}\n}`;
    }),
  );
  return [...assignments(draw, attributes), ...lines].join("\n");
}

function assignments(draw: Draw, attributes: Readonly<Record<string, Attribute>>): readonly string[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const { required = false, optional = false } = attribute;
    const isLeftOut = !required && (!optional || draw.often(35));
    return isLeftOut ? [] : [`${name} = ${expression(draw, attribute)}`];
  });
}

function expression(draw: Draw, attribute: Attribute): string {
  if (!("nested" in attribute)) {
    const text = hcl(drawValue(draw, attribute.type));
    // Of what is not known yet Terraform does not send the types of dynamic parts.
    return draw.often(15) && !hasDynamic(attribute.type) ? `terraform_data.later.output == "" ? null : ${text}` : text;
  }
  const { nesting, attributes } = attribute.nested;
  const one = (): string => `{ ${assignments(draw, attributes).join(", ")} }`;
  if (nesting === "single") return one();
  const items = draw.some(2, one);
  return nesting === "map"
    ? `{ ${items.map((item, index) => `k${index} = ${item}`).join(", ")} }`
    : `[${items.join(", ")}]`;
}

function hcl(value: Value): string {
  if (value instanceof Dynamic) return hcl(value.value);
  if (typeof value === "string") return quoted(value);
  if (isList(value)) return `[${value.map(hcl).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `{ ${entriesOf(value)
    .map(([key, item]) => `${quoted(String(key))} = ${hcl(item)}`)
    .join(", ")} }`;
}

function quoted(text: string): string {
  return JSON.stringify(text)
    .replaceAll("${", () => "$${")
    .replaceAll("%{", "%%{");
}

/**
 * Type of a value, in Terraform's JSON form.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
export type Type =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["tuple", readonly Type[]]
  | readonly ["object", Readonly<Record<string, Type>>]
  | readonly ["object", Readonly<Record<string, Type>>, readonly string[]];

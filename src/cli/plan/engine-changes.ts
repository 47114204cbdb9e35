import { formatIssue } from "../../model/issue";
import type { Engine } from "../../model/tenant/spec/engine";
import { HIKUBE_TENANT } from "../project/tenant-resources";
import { some } from "../text";
import type { RemovalReport } from "./report";

const FORMER: Readonly<Record<Engine, Engine>> = { hikube: "kubernetes", kubernetes: "hikube" };
const WAYS: Readonly<Record<Engine, string>> = {
  hikube: "say `formerEngine: kubernetes` beside `engine: hikube`, or run `hikube migrate`: both keep them as they are",
  kubernetes: "run `hikube migrate`, which keeps them as they are, or leave them their `engine`",
};
const ANEW = "to have them made anew, take them out of the code, apply that, and put them back";

/** The engine whose resource of this type an object is. @returns nothing for types that no engine has */
export function engineOfType(type: string): Engine | undefined {
  if (type === HIKUBE_TENANT) return "hikube";
  return type.startsWith("kubernetes_") ? "kubernetes" : undefined;
}

/** Whether a tenant is removed by the one engine, and made by the other. */
export function changesEngine({ moved }: RemovalReport): boolean {
  return moved?.engine !== undefined;
}

/** One line for all tenants of a stack that go the same way: it is one mistake. */
export function engineRefusals(removals: readonly RemovalReport[]): readonly string[] {
  const engines = [...new Set(removals.flatMap(({ moved }) => moved?.engine ?? []))];
  return engines.map((engine) => {
    const tenants = removals.filter(({ moved }) => moved?.engine === engine).map(({ namespace }) => namespace);
    return formatIssue({
      path: ["engine"],
      code: "engine-changed",
      message: "another engine makes tenants that are there: Terraform would delete them with all that is in them",
      received: `${FORMER[engine]} before, and now ${engine}, for ${some([...new Set(tenants)])}`,
      expected: "tenants that the other engine takes over",
      hint: `${WAYS[engine]}; ${ANEW}`,
    });
  });
}

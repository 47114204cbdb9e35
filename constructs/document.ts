import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { documentName, tenantsDocument } from "../src/model/tenant/document";
import type { DeclaredCluster } from "./registry";
import { isKnown } from "./known";
import { asTerraformText } from "./terraform-text";

/**
 * Writes what the CLI reads: `hikube.json` for the first cluster of the app, `hikube-2.json` for the second and so on.
 * The files contain only specs and construct paths, so they are the same on every machine.
 */
export function writeDocuments(clusters: readonly DeclaredCluster[], outdir: string, scope: IConstruct): void {
  for (const [index, { roots, facts, contact }] of clusters.entries()) {
    const document = asTerraformText(tenantsDocument(roots, facts, contact));
    const text = JSON.stringify(document, tokensAsTerraform(scope), 2);
    writeFileSync(join(outdir, documentName(index)), `${text}\n`);
  }
}

/**
 * A value that is only known to Terraform is written as its expression, e.g. `${var.cpu}`. All other texts are escaped
 * for Terraform, so that none reads as an expression.
 */
function tokensAsTerraform(scope: IConstruct) {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return (_key: string, value: unknown): unknown =>
    isKnown(value) ? value : Tokenization.resolve(value, { scope, resolver, preparing: false });
}

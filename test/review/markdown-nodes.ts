/** The part of commonmark's API that the tests use; it has no types of its own. */
interface MarkdownNode {
  readonly type: string;
  readonly literal: string | null;
}
interface Walker {
  next(): { readonly entering: boolean; readonly node: MarkdownNode } | null;
}
interface CommonMark {
  readonly Parser: new () => { parse(text: string): { walker(): Walker } };
}

/** All nodes of a text, as the reference implementation of CommonMark reads it. */
export function markdownNodes(text: string): readonly MarkdownNode[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it has no types of its own
  const { Parser } = require("commonmark") as CommonMark;
  const walker = new Parser().parse(text).walker();
  const nodes: MarkdownNode[] = [];
  for (let event = walker.next(); event !== null; event = walker.next()) if (event.entering) nodes.push(event.node);
  return nodes;
}

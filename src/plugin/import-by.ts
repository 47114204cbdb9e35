/** What `byId` makes: an `import` whose state is the id alone. */
export type ImportById<N extends string> = (request: {
  readonly id: string;
}) => readonly [{ readonly state: Readonly<Record<N, string>> }];

/**
 * An `import` that stores the id in an attribute and leaves the rest to `read`.
 *
 * @example resource({ schema: { attributes: { id: { type: "string", computed: true }, … } }, import: byId("id"), … })
 */
export function byId<const N extends string>(attribute: N): ImportById<N> {
  return ({ id }) => [{ state: { [attribute]: id } as Readonly<Record<N, string>> }];
}

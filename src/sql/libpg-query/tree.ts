/** A node of libpg-query's JSON. Fields that are zero, false or empty are left out of it. */
export type Tree = Readonly<Record<string, any>>;

/** `{ RangeVar: { … } }` → `['RangeVar', { … }]`. An absent node has the empty tag. */
export function tagged(node: Tree | undefined): readonly [tag: string, body: Tree] {
  const entry = node === undefined ? undefined : Object.entries(node)[0];
  return entry === undefined ? ['', {}] : [entry[0], entry[1] as Tree];
}

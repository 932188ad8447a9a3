/** A column that a statement sets or lists. */
export interface Target {
  readonly name: string;
  /** `false`: only a field or an element of it, as in `a.x = 1`; several of these may stand together. */
  readonly whole: boolean;
}

/** Columns that one of the lists holds more than once, which the server refuses. Absent where there is none. */
export function repeatedColumns(...lists: readonly (readonly Target[])[]): { readonly repeated?: readonly string[] } {
  const repeated = new Set(lists.flatMap(repeatedIn));
  return repeated.size === 0 ? {} : { repeated: [...repeated] };
}

function repeatedIn(targets: readonly Target[]): readonly string[] {
  const names = targets.map(({ name }) => name);
  return targets
    .filter(({ name, whole }) => whole && names.indexOf(name) !== names.lastIndexOf(name))
    .map(({ name }) => name);
}

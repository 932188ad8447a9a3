/** One thing in which a schema differs from what it was. */
export interface SchemaDifference {
  /** `left`: it was not there before. `lost`: it was. `changed`: it is there and is another. */
  readonly kind: 'left' | 'lost' | 'changed';
  /** For messages: `table books`, `column books.title`, `the type of column books.title`. */
  readonly object: string;
  /** SQL that makes it as it was, where that is one short statement. */
  readonly remedy?: string | undefined;
  /** PostgreSQL has no statement that would undo it, or it is commonly left on purpose. */
  readonly tolerable: boolean;
}

export const left = (object: string, remedy?: string): SchemaDifference => ({
  kind: 'left',
  object,
  remedy,
  tolerable: false,
});
export const lost = (object: string): SchemaDifference => ({ kind: 'lost', object, tolerable: false });
export const changed = (object: string, remedy?: string): SchemaDifference => ({
  kind: 'changed',
  object,
  remedy,
  tolerable: false,
});
export const tolerated = (difference: SchemaDifference): SchemaDifference => ({ ...difference, tolerable: true });

/** Values of two maps side by side; keys of the second that the first has not come last. */
export function* sideBySide<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): Generator<readonly [key: string, before: Value | undefined, after: Value | undefined]> {
  for (const [key, value] of before) yield [key, value, after.get(key)];
  for (const [key, value] of after) if (!before.has(key)) yield [key, undefined, value];
}

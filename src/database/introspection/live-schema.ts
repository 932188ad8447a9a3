/** One object of a running database, in the server's own words. */
export interface LiveObject {
  /** `table`, `column`, `foreign key`, `function`, … */
  readonly kind: string;
  /** With its schema, each part quoted where SQL needs it: `public.books.title`, `public.f(integer, text)`. */
  readonly name: string;
  /** The key of the object that it is a part of and goes with. */
  readonly parent?: string | undefined;
  /** What is absent has the default, or does not apply. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every object by its key, sorted by key: two schemas are the same exactly when their maps are. */
export type LiveSchema = ReadonlyMap<string, LiveObject>;

export const keyOf = ({ kind, name }: Pick<LiveObject, 'kind' | 'name'>): string => `${kind} ${name}`;

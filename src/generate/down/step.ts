/** Where a statement stands among those that undo one operation. Lower ones run first. */
export const phase = {
  dropParts: 0,
  dropViews: 1,
  dropForeignKeys: 2,
  dropIndexes: 3,
  dropConstraints: 4,
  dropColumns: 5,
  dropTables: 6,
  dropRoutines: 7,
  dropTypes: 8,
  dropExtensions: 9,
  dropSchemas: 10,
  schemas: 20,
  extensions: 21,
  types: 22,
  routines: 23,
  sequences: 24,
  tables: 25,
  columns: 26,
  columnChanges: 27,
  constraints: 28,
  indexes: 29,
  foreignKeys: 30,
  sqlRoutines: 31,
  views: 32,
  parts: 33,
  settings: 34,
  rights: 35,
  comments: 36,
} as const;

export type Phase = (typeof phase)[keyof typeof phase];

/** One statement of a down, without its semicolon. */
export interface UndoStatement {
  readonly phase: Phase;
  readonly sql: string;
  /** It takes away this object, which the migration made: `relation:public.books`. */
  readonly removes?: string | undefined;
}

export const statement = (at: Phase, sql: string, removes?: string): UndoStatement => ({ phase: at, sql, removes });

/** Something that the down does not bring back. */
export interface NotUndone {
  /** A few words that are the same for all cases of one kind, for counting: `rows of a dropped table`. */
  readonly reason: string;
  /** For people, about this case. */
  readonly message: string;
  /** What the up could do so that it could be undone, as SQL. */
  readonly advice?: string | undefined;
}

/** What undoes one operation. */
export interface Undo {
  readonly statements: readonly UndoStatement[];
  readonly notUndone: readonly NotUndone[];
}

export const nothing: Undo = { statements: [], notUndone: [] };

export const joined = (...undos: readonly Undo[]): Undo => ({
  statements: undos.flatMap(({ statements }) => statements),
  notUndone: undos.flatMap(({ notUndone }) => notUndone),
});

export const does = (...statements: readonly UndoStatement[]): Undo => ({ statements, notUndone: [] });

export const cannot = (reason: string, message: string, advice?: string): Undo => ({
  statements: [],
  notUndone: [{ reason, message, advice }],
});

/**
 * What a person decides of a history that no program can set right:
 * - `mark-applied`: it was completed by hand, or its down was undone by hand.
 * - `mark-rolled-back`: what it had done was undone by hand.
 * - `mark-statement`: the statement that was cut off is done, or is not; then up or rollback goes on there.
 * - `accept-checksum`: the file may be what it is now.
 * - `remove`: a failed row that left nothing.
 * - `drop-index`: an invalid index, as SQL names it with its schema.
 */
export type RepairAction =
  | { readonly kind: 'mark-applied' | 'mark-rolled-back' | 'accept-checksum' | 'remove'; readonly migration: string }
  | { readonly kind: 'mark-statement'; readonly migration: string; readonly done: boolean }
  | { readonly kind: 'drop-index'; readonly index: string };

/** Something that needs a person, and what there is to choose from; the first choice harms nothing, where there is one. */
export interface Finding {
  readonly state:
    | 'halfway'
    | 'half-undone'
    | 'unclear-statement'
    | 'failed'
    | 'edited'
    | 'missing-file'
    | 'invalid-index';
  /** The id; absent for an invalid index. */
  readonly migration?: string | undefined;
  /** A sentence or two, for people. */
  readonly message: string;
  readonly choices: readonly RepairAction[];
}

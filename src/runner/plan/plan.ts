import type { Direction } from '../../core/migration.js';
import type { WrittenName } from '../../core/name.js';
import type { BegunStatement } from '../history/history-entry.js';
import type { Refusal } from './refusal.js';

/** One statement as it will be sent. */
export interface PlannedStatement {
  /** From 0, in the file; what the journal records. */
  readonly index: number;
  readonly sql: string;
  /** Where it begins in the file, from 1. */
  readonly line: number;
  /** `file`: the one transaction of the file. `own`: alone with its journal entry. `none`: it cannot run in one. */
  readonly transaction: 'file' | 'own' | 'none';
  /** Building an index or validating a constraint takes the time that it takes, and blocks nobody meanwhile. */
  readonly withoutStatementTimeout: boolean;
  /** Absent where it is in a transaction. */
  readonly repetition?: Repetition | undefined;
  /** CREATE INDEX CONCURRENTLY leaves an invalid index behind where it fails. `name` is absent where the server picks it. */
  readonly concurrentIndex?: { readonly name?: string | undefined; readonly table: WrittenName } | undefined;
}

/**
 * Of a statement in no transaction that was cut off, so that nobody knows whether it was done:
 * - `again`: doing it twice is doing it once.
 * - `exists`: where it was done, the server refuses it, as the thing is there already or is gone.
 * - `ask`: it may be done in part.
 */
export type Repetition = 'again' | 'exists' | 'ask';

/** What the history will say of an up step, beside when, who and how long. */
export interface UpRecord {
  readonly version: string;
  readonly checksum: string;
  readonly batch: number;
  /** Ids. */
  readonly dependencies: readonly string[];
  /** The down, without a BEGIN … COMMIT around it. */
  readonly rollbackSql?: string | undefined;
  /** `false` where a statement of the down cannot run in a transaction. */
  readonly rollbackAtomic: boolean;
  /** Findings that somebody overruled, by the ids of their rules, and why. */
  readonly forced?: { readonly reason: string; readonly rules: readonly string[] } | undefined;
}

interface AnyStep {
  /** The migration's id. */
  readonly migration: string;
  readonly path: string;
  /** `atomic`: all statements and the history row are one transaction. `journalled`: each is recorded when it is done. */
  readonly mode: 'atomic' | 'journalled';
  readonly statements: readonly PlannedStatement[];
  /** Of an earlier attempt that broke off: how many statements are done and left out now. */
  readonly resumedAfter: number;
  /** Of an earlier attempt that was cut off: the statement that it had sent, which may be done. */
  readonly begun?: BegunStatement | undefined;
}
export interface UpStep extends AnyStep {
  readonly direction: 'up';
  readonly record: UpRecord;
}
export interface DownStep extends AnyStep {
  readonly direction: 'down';
}
export type Step = UpStep | DownStep;

/** What will be done, or every reason why nothing will be. It is the dry run too. */
export type Plan =
  | { readonly ok: true; readonly direction: Direction; readonly steps: readonly Step[] }
  | {
      readonly ok: false;
      readonly direction: Direction;
      readonly refusals: readonly Refusal[];
      /** What would be done without them, as far as that is known. */
      readonly steps: readonly Step[];
    };

export const toPlan = (direction: Direction, steps: readonly Step[], refusals: readonly Refusal[]): Plan =>
  refusals.length > 0 ? { ok: false, direction, refusals, steps } : { ok: true, direction, steps };

import type { Report, StatementTrace } from '../../core/report.js';
import type { StepResult } from '../../runner/execute/result.js';
import type { Step } from '../../runner/plan/plan.js';
import type { Refusal } from '../../runner/plan/refusal.js';

/** Reasons that are not in the files: another runner, nobody who said yes, a history that changed meanwhile. */
export interface CircumstanceRefusal {
  readonly kind: 'findings' | 'findings-on-folder' | 'lock-held' | 'not-confirmed' | 'history-changed';
  readonly message: string;
}

export type ActRefusal = Refusal | CircumstanceRefusal;

export type BackupOutcome =
  | { readonly made: true; readonly path: string; readonly bytes: number; readonly durationMs: number }
  /** For people: why there is none. */
  | { readonly made: false; readonly because: string };

/** What the statements of a step do to others. */
export type StatementFacts = Pick<StatementTrace, 'locks' | 'rewrites' | 'scans' | 'indexBuilds'>;

export interface ExplainedStep {
  readonly step: Step;
  /** By the index of the statement in its file. Absent for SQL that is in no file of the folder. */
  readonly facts: ReadonlyMap<number, StatementFacts>;
}

/**
 * - `done`: everything of the plan is done and recorded.
 * - `nothing-to-do`, `planned` (a dry run), `refused`: nothing was changed.
 * - `failed`: a step failed, or nobody knows of one whether it was done; `results` says what is done.
 */
export type ActOutcome = 'done' | 'nothing-to-do' | 'planned' | 'refused' | 'failed';

export interface ActResult {
  readonly outcome: ActOutcome;
  /** The database, without secrets. */
  readonly database: string;
  /** As `server_version_num`. */
  readonly serverVersion: number;
  readonly folder: string;
  /** Where it is recorded. */
  readonly history: { readonly schema: string; readonly installed: boolean };
  readonly dryRun: boolean;
  /** In their order. Of a refused plan, as far as it is known. */
  readonly steps: readonly ExplainedStep[];
  /** One a step, where anything was begun. */
  readonly results: readonly StepResult[];
  readonly refusals: readonly ActRefusal[];
  /** What the check of the files found; absent where none is applied. */
  readonly report?: Report | undefined;
  /** Findings at error level were overruled, for this reason. */
  readonly forced?: string | undefined;
  /** Absent where it did not come to it. */
  readonly backup?: BackupOutcome | undefined;
  readonly warnings: readonly string[];
  /** Milliseconds. */
  readonly timing: Readonly<Record<'checking' | 'backup' | 'executing' | 'total', number>>;
}

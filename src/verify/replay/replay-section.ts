import type { Section } from '../../core/migration.js';
import { DatabaseError, isConnectionLoss } from '../../database/database-error.js';
import { toDatabaseError } from '../../database/to-database-error.js';
import type { Script } from '../../sql/script.js';
import type { Scratch } from '../scratch/scratch.js';
import type { Journal } from './journal.js';
import type { ReplayNote } from './replayed.js';
import type { Step } from './step.js';
import { modelOf, toSteps } from './to-steps.js';
import { withLimit } from './with-limit.js';

export interface SectionRun {
  readonly scratch: Scratch;
  readonly journal: Journal;
  /** Milliseconds for one statement. */
  readonly statementTimeout: number;
}

export interface StepFailure {
  /** Absent: the COMMIT at the end failed. */
  readonly step?: Step | undefined;
  readonly error: DatabaseError;
}

export interface SectionResult {
  readonly ran: number;
  readonly failures: readonly StepFailure[];
  readonly notes: readonly ReplayNote[];
}

/**
 * Runs a section as its tool would send it. Where a statement fails, its transaction is rolled back and run once more
 * without it, from then on with a savepoint before each statement, so that one failure hides no other.
 */
export function replaySection(run: SectionRun, section: Section, script: Script): Promise<SectionResult> {
  const steps = toSteps(section, script, { ownsServer: run.scratch.ownsServer });
  return new SectionReplay(run, steps, modelOf(section, script) !== 'autocommit').run();
}

const savepoint = 'pgairlock_replay';

class SectionReplay {
  readonly #run: SectionRun;
  readonly #steps: readonly Step[];
  readonly #wraps: boolean;
  readonly #failures = new Map<Step | undefined, DatabaseError>();
  readonly #notes = new Map<Step, ReplayNote>();
  /** Steps before this one are committed. */
  #committed = 0;
  #inTransaction = false;
  #careful = false;
  /** The session broke. */
  #lost = false;

  constructor(run: SectionRun, steps: readonly Step[], wraps: boolean) {
    this.#run = run;
    this.#steps = steps;
    this.#wraps = wraps;
  }

  async run(): Promise<SectionResult> {
    let at = 0;
    do {
      for (let step = this.#steps[at]; step; step = this.#steps[at]) at = await this.#take(step, at);
    } while (!(await this.#finish()));
    const failures = [...this.#failures].map(([step, error]) => ({ step, error }));
    return {
      ran: this.#steps.length - this.#failures.size + (this.#failures.has(undefined) ? 1 : 0),
      failures: failures.toSorted((a, b) => placeOf(a.step) - placeOf(b.step)),
      notes: [...this.#notes.values()],
    };
  }

  /** Gives the step to go on with. */
  async #take(step: Step, at: number): Promise<number> {
    if (this.#failures.has(step) || step.action.kind === 'skip') {
      this.#note(step);
      return at + 1;
    }
    try {
      await this.#place(step);
      await this.#do(step);
      await this.#followTransaction(step, at);
      return at + 1;
    } catch (error) {
      return this.#recover(step, at, toDatabaseError(error));
    }
  }

  /** Begins or ends the transaction that the step must be in, or not. */
  async #place(step: Step): Promise<void> {
    if (step.alone && this.#inTransaction && this.#wraps) await this.#commit(this.#steps.indexOf(step));
    if (this.#wraps && !step.alone && !this.#inTransaction) {
      await this.#execute('BEGIN');
      this.#run.journal.did('BEGIN');
      this.#inTransaction = true;
    }
    if (this.#careful && this.#inTransaction && !step.controls) await this.#execute(`SAVEPOINT ${savepoint}`);
  }

  async #do(step: Step): Promise<void> {
    const { action } = step;
    if (action.kind === 'fail') throw new DatabaseError(action);
    if (action.kind === 'skip') return;
    await this.#claimRoles(step);
    this.#note(step);
    if (action.kind === 'rows') {
      for (const row of action.rows) await this.#execute(action.sql, row);
      for (const row of action.rows) this.#run.journal.did(action.sql, row);
    } else {
      const stoodIn = action.kind === 'extension' && (await this.#run.scratch.standIn(action));
      if (!stoodIn) await this.#execute(action.sql);
      this.#run.journal.did(action.sql);
    }
    if (this.#careful && this.#inTransaction && !step.controls) await this.#execute(`RELEASE SAVEPOINT ${savepoint}`);
  }

  async #claimRoles({ statement }: Step): Promise<void> {
    const roles = statement.operations.flatMap((op) => (op.kind === 'createRole' ? [op.role] : []));
    if (roles.length > 0) await this.#run.scratch.claimRoles(roles);
  }

  async #followTransaction(step: Step, at: number): Promise<void> {
    if (step.controls) {
      const status = await this.#run.scratch.database.transactionStatus();
      this.#inTransaction = status !== 'idle';
    }
    if (this.#inTransaction) return;
    this.#run.journal.commit();
    this.#committed = at + 1;
  }

  async #recover(step: Step, at: number, error: DatabaseError): Promise<number> {
    this.#failures.set(step, error);
    if (this.#lost) {
      await this.#reopen();
      return this.#committed;
    }
    if (!this.#inTransaction) return at + 1;
    if (this.#careful && !step.controls) {
      await this.#execute(`ROLLBACK TO SAVEPOINT ${savepoint}`);
      return at + 1;
    }
    await this.#rollback();
    this.#careful = true;
    return this.#committed;
  }

  async #reopen(): Promise<void> {
    const { scratch, journal } = this.#run;
    journal.rollback();
    this.#inTransaction = false;
    this.#careful = true;
    this.#lost = false;
    if ((await scratch.reopen()) === 'emptied') await journal.redo(scratch.database);
  }

  async #rollback(): Promise<void> {
    await this.#execute('ROLLBACK');
    this.#run.journal.rollback();
    this.#inTransaction = false;
  }

  async #commit(next: number): Promise<void> {
    await this.#execute('COMMIT');
    this.#run.journal.did('COMMIT');
    this.#run.journal.commit();
    this.#inTransaction = false;
    this.#committed = next;
  }

  /** Ends what is open. A file that leaves its own transaction open loses it. `false`: once more, from the start. */
  async #finish(): Promise<boolean> {
    if (!this.#inTransaction) return true;
    try {
      await (this.#wraps ? this.#commit(this.#steps.length) : this.#rollback());
    } catch (error) {
      this.#failures.set(undefined, toDatabaseError(error));
      // The server rolled back already, but for a connection that broke.
      if (this.#lost) await this.#reopen();
      this.#run.journal.rollback();
      this.#inTransaction = false;
    }
    return true;
  }

  #note(step: Step): void {
    const { note, statement } = step;
    if (note !== undefined) {
      this.#notes.set(step, { statement: statement.index, span: statement.span, message: note });
    }
  }

  async #execute(sql: string, parameters: readonly (string | null)[] = []): Promise<void> {
    const { scratch, statementTimeout } = this.#run;
    const { interrupted, result } = await withLimit(
      statementTimeout,
      () => scratch.database.query(sql, parameters),
      () => scratch.interrupt(),
    );
    if (result.status === 'fulfilled') return;
    const error = toDatabaseError(result.reason);
    this.#lost = isConnectionLoss(error);
    if (!interrupted) throw error;
    const message = `canceled, as it ran longer than ${statementTimeout / 1000} s`;
    throw new DatabaseError({ sqlstate: '57014', message }, { cause: error });
  }
}

const placeOf = (step: Step | undefined): number => step?.statement.index ?? Number.POSITIVE_INFINITY;

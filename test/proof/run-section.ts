import type { Section } from '../../src/core/migration.js';
import type { Database } from '../../src/database/database.js';
import { DatabaseError } from '../../src/database/database-error.js';
import type { Parser } from '../../src/sql/parser.js';
import { readScript } from '../../src/sql/read-script.js';
import type { Statement } from '../../src/sql/script.js';
import type { ObservedRelation } from '../../src/verify/measure/observed.js';
import type { Step } from '../../src/verify/replay/step.js';
import { modelOf, toSteps } from '../../src/verify/replay/to-steps.js';
import { isMeasurable, measured } from './measured.js';
import type { Bench } from './server/bench.js';

/** What the server refused. */
export interface Refusal {
  /** Absent: the COMMIT at the end. */
  readonly statement?: Statement | undefined;
  readonly sqlstate: string;
  readonly message: string;
}

/** What a statement did to the relations that other sessions can see. */
export interface Deed {
  readonly statement: Statement;
  readonly observed: readonly ObservedRelation[];
  /** `false`: its locks were gone when it had ended. */
  readonly locksSeen: boolean;
}

export interface SectionRun {
  readonly deeds: readonly Deed[];
  readonly refusal?: Refusal | undefined;
}

/** Runs a section as its tool sends it, up to the first statement that the server refuses. */
export async function runSection(
  bench: Bench,
  database: Database,
  section: Section,
  parser: Parser,
): Promise<SectionRun> {
  const script = readScript(section.text, parser);
  const wraps = modelOf(section, script) !== 'autocommit';
  const deeds: Deed[] = [];
  let refusal: Refusal | undefined;
  let statement: Statement | undefined;
  try {
    let began = false;
    for (const step of toSteps(section, script, { ownsServer: true })) {
      statement = step.statement;
      if (wraps && step.alone && began) await commit(database);
      if (wraps && !step.alone && !began) await database.execute('BEGIN');
      began = wraps && !step.alone;
      deeds.push(await runStep(bench, database, step));
    }
    statement = undefined;
    if (wraps) await commit(database);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    refusal = { statement, sqlstate: error.sqlstate, message: error.message };
  }
  await endSession(database);
  return { deeds, refusal };
}

async function commit(database: Database): Promise<void> {
  if ((await database.transactionStatus()) !== 'idle') await database.execute('COMMIT');
}

/** Each file has a session of its own. */
async function endSession(database: Database): Promise<void> {
  if ((await database.transactionStatus()) !== 'idle') await database.execute('ROLLBACK');
  for (const reset of ['RESET SESSION AUTHORIZATION', 'RESET ALL', 'DISCARD TEMP']) await database.execute(reset);
}

async function runStep(bench: Bench, database: Database, step: Step): Promise<Deed> {
  const { statement } = step;
  const act = (): Promise<void> => perform(bench, database, step);
  if ((await database.transactionStatus()) !== 'idle') {
    return { statement, ...(await measured(database, act)), locksSeen: !step.controls };
  }
  if (!isMeasurable(step)) return { statement, ...(await measured(database, act)), locksSeen: false };
  await database.execute('BEGIN');
  const seen = await measured(database, act);
  await database.execute('COMMIT');
  return { statement, ...seen, locksSeen: true };
}

async function perform(bench: Bench, database: Database, { action }: Step): Promise<void> {
  if (action.kind === 'fail') throw new DatabaseError(action);
  if (action.kind === 'rows') for (const row of action.rows) await database.query(action.sql, row);
  else if (action.kind === 'extension' && (await bench.standIn(action))) return;
  else if (action.kind === 'run' || action.kind === 'extension') await database.execute(action.sql);
}

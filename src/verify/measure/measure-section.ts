import type { Section } from '../../core/migration.js';
import type { Database } from '../../database/database.js';
import { DatabaseError, isConnectionLoss } from '../../database/database-error.js';
import type { Effects } from '../../effects/effects.js';
import { cannotRunInTransaction } from '../../effects/transaction-errors.js';
import type { Script } from '../../sql/script.js';
import type { Step } from '../replay/step.js';
import { toSteps } from '../replay/to-steps.js';
import { type FillResult, fillTables } from '../rows/fill-tables.js';
import type { Scratch } from '../scratch/scratch.js';
import { holdAgainst } from './hold-against.js';
import type { MeasuredSection, MeasuredStatement, UnmeasuredStatement } from './measured.js';
import { type Moment, type ObservedRelation, observe } from './observed.js';
import { readLocks, readRelations } from './relations.js';

export interface MeasureOptions {
  readonly scratch: Scratch;
  /** The scratch's session, whose statements are ended after some time. */
  readonly database: Database;
  readonly section: Section;
  readonly script: Script;
  /** By the index of the statement; absent: nothing is foreseen. */
  readonly effects: ReadonlyMap<number, readonly Effects[]>;
  /** Write rows into empty tables before. */
  readonly rows: boolean;
}

/**
 * Runs a section in one transaction, which is rolled back, and looks at the session's locks and at the files of the tables
 * after each statement. What cannot be in a transaction is left out.
 * @throws DatabaseError where the session breaks
 */
export async function measureSection(options: MeasureOptions): Promise<MeasuredSection> {
  const first = await attempt(options, options.rows);
  // Rows that were made up may be the reason.
  return first ?? (await attempt(options, false)) ?? { measured: [], unmeasured: [] };
}

/** `undefined`: with rows, a statement failed. */
async function attempt(options: MeasureOptions, withRows: boolean): Promise<MeasuredSection | undefined> {
  const { database } = options;
  await database.execute('BEGIN');
  try {
    const rows = withRows ? await fillTables(database) : undefined;
    return await measureSteps(options, rows);
  } finally {
    await database.execute('ROLLBACK').catch(() => {});
  }
}

async function measureSteps(
  options: MeasureOptions,
  rows: FillResult | undefined,
): Promise<MeasuredSection | undefined> {
  const { database, scratch, section, script } = options;
  const measured: MeasuredStatement[] = [];
  const unmeasured: UnmeasuredStatement[] = [];
  let before = await readMoment(database);
  const visible = new Set(before.relations.keys());
  for (const step of toSteps(section, script, { ownsServer: scratch.ownsServer })) {
    const { index, span } = step.statement;
    if (isControl(step)) continue;
    const reason = whyNot(step);
    const outcome = reason ?? (await run(scratch, database, step));
    if (typeof outcome === 'string') {
      if (reason === undefined && rows !== undefined) return undefined;
      unmeasured.push({ statement: index, span, reason: outcome });
      continue;
    }
    const after = await readMoment(database);
    const observed = observe(before, after, visible);
    const agreements = holdAgainst(observed, options.effects.get(index) ?? []);
    measured.push({ statement: index, span, duration: outcome, ...factsOf(observed), agreements });
    before = after;
  }
  return { measured, unmeasured, rows };
}

const readMoment = async (database: Database): Promise<Moment> => ({
  relations: await readRelations(database),
  locks: await readLocks(database),
});

/** It begins or ends a transaction and does nothing besides. */
const isControl = ({ controls, statement }: Step): boolean =>
  controls && statement.operations.every(({ kind, block }) => block === undefined && /Transaction|avepoint/.test(kind));

function whyNot({ action, statement, controls }: Step): string | undefined {
  const alone = statement.operations.map(cannotRunInTransaction).find((name) => name !== undefined);
  if (alone !== undefined) return `${alone} cannot be in a transaction, so that its locks are gone when it ends`;
  if (controls) return 'it may end its transaction, and its locks with it';
  if (action.kind === 'fail') return action.message;
  return action.kind === 'skip' ? 'it is not run as it stands' : undefined;
}

/** Milliseconds, or why it failed. */
async function run(scratch: Scratch, database: Database, { action }: Step): Promise<number | string> {
  await database.execute('SAVEPOINT pgairlock_measure');
  const began = performance.now();
  try {
    if (action.kind === 'rows') for (const row of action.rows) await database.query(action.sql, row);
    else if (action.kind === 'extension' && (await scratch.standIn(action))) return performance.now() - began;
    else if (action.kind === 'run' || action.kind === 'extension') await database.execute(action.sql);
    return performance.now() - began;
  } catch (error) {
    if (!(error instanceof DatabaseError) || isConnectionLoss(error) || error.sqlstate === '57014') throw error;
    await database.execute('ROLLBACK TO SAVEPOINT pgairlock_measure');
    return `the server refuses it: ${error.message}`;
  }
}

const factsOf = (observed: readonly ObservedRelation[]) => ({
  locks: observed.flatMap(({ relation, lock }) =>
    lock === undefined ? [] : [{ relation: relation.name, mode: lock }],
  ),
  rewrites: observed.filter(({ rewritten }) => rewritten).map(({ relation }) => relation.name),
  indexBuilds: observed.filter(({ indexBuilt }) => indexBuilt).map(({ relation }) => relation.name),
});

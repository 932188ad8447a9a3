import type { Migration } from '../../core/migration.js';
import type { Parser } from '../../sql/parser.js';
import { readScript } from '../../sql/read-script.js';
import type { Script } from '../../sql/script.js';
import type { Scratch } from '../scratch/scratch.js';
import { type Consequences, createConsequences } from './consequences.js';
import { createJournal, type Journal } from './journal.js';
import { replaySection, type SectionResult } from './replay-section.js';
import type { ReplayedMigration, ReplayFailure, ReplayNote } from './replayed.js';

export interface ReplayOptions {
  readonly parser: Parser;
  /** Milliseconds for one statement. Default: one minute. */
  readonly statementTimeout?: number | undefined;
  /** The tool begins each file with fresh settings, as the Supabase CLI does. */
  readonly resetsSession?: boolean | undefined;
  /**
   * Before each migration, on the schema that it meets, outside of a transaction. What it changes it must undo; a session that
   * breaks meanwhile is made anew.
   */
  readonly onBefore?: ((migration: Migration) => Promise<void>) | undefined;
  /** What became of migrations that this database holds already. */
  readonly earlier?: readonly EarlierMigration[] | undefined;
  /** After each migration, on the schema that it left. */
  readonly onReplayed?: ((replayed: ReplayedMigration, migration: Migration) => Promise<void> | void) | undefined;
}

export interface EarlierMigration {
  readonly migration: Migration;
  readonly replayed: ReplayedMigration;
}

/**
 * Runs a whole history on an empty database, file by file, as its tool would send it. A failure is a value; what can be run
 * besides is run, so that the files after it can be judged.
 */
export async function replay(
  scratch: Scratch,
  migrations: readonly Migration[],
  options: ReplayOptions,
): Promise<readonly ReplayedMigration[]> {
  const journal = createJournal();
  const consequences = createConsequences();
  for (const { migration, replayed } of options.earlier ?? []) {
    recall(consequences, migration, replayed, options.parser);
  }
  const all: ReplayedMigration[] = [];
  for (const migration of migrations) {
    if (options.resetsSession) await resetSession(scratch, journal);
    if (options.onBefore) {
      await options.onBefore(migration);
      await mendSession(scratch, journal);
    }
    const replayed = await replayOne({ scratch, journal, consequences, options }, migration);
    await options.onReplayed?.(replayed, migration);
    all.push(replayed);
  }
  return all;
}

function recall(
  consequences: Consequences,
  { id, up }: Migration,
  { failures }: ReplayedMigration,
  parser: Parser,
): void {
  if (failures.length === 0) return;
  const { statements } = readScript(up.text, parser);
  for (const { statement: index } of failures) {
    const statement = index === undefined ? undefined : statements[index];
    if (statement) consequences.remember(id, up.path, statement);
  }
}

async function mendSession(scratch: Scratch, journal: Journal): Promise<void> {
  try {
    await scratch.database.query('SELECT 1');
  } catch {
    if ((await scratch.reopen()) === 'emptied') await journal.redo(scratch.database);
  }
}

async function resetSession(scratch: Scratch, journal: Journal): Promise<void> {
  await scratch.reset();
  journal.did('RESET SESSION AUTHORIZATION');
  journal.did('RESET ALL');
  journal.commit();
}

interface Run {
  readonly scratch: Scratch;
  readonly journal: Journal;
  readonly consequences: Consequences;
  readonly options: ReplayOptions;
}

async function replayOne(run: Run, migration: Migration): Promise<ReplayedMigration> {
  const { scratch, journal, options } = run;
  const began = performance.now();
  const script = readScript(migration.up.text, options.parser);
  const { statementTimeout = 60_000 } = options;
  const result = await replaySection({ scratch, journal, statementTimeout }, migration.up, script);
  return {
    migration: migration.id,
    path: migration.up.path,
    statements: script.statements.length + script.problems.length,
    ran: result.ran,
    failures: inOrder([
      ...unread(script),
      ...result.failures.map((failure) => toFailure(run, migration, script, failure)),
    ]),
    notes: [...psqlNotes(script), ...result.notes],
    duration: performance.now() - began,
  };
}

const inOrder = (failures: readonly ReplayFailure[]): readonly ReplayFailure[] =>
  failures.toSorted((a, b) => a.span.start - b.span.start);

/** No server would take these either. */
const unread = ({ problems }: Script): readonly ReplayFailure[] =>
  problems.map(({ message, span }) => ({ span, sqlstate: '42601', message }));

const psqlNotes = ({ metaCommands }: Script): readonly ReplayNote[] =>
  metaCommands
    .filter(({ command }) => command.startsWith('\\'))
    .map(({ command, span }) => ({ span, message: `${command} is for psql and was left out.` }));

function toFailure(
  { consequences }: Run,
  migration: Migration,
  script: Script,
  { step, error }: SectionResult['failures'][number],
): ReplayFailure {
  const { sqlstate, message, detail, hint, context } = error;
  const consequenceOf = consequences.causeOf(error);
  const span = step?.statement.span ?? script.statements.at(-1)?.span ?? { start: 0, end: 0 };
  if (step) consequences.remember(migration.id, migration.up.path, step.statement);
  return { statement: step?.statement.index, span, sqlstate, message, detail, hint, context, consequenceOf };
}

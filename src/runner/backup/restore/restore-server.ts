import { PgairlockError } from '../../../core/error.js';
import type { ServerTarget } from '../../../database/connection-target.js';
import type { Database } from '../../../database/database.js';
import { openDatabase } from '../../../database/open-database.js';
import type { HistorySchema } from '../../history/schema-name.js';
import { acquireLock } from '../../lock.js';
import type { BackupFacts } from '../backup-facts.js';
import { choosePsql } from '../choose-program.js';
import { countUserTables } from '../count-objects.js';
import { libpqEnvironment } from '../libpq-environment.js';
import { whereWeAre } from '../origin.js';
import { runProgram } from '../run-program.js';
import { explainRestore } from './explain-restore.js';
import { prepareSql } from './prepare-sql.js';
import { defaultRestoreLockWait, type RestoreOptions, type RestoreOutcome } from './restore.js';
import { type Verified, verifyRestored } from './verify-restored.js';

/** Restores by psql, in one transaction with the removal of what was there. */
export async function restoreServer(
  options: RestoreOptions,
  target: ServerTarget,
  facts: BackupFacts,
): Promise<RestoreOutcome> {
  const { clean = false, schema, clock } = options;
  if (clean && facts.largeObjects > 0) return { outcome: 'large-objects' };
  const database = await openDatabase(target);
  try {
    const locked = await acquireLock(database, schema, { wait: 0, interval: 1, clock });
    if (!locked.acquired) return { outcome: 'locked', holder: locked.holder };
    const tables = await countUserTables(database, facts.schemas);
    if (tables > 0 && !clean) return { outcome: 'not-empty', tables };
    await runPsql(options, await whereWeAre(target, database), facts, database);
    return { outcome: 'restored', ...(await lookAt(target, schema, facts)) };
  } finally {
    // The lock ends with the session.
    await database.close();
  }
}

/** In a session of its own: the first one was idle all the while, which a server may end. */
async function lookAt(target: ServerTarget, schema: HistorySchema, facts: BackupFacts): Promise<Verified> {
  const database = await openDatabase(target);
  try {
    return await verifyRestored(database, schema, facts);
  } finally {
    await database.close();
  }
}

async function runPsql(
  { path, env, psql, clean = false, lockWait = defaultRestoreLockWait, signal }: RestoreOptions,
  target: ServerTarget,
  facts: BackupFacts,
  { serverVersion }: Database,
): Promise<void> {
  const program = await choosePsql({ major: Math.floor(serverVersion / 10_000), env, configured: psql });
  const prepare = prepareSql({ schemas: facts.schemas, clean, lockWait, serverVersion });
  const end = await runProgram({
    file: program.path,
    args: [
      '--no-psqlrc',
      '--quiet',
      '--no-password',
      '--set=ON_ERROR_STOP=1',
      // With large objects the dump has BEGIN and COMMIT of its own.
      ...(facts.largeObjects > 0 ? [] : ['--single-transaction']),
      `--command=${prepare}`,
      `--file=${path}`,
    ],
    env: libpqEnvironment(target, env),
    signal,
  });
  if (signal?.aborted) throw failed('it was stopped.', facts);
  if (end.endedBy !== undefined) throw failed(`psql was ended by ${end.endedBy}.`, facts);
  if (end.status !== 0) throw failed(explainRestore(end, target), facts);
}

function failed(reason: string, { largeObjects }: BackupFacts): PgairlockError {
  const left =
    largeObjects > 0
      ? 'The backup holds large objects, so that what was done before is there: use an empty database for the next try.'
      : 'The database is as it was.';
  return new PgairlockError('restore-failed', `The restore failed: ${reason.replace(/\s*\n\s*/g, ' ')} ${left}`);
}

import type { Database } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import { toDatabaseError } from '../../database/to-database-error.js';
import type { Scratch } from '../scratch/scratch.js';
import { withLimit } from './with-limit.js';

/** The session of a scratch; a statement that runs longer than `limit` milliseconds is ended, and fails with 57014. */
export function limitedDatabase(scratch: Scratch, limit: number): Database {
  const { database } = scratch;
  const limited = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const { interrupted, result } = await withLimit(limit, work, () => scratch.interrupt());
    if (result.status === 'fulfilled') return result.value;
    if (!interrupted) throw toDatabaseError(result.reason);
    const message = `canceled, as it ran longer than ${limit / 1000} s`;
    throw new DatabaseError({ sqlstate: '57014', message }, { cause: result.reason });
  };
  return {
    ...database,
    query: (statement, parameters) => limited(() => database.query(statement, parameters)),
    execute: (statement) => limited(() => database.execute(statement)),
    executeAll: (statements) => limited(() => database.executeAll(statements)),
  };
}

import { expect, test } from 'vitest';
import type { Database } from '../../../src/database/database.js';
import { onEveryDatabase } from '../every-database.js';
import { migration } from '../migrations.js';
import { outcomes, up } from './session.js';

onEveryDatabase((current) => {
  /** Each call is one message to the server, and one wait for its answer. */
  function counting(database: Database): Database & { readonly sent: string[] } {
    const sent: string[] = [];
    return {
      ...database,
      sent,
      query: (statement, parameters) => {
        sent.push(statement);
        return database.query(statement, parameters);
      },
      execute: (statement) => {
        sent.push(statement);
        return database.execute(statement);
      },
      executeAll: (statements) => {
        sent.push(statements.join('; '));
        return database.executeAll(statements);
      },
    };
  }

  test('a file in one transaction costs eight messages beside its statements', async () => {
    const file = (number: number) => migration(`000${number}_shelf`, `CREATE TABLE shelf_${number} ();`);
    await up(current(), [file(1)]);
    const database = counting(current());
    const guard = async (): Promise<void> => {
      await database.query('SELECT 1 AS held');
    };
    const lock = { pooling: 'none', guard } as const;
    const options = { lock, statementTimeout: 60_000 };
    expect(outcomes(await up(database, [1, 2, 3].map(file), options))).toEqual(['0002_shelf done', '0003_shelf done']);
    const ends = database.sent.flatMap((statement, at) => (statement === 'COMMIT' ? [at] : []));
    const second = database.sent.slice((ends[0] ?? 0) + 1, (ends[1] ?? 0) + 1);
    expect(second.filter((statement) => !statement.startsWith('CREATE TABLE'))).toHaveLength(8);
    expect(second).toHaveLength(9);
  });
});

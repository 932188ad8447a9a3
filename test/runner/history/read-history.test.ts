import { expect, test } from 'vitest';
import { installHistory } from '../../../src/runner/history/install/install-history.js';
import { readHistory } from '../../../src/runner/history/read-history.js';
import { historySchema } from '../../../src/runner/history/schema-name.js';
import { onEveryDatabase } from '../every-database.js';

const schema = historySchema();
onEveryDatabase((current) => {
  const run = (sql: string): Promise<unknown> => current().query(sql);

  test('nothing is recorded where nothing is installed, and reading installs nothing', async () => {
    await expect(readHistory(current(), schema)).resolves.toEqual([]);
    await expect(current().query("SELECT to_regnamespace('_migrations') AS there")).resolves.toEqual([{ there: null }]);
  });

  test('an empty history is empty', async () => {
    await installHistory(current(), schema);
    await expect(readHistory(current(), schema)).resolves.toEqual([]);
  });

  test('gives every row, whatever the settings of the session', async () => {
    await installHistory(current(), schema);
    await run("SET search_path = ''");
    await run("CALL _migrations.log_migration_start('0001_books', '0001', 'sum', NULL, 'DROP TABLE books')");
    await run("CALL _migrations.log_migration_complete('0001_books')");
    await run("CALL _migrations.log_migration_start('0002_loans', '0002', NULL, NULL, NULL, '{0001_books}')");
    const [books, loans] = await readHistory(current(), schema);
    expect(books).toEqual({
      name: '0001_books',
      version: '0001',
      order: 1,
      batch: 1,
      status: 'applied',
      checksum: 'sum',
      rollbackSql: 'DROP TABLE books',
      reason: null,
      dependencies: [],
      journalled: false,
      done: [],
      undone: [],
      begun: undefined,
      interrupted: false,
    });
    expect(loans).toMatchObject({
      status: 'failed',
      reason: 'not finished',
      checksum: null,
      dependencies: ['0001_books'],
    });
  });

  test('gives the statements that are done of the last attempt only, and only of one that is not finished', async () => {
    await installHistory(current(), schema);
    const start = (): Promise<unknown> =>
      run(`CALL _migrations.log_migration_start('0001_a', '0001', 'sum', metadata => '{"journalled": true}')`);
    const statement = (index: number): Promise<unknown> =>
      run(
        `INSERT INTO _migrations.migration_events (migration_name, event, statement_index) VALUES ('0001_a', 'statement', ${index})`,
      );
    await start();
    await statement(0);
    await statement(1);
    await expect(readHistory(current(), schema)).resolves.toMatchObject([{ journalled: true, done: [0, 1] }]);
    await start();
    await statement(0);
    await expect(readHistory(current(), schema)).resolves.toMatchObject([{ done: [0] }]);
    await run("CALL _migrations.log_migration_complete('0001_a')");
    await expect(readHistory(current(), schema)).resolves.toMatchObject([{ status: 'applied', done: [] }]);
  });
});

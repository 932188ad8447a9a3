import { beforeAll, describe, expect, test } from 'vitest';
import { installedVersion, installHistory } from '../../../src/runner/history/install/install-history.js';
import { versions } from '../../../src/runner/history/install/versions.js';
import { readHistory } from '../../../src/runner/history/read-history.js';
import { historySchema } from '../../../src/runner/history/schema-name.js';
import { onEveryDatabase } from '../every-database.js';

const schema = historySchema();
onEveryDatabase((current) => {
  /** As a program that knew no more than these versions left it. */
  const installVersions = async (count: number): Promise<void> => {
    await current().execute('CREATE SCHEMA _migrations');
    await current().execute(
      'CREATE TABLE _migrations.schema_version (version integer PRIMARY KEY, installed_at timestamptz NOT NULL DEFAULT now())',
    );
    await current().execute('SET search_path = pg_catalog, pg_temp');
    const statements = versions.slice(0, count).flatMap((parts) => parts.flatMap((part) => part(schema)));
    for (const statement of statements) await current().execute(statement);
    await current().execute('RESET search_path');
    await current().query(`INSERT INTO _migrations.schema_version SELECT generate_series(1, ${count})`);
  };
  const shapeOfHistory = (): Promise<unknown> =>
    current().query(
      `SELECT c.relname AS name, pg_get_constraintdef(k.oid) AS definition
       FROM pg_class AS c LEFT JOIN pg_constraint AS k ON k.conrelid = c.oid
       WHERE c.relnamespace = '_migrations'::regnamespace
       UNION ALL SELECT p.proname, md5(p.prosrc) FROM pg_proc AS p WHERE p.pronamespace = '_migrations'::regnamespace
       ORDER BY 1, 2`,
    );

  describe('installHistory', () => {
    beforeAll(async () => {
      for (const role of ['anon', 'authenticated', 'deployer']) {
        // A server keeps its roles longer than a test.
        await current()
          .execute(`CREATE ROLE ${role}`)
          .catch(() => {});
      }
      await current().execute(
        "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO deployer', current_database()); END $$",
      );
    });

    test('says what to do where the database is read-only, and leaves nothing', async () => {
      await current().execute('SET default_transaction_read_only = on');
      const refused = expect(installHistory(current(), schema)).rejects.toMatchObject({
        code: 'history-unusable',
        message: expect.stringContaining('primary server'),
      });
      await refused.finally(() => current().execute('RESET default_transaction_read_only'));
      expect(await installedVersion(current(), schema)).toBe(0);
    });

    test('does not take away the rights on public', async () => {
      await current().execute('GRANT USAGE ON SCHEMA public TO PUBLIC');
      await expect(installHistory(current(), historySchema('public'))).rejects.toMatchObject({
        code: 'history-unusable',
      });
      expect(await current().query("SELECT has_schema_privilege('anon', 'public', 'USAGE') AS usage")).toEqual([
        { usage: 't' },
      ]);
    });

    test('says what to do where the role may not make a schema; one that it owns is enough', async () => {
      await current()
        .execute('CREATE ROLE guest')
        .catch(() => {});
      await current().execute('SET ROLE guest');
      await expect(installHistory(current(), schema)).rejects.toMatchObject({
        code: 'history-unusable',
        message: expect.stringContaining('AUTHORIZATION <role>'),
      });
      await current().execute('RESET ROLE');
      await current().execute('CREATE SCHEMA _migrations AUTHORIZATION guest');
      await current().execute('SET ROLE guest');
      await expect(installHistory(current(), schema)).resolves.toEqual({ from: 0, to: 2 });
      await current().execute('RESET ROLE');
    });

    test('makes every table, view and routine, and says from which version', async () => {
      await expect(installHistory(current(), schema)).resolves.toEqual({ from: 0, to: 2 });
      const relations = await current().query(
        "SELECT relname FROM pg_class WHERE relnamespace = '_migrations'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1",
      );
      expect(relations.map((row) => row.relname)).toEqual([
        'migration_dependencies',
        'migration_errors',
        'migration_events',
        'migration_history',
        'migration_lease',
        'migration_snapshots',
        'schema_migrations',
        'schema_version',
        'v_applied_migrations',
        'v_migration_status',
      ]);
      const routines = await current().query(
        "SELECT proname FROM pg_proc WHERE pronamespace = '_migrations'::regnamespace ORDER BY 1",
      );
      expect(routines.map((row) => row.proname)).toEqual([
        'can_rollback_migration',
        'create_migration_snapshot',
        'execute_migration_rollback',
        'get_migration_stats',
        'get_next_batch',
        'list_rollbackable_migrations',
        'log_migration_complete',
        'log_migration_start',
        'refuse_change_of_events',
      ]);
    });

    test('does nothing the second time', async () => {
      await installHistory(current(), schema);
      await current().execute("CALL _migrations.log_migration_start('0001_a', '0001', 'sum')");
      await expect(installHistory(current(), schema)).resolves.toEqual({ from: 2, to: 2 });
      await expect(current().query('SELECT migration_name FROM _migrations.migration_history')).resolves.toEqual([
        { migration_name: '0001_a' },
      ]);
    });

    test('pins the search_path of every routine', async () => {
      await installHistory(current(), schema);
      const open = await current().query(`SELECT proname FROM pg_proc WHERE pronamespace = '_migrations'::regnamespace
      AND NOT coalesce(proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false)`);
      expect(open).toEqual([]);
    });

    test('works whatever the search_path is', async () => {
      await current().execute('CREATE SCHEMA trap');
      await current().execute(
        'CREATE FUNCTION trap.clock_timestamp() RETURNS timestamptz LANGUAGE sql RETURN NULL::timestamptz',
      );
      await current().execute('SET search_path = trap, pg_catalog');
      await expect(installHistory(current(), schema)).resolves.toEqual({ from: 0, to: 2 });
      await current().execute("CALL _migrations.log_migration_start('0001_a', '0001', 'sum')");
      await current().execute("CALL _migrations.log_migration_complete('0001_a')");
      await expect(current().query('SELECT applied FROM _migrations.get_migration_stats()')).resolves.toEqual([
        { applied: '1' },
      ]);
    });

    test('needs no more than CREATE on the database', async () => {
      await current().execute('SET ROLE deployer');
      await expect(installHistory(current(), schema)).resolves.toEqual({ from: 0, to: 2 });
      await current().execute("CALL _migrations.log_migration_start('0001_a', '0001', 'sum')");
      await current().execute("CALL _migrations.log_migration_complete('0001_a')");
      await expect(installedVersion(current(), schema)).resolves.toBe(2);
    });

    test('leaves nothing behind where it fails', async () => {
      await current().execute('CREATE SCHEMA _migrations');
      await current().execute('CREATE FUNCTION _migrations.get_next_batch() RETURNS integer LANGUAGE sql RETURN 1');
      await expect(installHistory(current(), schema)).rejects.toMatchObject({ sqlstate: '42723' });
      expect(await current().transactionStatus()).toBe('idle');
      await expect(installedVersion(current(), schema)).resolves.toBe(0);
    });

    test.each(['anon', 'authenticated'])('is closed to %s, and to everybody', async (role) => {
      await current().execute(`ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO ${role}`);
      await current().execute(`ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO ${role}`);
      await installHistory(current(), schema);
      const granted = await current().query(
        `SELECT c.relname AS name FROM pg_class AS c WHERE c.relnamespace = '_migrations'::regnamespace AND c.relkind IN ('r', 'v')
         AND has_table_privilege($1, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
       UNION ALL
       SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = '_migrations'::regnamespace AND has_function_privilege($1, p.oid, 'EXECUTE')
       UNION ALL
       SELECT 'schema' WHERE has_schema_privilege($1, '_migrations', 'USAGE, CREATE')`,
        [role],
      );
      await current().execute(`ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM ${role}`);
      await current().execute(`ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM ${role}`);
      expect(granted).toEqual([]);
    });

    test('brings an older history to this version, and keeps what it holds', async () => {
      await installVersions(1);
      await current().execute("CALL _migrations.log_migration_start('0001_a', '0001', 'sum')");
      await current().execute("CALL _migrations.log_migration_complete('0001_a')");
      await expect(installHistory(current(), schema)).resolves.toEqual({ from: 1, to: versions.length });
      await expect(readHistory(current(), schema)).resolves.toMatchObject([{ name: '0001_a', status: 'applied' }]);
      const shape = await shapeOfHistory();
      await current().execute('DROP SCHEMA _migrations CASCADE');
      await installHistory(current(), schema);
      await expect(shapeOfHistory()).resolves.toEqual(shape);
    });

    test('takes any name for the schema', async () => {
      const odd = historySchema('My "own" history\'s');
      await installHistory(current(), odd);
      await current().execute(`CALL ${odd.identifier}.log_migration_start('0001_a', '0001', 'sum')`);
      await expect(installedVersion(current(), odd)).resolves.toBe(2);
      expect(odd.lockKey).not.toBe(schema.lockKey);
    });

    test('refuses a schema that holds something else', async () => {
      await current().execute('CREATE SCHEMA _migrations');
      await current().execute('CREATE TABLE _migrations.other ()');
      await expect(installHistory(current(), schema)).rejects.toMatchObject({ code: 'history-unusable' });
      await expect(installedVersion(current(), schema)).resolves.toBe(0);
    });

    test('refuses a history of a newer program', async () => {
      await installHistory(current(), schema);
      await current().execute('INSERT INTO _migrations.schema_version (version) VALUES (99)');
      await expect(installHistory(current(), schema)).rejects.toThrow('has version 99');
    });
  });
});

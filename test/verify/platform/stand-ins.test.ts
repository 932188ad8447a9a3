import { afterAll, beforeAll, expect, test } from 'vitest';
import { standIns } from '../../../src/verify/platform/stand-ins/index.js';
import { openScratch } from '../../../src/verify/scratch/open-scratch.js';
import type { Scratch } from '../../../src/verify/scratch/scratch.js';

let scratch: Scratch;
beforeAll(async () => {
  scratch = await openScratch({ supabase: false, sql: ['wrappers pgcrypto'] });
}, 60_000);
afterAll(() => scratch.dispose());

const value = async (expression: string): Promise<string | null | undefined> => {
  const [row] = await scratch.database.query(`SELECT * FROM (SELECT ${expression}) AS one (value)`);
  return row?.value;
};

test.each(standIns.map(({ name }) => name))('%s is made by CREATE EXTENSION, and can be dropped', (name) =>
  trying([`CREATE EXTENSION "${name}" CASCADE`], async () => {
    expect(await scratch.standIns()).toContain(name);
    await scratch.database.execute(`DROP EXTENSION "${name}" CASCADE`);
    expect(await scratch.standIns()).not.toContain(name);
  }),
);

/** Runs statements in a transaction that is undone. */
async function trying(statements: readonly string[], check: () => Promise<void>): Promise<void> {
  await scratch.database.execute('BEGIN');
  try {
    for (const statement of statements) await scratch.database.execute(statement);
    await check();
  } finally {
    await scratch.database.execute('ROLLBACK');
  }
}

test('an extension goes into the schema that the statement names', () =>
  trying(['CREATE SCHEMA extensions', 'CREATE EXTENSION vector WITH SCHEMA extensions'], async () => {
    expect(await value("to_regtype('extensions.vector')")).toBe('extensions.vector');
    expect(await value("to_regtype('public.vector')")).toBeNull();
  }));

test('vectors have dimensions, distances and indexes', () =>
  trying(
    [
      'CREATE EXTENSION vector',
      'CREATE TABLE books (id int, embedding vector(3), small halfvec(3))',
      "INSERT INTO books VALUES (1, '[1,2,3]', ARRAY[1,2,3]::real[]::halfvec)",
      'CREATE INDEX ON books USING hnsw (embedding vector_cosine_ops)',
      'CREATE INDEX ON books USING ivfflat (embedding)',
      "INSERT INTO books VALUES (2, '[4,5,6]')",
    ],
    async () => {
      expect(await value("format_type(atttypid, atttypmod) FROM pg_attribute WHERE attname = 'embedding'")).toBe(
        'vector(3)',
      );
      expect(await value("count(*) FROM books WHERE embedding = '[4,5,6]'")).toBe('1');
      expect(await value("count(*) FROM (SELECT FROM books ORDER BY embedding <=> '[1,1,1]' LIMIT 5) AS nearest")).toBe(
        '2',
      );
    },
  ));

test('jobs are scheduled once by name, and unscheduled', () =>
  trying(['CREATE EXTENSION pg_cron WITH SCHEMA pg_catalog'], async () => {
    await value("cron.schedule('sweep', '0 3 * * *', 'VACUUM')");
    await value("cron.schedule('sweep', '0 4 * * *', 'VACUUM')");
    expect(await value("string_agg(schedule, ',') FROM cron.job")).toBe('0 4 * * *');
    expect(await value("cron.unschedule('sweep')")).toBe('t');
    await expect(value("cron.unschedule('sweep')")).rejects.toThrow('could not find valid entry');
  }));

test('a queue gives its messages', () =>
  trying(['CREATE EXTENSION pgmq', "SELECT pgmq.create('mail')"], async () => {
    expect(await value(`pgmq.send('mail', '{"to": "ada"}')`)).toBe('1');
    expect(await value("message ->> 'to' FROM pgmq.read('mail', 30, 1)")).toBe('ada');
    expect(await value("pgmq.archive('mail', 1)")).toBe('t');
    expect(await value('count(*) FROM pgmq.a_mail')).toBe('1');
    expect(await value("pgmq.drop_queue('mail')")).toBe('t');
    expect(await value("to_regclass('pgmq.q_mail')")).toBeNull();
  }));

test('requests are queued and not sent', () =>
  trying(['CREATE EXTENSION pg_net'], async () => {
    expect(await value("net.http_post(url := 'https://example.org', body := '{}'::jsonb)")).toBe('1');
    expect(await value('method FROM net.http_request_queue')).toBe('POST');
  }));

test('secrets are kept by name', () =>
  trying(['CREATE EXTENSION supabase_vault'], async () => {
    const id = await value("vault.create_secret('s3cret', 'api_key')");
    await value(`vault.update_secret('${id}', 'changed')`);
    expect(await value("decrypted_secret FROM vault.decrypted_secrets WHERE name = 'api_key'")).toBe('changed');
  }));

test('foreign data wrappers can be declared with the handlers of wrappers', () =>
  trying(
    [
      'CREATE EXTENSION wrappers',
      'CREATE FOREIGN DATA WRAPPER stripe HANDLER stripe_fdw_handler VALIDATOR stripe_fdw_validator',
      "CREATE SERVER stripe_server FOREIGN DATA WRAPPER stripe OPTIONS (api_key 'x')",
      "CREATE FOREIGN TABLE customers (id text) SERVER stripe_server OPTIONS (object 'customers')",
    ],
    async () => expect(await value("to_regclass('customers')")).toBe('customers'),
  ));

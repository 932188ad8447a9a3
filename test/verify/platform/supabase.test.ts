import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { platformRoles } from '../../../src/verify/platform/supabase/roles.js';
import { openScratch } from '../../../src/verify/scratch/open-scratch.js';
import type { Scratch } from '../../../src/verify/scratch/scratch.js';

let scratch: Scratch;
beforeAll(async () => {
  scratch = await openScratch({ supabase: true, sql: [], enabled: ['pg_cron'] });
}, 60_000);
beforeEach(async () => {
  if ((await scratch.database.transactionStatus()) !== 'idle') await scratch.database.execute('ROLLBACK');
  await scratch.database.execute('BEGIN');
});
afterAll(() => scratch.dispose());

const run = async (...statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await scratch.database.execute(statement);
};
const value = async (expression: string): Promise<string | null | undefined> => {
  const [row] = await scratch.database.query(`SELECT * FROM (SELECT ${expression}) AS one (value)`);
  return row?.value;
};

test('every role is there, and only some may log in', async () => {
  const rows = await scratch.database.query('SELECT rolname, rolcanlogin FROM pg_roles');
  const canLogIn = new Map(rows.map(({ rolname, rolcanlogin }) => [rolname, rolcanlogin]));
  for (const [role, attributes] of Object.entries(platformRoles)) {
    expect([role, canLogIn.get(role)]).toEqual([role, attributes.startsWith('LOGIN') ? 't' : 'f']);
  }
});

test('names are looked for in public and extensions, also after RESET ALL', async () => {
  await run('ROLLBACK', "SET search_path = ''", 'RESET ALL');
  expect(await value("current_setting('search_path')")).toBe('"$user", public, extensions');
  expect(await value("length(crypt('x', gen_salt('bf')))")).toBe('60');
  expect(await value('uuid_generate_v4() IS NOT NULL')).toBe('t');
});

test('the claims of a request say who asks', async () => {
  const id = '11111111-2222-3333-4444-555555555555';
  await run(`SET LOCAL request.jwt.claims = '{"sub": "${id}", "role": "authenticated", "email": "ada@example.org"}'`);
  expect(await value('auth.uid()')).toBe(id);
  expect(await value('auth.role()')).toBe('authenticated');
  expect(await value('auth.email()')).toBe('ada@example.org');
  expect(await value("auth.jwt() ->> 'sub'")).toBe(id);
});

test('without a request nobody asks', async () => {
  expect(await value('auth.uid()')).toBeNull();
});

test('a trigger on new users makes their profiles', async () => {
  await run(
    'CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, name text)',
    `CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
     BEGIN
       INSERT INTO public.profiles VALUES (NEW.id, NEW.raw_user_meta_data ->> 'name');
       RETURN NEW;
     END $$`,
    'CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user()',
    `INSERT INTO auth.users (id, email, raw_user_meta_data)
     VALUES (gen_random_uuid(), 'ada@example.org', '{"name": "Ada"}')`,
  );
  expect(await value('name FROM profiles')).toBe('Ada');
});

test('row security holds for the API roles, which may use new tables', async () => {
  await run(
    'CREATE TABLE notes (owner uuid DEFAULT auth.uid(), body text)',
    'ALTER TABLE notes ENABLE ROW LEVEL SECURITY',
    'CREATE POLICY own ON notes TO authenticated USING (owner = auth.uid())',
    "INSERT INTO notes VALUES (gen_random_uuid(), 'not yours')",
    'SET LOCAL ROLE authenticated',
  );
  expect(await value('count(*) FROM notes')).toBe('0');
});

test('objects are filed in buckets, and their paths can be taken apart', async () => {
  await run(
    "INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types) VALUES ('covers', 'covers', true, 1024, '{image/png}')",
    "INSERT INTO storage.objects (bucket_id, name) VALUES ('covers', 'ada/2026/emma.png')",
    "CREATE POLICY folders ON storage.objects FOR SELECT USING ((storage.foldername(name))[1] = 'ada')",
  );
  expect(await value('storage.foldername(name) FROM storage.objects')).toBe('{ada,2026}');
  expect(await value('storage.filename(name) FROM storage.objects')).toBe('emma.png');
  expect(await value('storage.extension(name) FROM storage.objects')).toBe('png');
  expect(await value('path_tokens FROM storage.objects')).toBe('{ada,2026,emma.png}');
});

test('changes are broadcast as messages', async () => {
  await run(
    'CREATE TABLE notes (body text)',
    `CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM realtime.broadcast_changes('notes', TG_OP, TG_OP, TG_TABLE_NAME, TG_TABLE_SCHEMA, NEW, OLD);
       RETURN NULL;
     END $$`,
    'CREATE TRIGGER tell AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION tell()',
    "INSERT INTO notes VALUES ('hello')",
    'ALTER PUBLICATION supabase_realtime ADD TABLE notes',
  );
  expect(await value("payload -> 'record' ->> 'body' FROM realtime.messages")).toBe('hello');
  expect(await value("count(*) FROM pg_publication_tables WHERE pubname = 'supabase_realtime'")).toBe('1');
});

test('webhooks call the function of the platform', async () => {
  await run(
    'CREATE TABLE notes (body text)',
    `CREATE TRIGGER hook AFTER INSERT ON notes FOR EACH ROW
     EXECUTE FUNCTION supabase_functions.http_request('https://example.org', 'POST', '{}', '{}', '1000')`,
    "INSERT INTO notes VALUES ('hello')",
  );
  expect(await value('hook_name FROM supabase_functions.hooks')).toBe('hook');
});

test('GraphQL answers through its public function', async () => {
  expect(await value("graphql_public.graphql(query := '{ books }')")).toBe('{"data": null}');
});

test('what is enabled elsewhere is there too', async () => {
  expect(await value("cron.schedule('nightly', '0 0 * * *', 'SELECT 1')")).toBe('1');
});

test('the tables of the services belong to them and are guarded', async () => {
  const rows = await scratch.database.query(
    `SELECT relname FROM pg_class WHERE relnamespace IN ('auth'::regnamespace, 'storage'::regnamespace)
     AND relkind = 'r' AND (NOT relrowsecurity OR relowner::regrole::text NOT IN ('supabase_auth_admin', 'supabase_storage_admin'))`,
  );
  expect(rows).toEqual([]);
});

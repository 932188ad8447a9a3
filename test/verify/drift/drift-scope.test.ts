import { expect, test } from 'vitest';
import { keyOf, type LiveObject, type LiveSchema } from '../../../src/database/introspection/live-schema.js';
import { inScope } from '../../../src/verify/drift/drift-scope.js';
import { type DriftSide, toNeutral } from '../../../src/verify/drift/neutral.js';

const object = (kind: string, name: string, attributes = {}, parent?: string): LiveObject => ({
  kind,
  name,
  attributes,
  parent,
});
const schemaOf = (...objects: readonly LiveObject[]): LiveSchema => new Map(objects.map((one) => [keyOf(one), one]));
const side = (version: number, owner: string, ...objects: readonly LiveObject[]): DriftSide => ({
  schema: schemaOf(...objects),
  version,
  owner,
});

const table = 'table storage.objects';
const calls = (name: string) => ({ definition: `CREATE TRIGGER t AFTER INSERT ON x EXECUTE FUNCTION ${name}()` });

test.each([
  [object('table', 'storage.objects'), false],
  [object('column', 'auth.users.id', {}, 'table auth.users'), false],
  [object('policy', 'storage.objects."Own files"', {}, table), true],
  [object('trigger', 'auth.users.greet', calls('public.greet'), 'table auth.users'), true],
  [object('trigger', 'storage.objects.t', calls('storage.protect'), table), false],
  [object('extension', 'pgcrypto'), false],
  [object('extension', '"uuid-ossp"'), false],
  [object('extension', 'vector'), true],
  [object('published table', 'supabase_realtime: public.books'), true],
  [object('publication', 'supabase_realtime'), false],
  [object('default privileges', 'postgres in public for tables'), true],
  [object('default privileges', 'supabase_admin in public for tables'), false],
  [object('default privileges', 'postgres in storage for tables'), false],
  [object('event trigger', 'issue', { function: 'extensions.grant_pg_net_access()' }), false],
  [object('event trigger', 'ours', { function: 'public.watch()' }), true],
  [object('table', '"auth".books'), false],
  [object('function', 'public.f(auth.users)'), true],
])('on Supabase, %j counts: %j', (one, counts) => {
  expect(inScope(schemaOf(one), { supabase: true, ignore: [] }).size).toBe(counts ? 1 : 0);
  expect(inScope(schemaOf(one), { supabase: false, ignore: [] }).size).toBe(1);
});

test('a dot in a name that is ignored is a dot, and a star may be any', () => {
  const all = schemaOf(object('table', 'public.jobs'), object('table', 'publicxjobs'), object('table', 'a."b c"'));
  const left = (...ignore: readonly string[]) => [...inScope(all, { supabase: false, ignore }).keys()];
  expect(left('public.jobs')).toEqual(['table publicxjobs', 'table a."b c"']);
  expect(left('a.*')).toEqual(['table public.jobs', 'table publicxjobs']);
});

test('what depends on the server and the role does not count', () => {
  const made = side(
    18,
    'postgres',
    object('table', 'public.a', { owner: 'postgres', 'rights of reader': 'MAINTAIN, SELECT' }),
    object('table', 'public.b', { owner: 'keeper' }),
    object('column', 'public.a.id', { 'not null': 'yes NO INHERIT' }),
    object('extension', 'citext', { schema: 'public', version: '1.6', comment: 'x' }),
    object('schema', 'public', { owner: 'pg_database_owner', 'rights of PUBLIC': 'USAGE' }),
    object('default privileges', 'postgres for tables', { 'rights of postgres': 'SELECT' }),
  );
  const found = side(
    14,
    'deployer',
    object('table', 'public.a', { owner: 'deployer', 'rights of reader': 'SELECT', tablespace: 'fast' }),
    object('table', 'public.b', { owner: 'deployer' }),
    object('column', 'public.a.id', { 'not null': 'yes' }),
    object('extension', 'citext', { schema: 'public', version: '1.5' }),
    object('schema', 'public', { owner: 'postgres', 'rights of PUBLIC': 'CREATE, USAGE' }),
    object('default privileges', 'deployer for tables', { 'rights of deployer': 'SELECT' }),
  );
  const { expected, actual } = toNeutral(made, found, false);
  const differing = [...expected].filter(([key, one]) => JSON.stringify(one) !== JSON.stringify(actual.get(key)));
  // The migrations name its owner.
  expect(differing.map(([key]) => key)).toEqual(['table public.b']);
});

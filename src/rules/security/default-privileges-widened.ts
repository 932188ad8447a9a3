import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { listText } from '../../core/list-text.js';
import { byStatement } from '../../engine/by-statement.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

type Default = ReturnType<Catalog['defaultPrivileges']> extends Iterable<infer Item> ? Item : never;

const untrusted: readonly string[] = ['public', 'anon', 'authenticated'];
const words = { table: 'tables', sequence: 'sequences', function: 'functions', schema: 'schemas', type: 'types' };

/** What PUBLIC gets, every role has: a grant to one of them adds nothing. */
const addsSomething = (entry: Default, all: readonly Default[]): boolean =>
  untrusted.includes(entry.grantee) &&
  entry.objectType !== 'type' &&
  !all.some(
    (other) =>
      other.writtenAt === undefined &&
      other.grantee === 'public' &&
      other.objectType === entry.objectType &&
      other.privilege === entry.privilege,
  );

export default defineRule({
  id: 'default-privileges-widened',
  category: 'security',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Grant rights object by object, not for all objects to come.',
    condition:
      'ALTER DEFAULT PRIVILEGES … GRANT to PUBLIC, anon or authenticated, unless it says what holds anyway (EXECUTE for PUBLIC; on Supabase, what these roles get in public), or a later statement revokes it.',
    effect:
      'Each table or function that a later migration makes is open to these roles from its first moment, and nothing in that migration says so.',
    workaround:
      '```sql\nALTER DEFAULT PRIVILEGES IN SCHEMA shop REVOKE ALL ON TABLES FROM anon, authenticated;\n```\n\nand in the migration that makes a table:\n\n```sql\nGRANT SELECT ON shop.books TO authenticated;\n```',
    workaroundGiven: 'CREATE SCHEMA shop; CREATE TABLE shop.books (id bigint);',
    references: ['https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html'],
  },
  options: z.strictObject({}),
  messages: {
    widened: 'From here on {roles} get {privileges} on all new {objects}{where}.',
  },
  examples: [
    {
      given: 'CREATE SCHEMA shop;',
      sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT, INSERT ON TABLES TO anon, authenticated;',
      reports: ['widened'],
    },
    { sql: 'ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC;', reports: ['widened'] },
    {
      sql: 'ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES TO anon;',
      project: onSupabase,
      reports: [],
      because: 'It holds on Supabase anyway.',
    },
    { sql: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reporting;', reports: [] },
    {
      given: 'CREATE SCHEMA shop;',
      sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO anon;',
      after: ['ALTER DEFAULT PRIVILEGES IN SCHEMA shop REVOKE SELECT ON TABLES FROM anon;'],
      reports: [],
      because: 'It is mended in the end.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      const all = [...catalog.defaultPrivileges()];
      for (const { writtenAt, items } of byStatement(all.filter((entry) => addsSomething(entry, all)))) {
        const place = placeOf(originOf, writtenAt);
        const [first] = items;
        if (!place || !first) continue;
        const schemas = [...new Set(items.flatMap(({ schema }) => schema ?? []))];
        const data = {
          roles: listText([...new Set(items.map(({ grantee }) => (grantee === 'public' ? 'PUBLIC' : grantee)))]),
          privileges: listText([...new Set(items.map(({ privilege }) => privilege.toUpperCase()))], 7),
          objects: words[first.objectType],
          where: schemas.length === 0 ? '' : ` of schema ${listText(schemas)}`,
        };
        yield { message: 'widened', data, ...place };
      }
    },
  },
});

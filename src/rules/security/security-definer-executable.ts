import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import type { Routine } from '../../catalog/model.js';
import { signatureOf } from '../../catalog/routine-signature.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified } from '../../core/name.js';
import { routineSignature } from '../../engine/alter-routine.js';
import { asksWho } from '../../engine/asks-who.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedSchemas } from '../../engine/exposure.js';
import { defineRule } from '../../engine/rule.js';

const books = 'CREATE TABLE books (id bigint, owner uuid);';
const wipe =
  "CREATE FUNCTION wipe(book bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ DELETE FROM public.books WHERE id = book $$;";

/** It reads or writes something that its caller may have no right to. */
function reachesData({ references: { relations, functions, dynamic } }: Routine, catalog: Catalog): boolean {
  return (
    dynamic ||
    relations.length > 0 ||
    functions.some((name) => (name.schema ?? 'pg_catalog') !== 'pg_catalog' || Array.isArray(catalog.routines(name)))
  );
}

const isTrigger = ({ returns }: Routine): boolean => returns?.name === 'trigger' || returns?.name === 'event_trigger';

/** Functions that a policy calls have to be executable for everyone whom the policy holds for. */
const isCalledByPolicy = (catalog: Catalog, { name }: Routine): boolean =>
  catalog.dependentsOfRoutine(name).some(({ objectType }) => objectType === 'policy');

function executors(catalog: Catalog, { name, arguments: args }: Routine): readonly string[] {
  const object = `${formatQualified(name)}(${signatureOf(args)})`;
  const grants = catalog.grants('function', name).filter((grant) => grant.object === object);
  return grants.map(({ grantee }) => grantee);
}

export default defineRule({
  id: 'security-definer-executable',
  category: 'security',
  severity: 'warning',
  presets: { supabase: true, strict: true },
  docs: {
    summary: 'Take EXECUTE on SECURITY DEFINER functions away from roles that should not call them.',
    condition:
      'In a Supabase project, a SECURITY DEFINER function in an exposed schema can be executed by anon, as each new function can, and neither its body nor a function that it calls looks at who asks (`auth.uid()`, `auth.jwt()`, …). Not functions that reach no data, not trigger functions, which nobody can call, and not functions that policies call. Option `roles`: the roles that should not be able to; with `["anon", "authenticated"]` functions for everyone who signs up are told too.',
    effect:
      'Everyone with the public key of the project can call it through the API, and it does its work with the rights of its owner, past row level security.',
    workaround:
      'A new function is executable for PUBLIC, and on Supabase for anon and authenticated by name, so that all three have to be named:\n\n```sql\nREVOKE EXECUTE ON FUNCTION wipe(bigint) FROM public, anon, authenticated;\nGRANT EXECUTE ON FUNCTION wipe(bigint) TO service_role;\n```\n\nor keep it where the API does not look:\n\n```sql\nCREATE SCHEMA private;\nALTER FUNCTION wipe(bigint) SET SCHEMA private;\n```',
    references: [
      'https://supabase.com/docs/guides/database/functions#security-definer-vs-invoker',
      'https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY',
    ],
  },
  options: z.strictObject({
    roles: z.array(z.enum(['anon', 'authenticated'])).default(['anon']),
  }),
  messages: {
    callable: '{roles} can call {function} through the API, and it runs with the rights of its owner.',
    byName:
      '{roles} can still call {function} through the API: on Supabase they have EXECUTE by name, which REVOKE … FROM PUBLIC leaves.',
  },
  examples: [
    { given: books, sql: wipe, project: onSupabase, reports: ['callable'] },
    {
      given: books,
      sql: `${wipe} REVOKE EXECUTE ON FUNCTION wipe(bigint) FROM public;`,
      project: onSupabase,
      reports: ['byName'],
      because: 'anon has the right by name as well.',
    },
    {
      given: books,
      sql: `${wipe} REVOKE EXECUTE ON FUNCTION wipe(bigint) FROM public, anon;`,
      project: onSupabase,
      options: { roles: ['anon', 'authenticated'] },
      reports: ['byName'],
    },
    {
      given: books,
      sql: `${wipe} REVOKE EXECUTE ON FUNCTION wipe(bigint) FROM public, anon;`,
      project: onSupabase,
      reports: [],
      because: 'Only users who signed in may call it.',
    },
    {
      given: books,
      sql: "CREATE FUNCTION wipe(book bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ DELETE FROM public.books WHERE id = book AND owner = auth.uid() $$;",
      project: onSupabase,
      reports: [],
      because: 'It looks at who asks.',
    },
    {
      sql: "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$ BEGIN RETURN NEW; END $$;",
      project: onSupabase,
      reports: [],
      because: 'Nobody can call a trigger function.',
    },
    {
      sql: "CREATE FUNCTION is_open(book bigint) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT true $$; CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON books FOR SELECT USING (is_open(id));",
      project: onSupabase,
      reports: [],
      because: 'The policy needs it for everyone.',
    },
  ],
  check: {
    *history({ project, catalog, options, originOf }) {
      if (!project.supabase) return;
      const schemas = exposedSchemas(project, catalog);
      for (const routine of catalog.allRoutines()) {
        const origin = originOf(routine.definedIn);
        if (routine.security === 'invoker' || !schemas.has(routine.name.schema) || !origin || !routine.span) continue;
        if (isTrigger(routine) || !reachesData(routine, catalog) || asksWho(routine, catalog)) continue;
        if (isCalledByPolicy(catalog, routine)) continue;
        const may = executors(catalog, routine);
        const roles = options.roles.filter((role) => may.includes(role) || may.includes('public'));
        if (roles.length === 0) continue;
        const signature = routineSignature(routine);
        yield {
          message: may.includes('public') ? 'callable' : 'byName',
          data: { roles: listText(roles), function: formatName(routine.name) },
          at: routine.span,
          path: origin.path,
          subject: formatName(routine.name),
          workaround: `REVOKE EXECUTE ON ${routine.objectType.toUpperCase()} ${signature} FROM public, anon, authenticated;\nGRANT EXECUTE ON ${routine.objectType.toUpperCase()} ${signature} TO service_role;`,
        };
      }
    },
  },
});

import { z } from 'zod';
import { isManagedSchema } from '../../catalog/managed-schemas.js';
import { formatName } from '../../core/name.js';
import { alterRoutine } from '../../engine/alter-routine.js';
import { namesSchemas, setEmptySearchPath } from '../../engine/empty-search-path.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'function-search-path-mutable',
  category: 'security',
  severity: 'warning',
  presets: { supabase: true, strict: true },
  fixChangesSchema: true,
  docs: {
    summary: 'Fix the search_path of a function.',
    condition:
      "At the end of the history, a function or procedure outside of the platform's schemas has no `SET search_path` clause. For SQL functions with the rights of the caller it is only an info: the clause keeps them from being inlined. Outside of Supabase, whose advisor asks for the clause everywhere, not where each name in the body says its schema. SECURITY DEFINER functions are what `security-definer-search-path` speaks of, and a clause that a replacement forgot is what `create-or-replace-function-drops-options` does.",
    effect:
      'The caller decides what unqualified names in the body mean, and can put an object of their own in the way.',
    workaround:
      "Set it to nothing, and qualify each name in the body:\n\n```sql\nCREATE FUNCTION add_book(title text) RETURNS void LANGUAGE plpgsql\n  SET search_path = ''\nAS $$\nBEGIN\n  INSERT INTO public.books (title) VALUES (add_book.title);\nEND $$;\n```\n\nor, for a function that is there:\n\n```sql\nALTER FUNCTION add_book(text) SET search_path = '';\n```",
    references: ['https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY'],
  },
  options: z.strictObject({}),
  messages: {
    mutable: 'Function {function} has no fixed search_path, so its caller decides what the names in it mean.',
  },
  examples: [
    {
      sql: 'CREATE FUNCTION total() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;',
      reports: ['mutable'],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM books $$;',
      reports: ['mutable'],
    },
    {
      sql: 'CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at = now(); RETURN NEW; END $$;',
      project: { supabase: true },
      reports: ['mutable'],
      fixed:
        "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at = now(); RETURN NEW; END $$ SET search_path = '';",
      because: 'Nothing in the body needs the path.',
    },
    {
      sql: 'CREATE FUNCTION add() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.books VALUES (now()); END $$;',
      project: { supabase: true },
      reports: ['mutable'],
      because: 'A trigger of the table may need the path, so that there is no fix.',
    },
    {
      sql: 'CREATE FUNCTION add() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.books VALUES (now()); END $$;',
      reports: [],
      because: 'No name in it is looked up along the path.',
    },
    {
      sql: "CREATE FUNCTION total() RETURNS int LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN RETURN 1; END $$;",
      reports: [],
    },
    {
      sql: "CREATE FUNCTION total() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$; ALTER FUNCTION total() SET search_path = '';",
      reports: [],
      because: 'It is set in the end.',
    },
    {
      sql: 'CREATE OR REPLACE FUNCTION storage.path_of(name text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN name; END $$;',
      project: { supabase: true },
      reports: [],
      because: 'The schema belongs to the platform.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      for (const routine of catalog.allRoutines()) {
        const origin = originOf(routine.definedIn);
        if ('search_path' in routine.settings || !origin || !routine.span || routine.language === 'c') continue;
        if (isManagedSchema(project, routine.name.schema)) continue;
        if (routine.security === 'definer' || 'search_path' in (routine.forgotten?.settings ?? {})) continue;
        if (!project.supabase && namesSchemas(routine)) continue;
        const mayBeInlined = routine.language === 'sql';
        yield {
          message: 'mutable',
          data: { function: formatName(routine.name) },
          at: routine.span,
          path: origin.path,
          subject: formatName(routine.name),
          severity: mayBeInlined ? 'info' : 'warning',
          fix: mayBeInlined ? undefined : setEmptySearchPath(routine, catalog, origin.text),
          workaround: `-- after qualifying every name in its body\n${alterRoutine(routine, "SET search_path = ''")}`,
        };
      }
    },
  },
});

import { z } from 'zod';
import { isManagedSchema } from '../../catalog/managed-schemas.js';
import { formatName } from '../../core/name.js';
import { alterRoutine } from '../../engine/alter-routine.js';
import { setEmptySearchPath } from '../../engine/empty-search-path.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'security-definer-search-path',
  category: 'security',
  severity: 'error',
  presets: { recommended: 'warning', supabase: true, strict: true },
  fixChangesSchema: true,
  loud: 'Whoever can create an object in a schema of the path runs code with the rights of the owner.',
  docs: {
    summary: 'Fix the search_path of a SECURITY DEFINER function.',
    condition:
      "At the end of the history, a SECURITY DEFINER function or procedure outside of the platform's schemas has no `SET search_path` clause. Functions with the rights of the caller are what `function-search-path-mutable` speaks of, and a clause that a replacement forgot is what `create-or-replace-function-drops-options` does.",
    effect:
      'The caller decides what unqualified names in the body mean: an object of theirs that stands earlier in the path runs with the rights of the owner.',
    workaround:
      "Set it to nothing, and qualify each name in the body:\n\n```sql\nCREATE FUNCTION add_book(title text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER\n  SET search_path = ''\nAS $$\nBEGIN\n  INSERT INTO public.books (title) VALUES (add_book.title);\nEND $$;\n```\n\nor, where the body cannot change now, name the schemas that only trusted roles write to, pg_temp last:\n\n```sql\nALTER FUNCTION add_book(text) SET search_path = public, pg_temp;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY'],
  },
  options: z.strictObject({}),
  messages: {
    mutable: 'Function {function} runs with the rights of its owner, and its caller decides what the names in it mean.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'CREATE FUNCTION total() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*) FROM books $$;',
      reports: ['mutable'],
    },
    {
      sql: 'CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN NEW.at = now(); RETURN NEW; END $$;',
      reports: ['mutable'],
      fixed:
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN NEW.at = now(); RETURN NEW; END $$ SET search_path = '';",
      because: 'Nothing in the body needs the path.',
    },
    {
      given: 'CREATE FUNCTION total() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;',
      sql: 'CREATE OR REPLACE FUNCTION total() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 2 $$;',
      reports: ['mutable'],
    },
    {
      sql: "CREATE FUNCTION total() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$ BEGIN RETURN 1; END $$;",
      reports: [],
    },
    {
      sql: 'CREATE FUNCTION total() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;',
      after: ['ALTER FUNCTION total() SET search_path = public, pg_temp;'],
      reports: [],
      because: 'It is set in the end.',
    },
    {
      sql: 'CREATE FUNCTION total() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;',
      reports: [],
      because: 'It runs with the rights of the caller.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      for (const routine of catalog.allRoutines()) {
        const origin = originOf(routine.definedIn);
        if (routine.security === 'invoker' || 'search_path' in routine.settings || !origin || !routine.span) continue;
        if (isManagedSchema(project, routine.name.schema) || 'search_path' in (routine.forgotten?.settings ?? {}))
          continue;
        yield {
          message: 'mutable',
          data: { function: formatName(routine.name) },
          at: routine.span,
          path: origin.path,
          subject: formatName(routine.name),
          fix: setEmptySearchPath(routine, catalog, origin.text),
          workaround: `-- after qualifying every name in its body\n${alterRoutine(routine, "SET search_path = ''")}`,
        };
      }
    },
  },
});

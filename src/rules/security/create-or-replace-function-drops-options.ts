import { z } from 'zod';
import type { ForgottenOptions } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { formatName, quoteLiteral } from '../../core/name.js';
import { alterRoutine } from '../../engine/alter-routine.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

const given =
  "CREATE FUNCTION total() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$;";

/** Lists of names stay as they are; numbers with a unit need quotes, and so does the empty list. */
const valueText = (value: string): string => (/^[a-z_"$][\w"$, ]*$/i.test(value) ? value : quoteLiteral(value));

const settingText = ([name, value]: readonly [string, string]): string =>
  value === 'FROM CURRENT' ? `SET ${name} FROM CURRENT` : `SET ${name} = ${valueText(value)}`;

const clausesOf = ({ securityDefiner, settings }: ForgottenOptions): readonly string[] => [
  ...(securityDefiner ? ['SECURITY DEFINER'] : []),
  ...Object.entries(settings).map(settingText),
];

export default defineRule({
  id: 'create-or-replace-function-drops-options',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Repeat SECURITY DEFINER and SET when you replace a function.',
    condition:
      'CREATE OR REPLACE of a function or procedure that was SECURITY DEFINER or had SET clauses, without them, and no later statement says them again. A statement that says SECURITY INVOKER or RESET means it.',
    effect:
      'The new statement alone counts: the function then runs with the rights of the caller, who may lack them, or with a search_path that the caller decides.',
    workaround:
      "```sql\nCREATE OR REPLACE FUNCTION total() RETURNS int LANGUAGE sql\n  SECURITY DEFINER SET search_path = ''\nAS $$ SELECT 2 $$;\n```\n\nIf it is meant, say so:\n\n```sql\nALTER FUNCTION total() SECURITY INVOKER RESET search_path;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-createfunction.html'],
  },
  options: z.strictObject({}),
  messages: { reset: 'Replacing function {function} without {clauses} takes that away from it.' },
  examples: [
    {
      given,
      sql: 'CREATE OR REPLACE FUNCTION total() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$;',
      reports: ['reset'],
    },
    {
      given,
      sql: 'CREATE OR REPLACE FUNCTION total() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 2 $$;',
      after: ['CREATE OR REPLACE FUNCTION total() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 3 $$;'],
      reports: ['reset'],
      because: 'It is told where it was forgotten first.',
    },
    {
      given,
      sql: "CREATE OR REPLACE FUNCTION total() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 2 $$;",
      reports: [],
    },
    {
      given,
      sql: "CREATE OR REPLACE FUNCTION total() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$; ALTER FUNCTION total() SECURITY DEFINER SET search_path = '';",
      reports: [],
      because: 'They are said right after.',
    },
    {
      given,
      sql: "CREATE OR REPLACE FUNCTION total() RETURNS int LANGUAGE sql SECURITY INVOKER SET search_path = '' AS $$ SELECT 2 $$;",
      reports: [],
      because: 'It is meant.',
    },
    {
      given,
      sql: 'DROP FUNCTION total(); CREATE FUNCTION total() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$;',
      reports: [],
      because: 'It is another function.',
    },
    {
      given,
      sql: 'CREATE OR REPLACE FUNCTION total() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$; ALTER FUNCTION total() SECURITY INVOKER RESET search_path;',
      reports: [],
      because: 'It is meant.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const routine of catalog.allRoutines()) {
        const { forgotten } = routine;
        const place = forgotten && placeOf(originOf, forgotten.writtenAt);
        if (!place) continue;
        const clauses = clausesOf(forgotten);
        yield {
          message: 'reset',
          data: { function: formatName(routine.name), clauses: listText(clauses) },
          subject: formatName(routine.name),
          workaround: alterRoutine(routine, clauses.join(' ')),
          ...place,
        };
      }
    },
  },
});

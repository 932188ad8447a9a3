import { z } from 'zod';
import type { Edit } from '../../core/edit.js';
import { listText } from '../../core/list-text.js';
import { ownValue } from '../../core/own-value.js';
import { isOneTransaction } from '../../engine/one-transaction.js';
import { defineRule } from '../../engine/rule.js';
import { settingsOf } from '../../engine/settings-of.js';
import type { Operation, SetSetting } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { isWord, nextToken } from '../../sql/tokens.js';

/** What changes the meaning of later migrations, with the values that every session starts with. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  search_path: ['public', '$user, public'],
  role: ['none', 'postgres'],
  session_authorization: [],
  session_replication_role: ['origin'],
  row_security: ['on', 'true', '1'],
  check_function_bodies: ['on', 'true', '1'],
  statement_timeout: ['0', '0s', '0ms'],
};

/** What these tools put back themselves between two files. Sqitch runs each change in a session of its own. */
const putBack: Readonly<Record<string, (name: string) => boolean>> = {
  supabase: (name) => name !== 'role' && name !== 'session_authorization',
  flyway: (name) => name === 'role' || name === 'search_path',
  sqitch: () => true,
  tern: (name) => name !== 'role' && name !== 'session_authorization',
};

export default defineRule({
  id: 'session-setting-leak',
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Put a setting of the session back at the end of the file.',
    condition:
      'At the end of the file `search_path`, `role`, `session_authorization`, `session_replication_role`, `row_security`, `check_function_bodies` or `statement_timeout` has the value that a SET or set_config(…, false) of the file gave it, and that is not the usual one. A second SET at the very end of the file is taken to put it back. Not where the tool puts it back itself: Supabase and tern reset all but roles, Flyway the role and the search_path, Sqitch starts a new session.',
    effect:
      'Tools apply several files in one session: later migrations, and the record of this one, run under a setting that their authors did not mean.',
    workaround:
      'Set it for the transaction alone:\n\n```sql\nSET LOCAL search_path = app, public;\nCREATE TABLE books (id bigint);\n```\n\nor, where the file does not run in a transaction, put it back:\n\n```sql\nSET search_path = app, public;\nCREATE TABLE authors (id bigint);\nRESET search_path;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-set.html'],
  },
  options: z.strictObject({}),
  messages: { leaks: '{settings} stays as set here for every later file that is applied in the same session.' },
  examples: [
    {
      given: 'CREATE SCHEMA app;',
      sql: 'SET search_path = app, public; CREATE TABLE books (id bigint);',
      reports: ['leaks'],
      fixed: 'SET LOCAL search_path = app, public; CREATE TABLE books (id bigint);',
    },
    {
      sql: "SELECT pg_catalog.set_config('search_path', '', false); SET check_function_bodies = false; CREATE TABLE public.books (id bigint);",
      reports: ['leaks'],
      because: 'Dumps begin like this; one finding a file.',
    },
    {
      given: 'CREATE ROLE librarian; GRANT CREATE ON SCHEMA public TO librarian;',
      sql: 'SET ROLE librarian; SELECT 1;',
      project: { format: 'supabase', transaction: 'autocommit' },
      reports: ['leaks'],
    },
    {
      sql: "SET statement_timeout = '1h'; CREATE TABLE books (id bigint); SET statement_timeout = '3h';",
      reports: [],
      because: 'The last one gives back what the tool has set.',
    },
    { given: 'CREATE SCHEMA app;', sql: 'SET LOCAL search_path = app; CREATE TABLE books (id bigint);', reports: [] },
    {
      given: 'CREATE SCHEMA app;',
      sql: 'SET search_path = app; CREATE TABLE books (id bigint); RESET search_path;',
      reports: [],
    },
    {
      sql: 'SET search_path = public; SET statement_timeout = 0;',
      reports: [],
      because: 'These are the usual values.',
    },
    { sql: "SET search_path = '';", project: { format: 'supabase' }, reports: [], because: 'The CLI resets it.' },
  ],
  check: {
    *fileEnd({ script, section, session, project }) {
      const kept = putBack[project.format];
      const left = lastSettings(script)
        .filter(
          ({ name, value, local }) =>
            !local &&
            !kept?.(name) &&
            session.settings.get(name) === value &&
            !ownValue(harmless, name)?.includes(value ?? ''),
        )
        .filter((op) => !putsBack(op, script));
      const [first] = left;
      if (first === undefined) return;
      const fixes = isOneTransaction(script, section) ? left.map((op) => makeLocal(op, script.text)) : [];
      yield {
        message: 'leaks',
        data: { settings: listText(left.map(({ name }) => name)) },
        at: first.span,
        fix: fixes.length > 0 && !fixes.includes(undefined) ? fixes.flatMap((edit) => edit ?? []) : undefined,
        workaround: `${left.map(({ name }) => `RESET ${name};`).join('\n')} -- at the end of the file`,
      };
    },
  },
});

/** Of each setting the last operation that gave it a value. */
const lastSettings = (script: Script): readonly SetSetting[] => [
  ...new Map(
    settingsOf(script)
      .filter(({ name }) => Object.hasOwn(harmless, name))
      .map((op) => [op.name, op]),
  ).values(),
];

/** A second SET of it that nothing follows is there for what comes after the file. */
function putsBack({ name, span }: SetSetting, script: Script): boolean {
  if (!settingsOf(script).some((op) => op.name === name && op.span.start < span.start)) return false;
  const after = script.statements.filter((statement) => statement.span.start > span.start);
  return after.every(({ operations }) => operations.every(({ kind }) => ends.includes(kind)));
}

const ends: readonly Operation['kind'][] = ['setSetting', 'resetSetting', 'commitTransaction', 'utility'];

/** `SET x` and `SET SESSION x` to `SET LOCAL x`. */
function makeLocal({ form, span, block }: SetSetting, text: string): Edit | undefined {
  const set = nextToken(text, span.start);
  if (form !== 'set' || block || !set || !isWord(text, set, 'set')) return undefined;
  const second = nextToken(text, set.end);
  const third = second && nextToken(text, second.end);
  const says = isWord(text, second, 'session') && !isWord(text, third, 'authorization') ? second : undefined;
  const word = text[set.start] === 's' ? 'local' : 'LOCAL';
  return says
    ? { span: { start: says.start, end: says.end }, text: word }
    : { span: { start: set.end, end: set.end }, text: ` ${word}` };
}

import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const books = 'create table books (id bigint primary key, title text);';

export default defineRule({
  id: 'replay-failure',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  foundBy: 'verify',
  directions: ['up'],
  docs: {
    summary: 'Let the whole history run on an empty PostgreSQL.',
    condition:
      'The migrations are run in order on a scratch database, each sent as its tool sends it, and the server refuses a ' +
      'statement, does not end it within the time limit, or loses the session over it. An info where the statement only ' +
      'fails because an earlier one did. Statements that reach beyond the database, and extensions that are stood in for, ' +
      'do not count.',
    effect:
      'Nobody can build the database anew from its migrations: not a new developer, not the tests, not a preview branch, ' +
      'and not the restore after a loss.',
    workaround:
      'Mend the statement where it was not applied anywhere yet. Where it was, give what it needs in an earlier migration, or ' +
      'make the statement do nothing on a database that lacks it (IF EXISTS).',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    refused: 'PostgreSQL refuses this statement: {error}',
    consequence: 'PostgreSQL refuses this statement, since {cause} failed before: {error}',
  },
  examples: [
    { given: books, sql: 'insert into books (id) values (1), (1);', reports: ['refused'] },
    {
      sql: 'create table books (id no_such_type);\ncreate index books_id on books (id);',
      reports: ['refused', 'consequence'],
      because: 'Everything else is run nevertheless, so that one run shows all that has to be mended.',
    },
    {
      given: `${books}\ncreate function title_of(books) returns text language plpgsql as $$ begin return $1.name; end $$;`,
      sql: "insert into books values (1, 'a');\nselect title_of(books) from books;",
      reports: ['refused'],
      because: 'The body of a PL/pgSQL function meets the schema only when it is called.',
    },
    { given: books, sql: 'alter table books add isbn text;', reports: [] },
    { sql: 'create extension pg_cron;', reports: [], because: 'The extension is stood in for.' },
  ],
  check: {},
});

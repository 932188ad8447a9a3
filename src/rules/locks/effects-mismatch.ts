import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const books = 'create table books (id bigint primary key, title text);';

export default defineRule({
  id: 'effects-mismatch',
  category: 'locks',
  severity: 'info',
  presets: { recommended: true, strict: true, supabase: true },
  foundBy: 'verify',
  directions: ['up'],
  docs: {
    summary: 'Compare what a statement does on a server with what lint says of it.',
    condition:
      'The statement is run on a scratch database whose tables hold rows, and takes another lock on a table that was there ' +
      'before, rewrites another table or builds another index than lint says. Either the text does not show it (SQL that is ' +
      'put together as it runs, functions of extensions), or lint is mistaken.',
    effect: 'What lint says about this statement, and what it does not say, cannot be relied on.',
    workaround:
      'Where the statement runs SQL that it puts together, judge it by the measured locks. Elsewhere this is an error of ' +
      'pgairlock: please report it together with the statement.',
    references: ['https://www.postgresql.org/docs/current/explicit-locking.html'],
  },
  options: z.strictObject({}),
  messages: { differs: 'A server does otherwise than lint says of this statement: {facts}.' },
  examples: [
    {
      given: books,
      sql: "do $$ begin execute 'lock table bo' || 'oks'; end $$;",
      reports: ['differs'],
    },
    {
      given: books,
      sql: "do $$ begin execute 'alter table ' || 'books add isbn uuid default gen_random_uuid()'; end $$;",
      reports: ['differs'],
    },
    { given: books, sql: 'lock table books in share mode;', reports: [] },
    { given: books, sql: 'alter table books add isbn uuid default gen_random_uuid();', reports: [] },
  ],
  check: {},
});

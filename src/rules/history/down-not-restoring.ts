import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const books = 'create table books (id bigint primary key, title text);';

export default defineRule({
  id: 'down-not-restoring',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  foundBy: 'verify',
  directions: ['down'],
  docs: {
    summary: 'Let a down bring back the schema that was there before its up.',
    condition:
      'The up, the down and the up again are run on a scratch database, at their place in the history, and the schema after ' +
      'the down is not the one before the up, the server refuses the down, or it refuses the up afterwards. The schemas are ' +
      'read from the server: columns in their order, types, defaults, constraints, indexes, triggers, policies, functions, ' +
      'views, rights, comments.',
    effect:
      'After the migration is taken back, the database is in a state that no migration describes, and what is applied next ' +
      'meets a schema that nobody tested.',
    workaround: 'Undo in the down what the up does, each statement by its opposite, in reverse order.',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    differs: 'After the up and {down} the schema is not as before: {differences}.',
    downFails: 'PostgreSQL refuses {down}: {error}',
    upFailsAgain: 'After {down}, PostgreSQL refuses the up: {error}',
    upDiffersAgain: 'After {down}, the up leaves another schema than the first time: {differences}.',
  },
  examples: [
    {
      given: books,
      sql: 'alter table books drop column title;',
      down: 'alter table books add column title varchar(20);',
      reports: ['differs'],
    },
    {
      given: books,
      sql: 'create index books_title on books (title);',
      down: 'drop index title;',
      reports: ['downFails'],
    },
    {
      given: books,
      sql: "alter table books add isbn text;\ninsert into books values (1, 'none');",
      down: 'alter table books drop isbn;',
      reports: ['upFailsAgain'],
      because: 'The row is left over, which stands in the way of the next up.',
    },
    {
      given: books,
      sql: "do $$ begin\n  if exists (select from books where id = 7) then alter table books add isbn text; end if;\n  insert into books values (7, 'none') on conflict do nothing;\nend $$;",
      down: 'select 1;',
      reports: ['upDiffersAgain'],
    },
    { given: books, sql: 'alter table books add isbn text;', down: 'alter table books drop isbn;', reports: [] },
    {
      given: books,
      sql: 'alter table books alter title set not null;',
      down: 'alter table books alter title drop not null;',
      reports: [],
    },
  ],
  check: {},
});

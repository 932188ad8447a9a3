import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const books = 'create table books (id bigint primary key, title text);';

export default defineRule({
  id: 'down-loses-data',
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: true },
  foundBy: 'verify',
  directions: ['down'],
  docs: {
    summary: 'Know which rows and values an up and its down do not bring back.',
    condition:
      'The tables are filled with rows before the up; after up and down, rows or values are gone or are others. An info where ' +
      'it was the up that removed them, as no down can bring those back.',
    effect: 'Undoing the last change does not bring back the data that was there before it.',
    workaround:
      'Keep what is removed until nobody will go back: rename the column or move the rows to another table in the up, and ' +
      'rename or move them back in the down. Remove them in a later migration.',
    references: [],
  },
  options: z.strictObject({}),
  messages: { lost: 'Up and down do not keep all data: {losses}.' },
  examples: [
    {
      given: books,
      sql: 'alter table books drop column title;',
      down: 'alter table books add column title text;',
      reports: ['lost'],
    },
    {
      given: books,
      sql: 'update books set title = upper(title);',
      down: 'update books set title = initcap(title);',
      reports: ['lost'],
      because: 'Not every title began with a capital letter.',
    },
    {
      given: books,
      sql: 'alter table books rename column title to title_kept;',
      down: 'alter table books rename column title_kept to title;',
      reports: [],
    },
    { given: books, sql: 'alter table books add isbn text;', down: 'alter table books drop isbn;', reports: [] },
  ],
  check: {},
});

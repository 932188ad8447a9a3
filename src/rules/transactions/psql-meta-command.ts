import { z } from 'zod';
import type { Edit } from '../../core/edit.js';
import { defineRule } from '../../engine/rule.js';
import type { MetaCommand } from '../../sql/script.js';

export default defineRule({
  id: 'psql-meta-command',
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Do not use psql commands in migrations.',
    condition:
      'A line is a psql command (`\\i`, `\\connect`, `\\restrict`, …), or rows follow `COPY … FROM stdin`. Not for ' +
      'Sqitch, which runs psql; the option `psql` turns the check off elsewhere.',
    effect:
      'Only psql understands these lines. Every other tool sends them to the server, which answers with a syntax error.',
    workaround:
      'Put the included SQL in its place, delete `\\restrict` and `\\unrestrict` lines of a dump, and write rows as INSERT:\n\n' +
      "```sql\nINSERT INTO genres (id, name) VALUES\n  (1, 'novel'),\n  (2, 'poem');\n```",
    references: [
      'https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMANDS',
      'https://www.postgresql.org/docs/current/sql-copy.html',
    ],
  },
  options: z.strictObject({
    psql: z.boolean().default(false).describe('The files are applied by psql.'),
  }),
  messages: {
    metaCommand: '{command} is a psql command: only psql can run it.',
    copyData: 'These rows of COPY … FROM stdin can only be sent by psql.',
  },
  examples: [
    { sql: '\\i books.sql\n', reports: ['metaCommand'] },
    {
      sql: '\\restrict k3y\ncreate table books (id bigint);\n\\unrestrict k3y\n',
      reports: ['metaCommand', 'metaCommand'],
      fixed: '\ncreate table books (id bigint);\n\n',
      because: 'pg_dump writes these two lines; without them the dump says the same.',
    },
    {
      given: 'create table genres (id bigint, name text);',
      sql: 'copy genres (id, name) from stdin;\n1\tnovel\n2\tpoem\n\\.\n',
      reports: ['copyData'],
    },
    { sql: '\\i books.sql\n', options: { psql: true }, reports: [] },
    { sql: '\\i books.sql\n', project: { format: 'sqitch' }, reports: [], because: 'Sqitch runs psql.' },
    { sql: "insert into paths values ('\n\\i not a command\n');", alone: true, reports: [] },
    { sql: 'create table books (id bigint);', reports: [] },
  ],
  check: {
    *fileStart({ script, options, project }) {
      if (options.psql || project.format === 'sqitch') return;
      for (const meta of script.metaCommands) {
        const { command, span: at } = meta;
        if (command === 'copy-data') yield { message: 'copyData', at };
        else yield { message: 'metaCommand', data: { command }, at, ...wayOut(meta) };
      }
    },
  },
});

/** Marks that a dump is read by psql; they do nothing else. */
const dumpGuards = ['\\restrict', '\\unrestrict'];
const includes = ['\\i', '\\ir', '\\include', '\\include_relative'];

function wayOut({ command, span }: MetaCommand): { readonly workaround?: string; readonly fix?: readonly Edit[] } {
  if (dumpGuards.includes(command)) return { workaround: 'Delete the line.', fix: [{ span, text: '' }] };
  return includes.includes(command) ? { workaround: 'Put the SQL of the included file in its place.' } : {};
}

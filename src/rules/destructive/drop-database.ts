import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'drop-database',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Never drop a database in a migration.',
    condition: '`DROP DATABASE`, with or without `IF EXISTS`.',
    effect:
      'Everything in the database is lost: no rollback brings it back. The statement also fails inside a transaction, and ' +
      'on the database that the session is connected to.',
    workaround:
      'Take the statement out of the migration. A database is dropped by hand, after a backup that was restored once for ' +
      'trial:\n\n```sh\npg_dump --format=custom --file=library.dump library\ndropdb library\n```',
    references: ['https://www.postgresql.org/docs/current/sql-dropdatabase.html'],
  },
  options: z.strictObject({}),
  messages: { losesDatabase: 'Dropping database {database} deletes everything in it for good.' },
  examples: [
    { sql: 'drop database library;', reports: ['losesDatabase'] },
    { sql: 'drop database if exists library with (force);', reports: ['losesDatabase'] },
    { sql: "comment on database library is 'Books and loans';", reports: [] },
    { sql: "alter database library set statement_timeout = '10s';", reports: [] },
  ],
  check: {
    *dropDatabase({ database, span }) {
      yield { message: 'losesDatabase', data: { database }, at: span, subject: database };
    },
  },
});

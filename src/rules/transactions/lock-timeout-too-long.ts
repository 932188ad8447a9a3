import { z } from 'zod';
import { durationInMilliseconds } from '../../core/duration.js';
import { blocksReads } from '../../core/lock-mode.js';
import { formatName } from '../../core/name.js';
import { waitingLock } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { lastSetting } from '../../engine/settings-of.js';

const books = 'CREATE TABLE books (id bigint);';

export default defineRule({
  id: 'lock-timeout-too-long',
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'file',
  directions: ['up', 'down'],
  docs: {
    summary: 'Wait seconds for a lock, not minutes.',
    condition:
      'A statement takes SHARE or a stronger lock on an existing object under a `lock_timeout` of more than `limit` seconds that the file sets itself. Reported once a file. Statements with weaker locks (CREATE INDEX CONCURRENTLY, VALIDATE) may wait longer.',
    effect:
      'Everything that the lock would block queues behind the waiting statement for as long as it waits: a timeout of a minute is an outage of a minute.',
    workaround:
      "Wait shortly, and run the migration again when it times out:\n\n```sql\nSET LOCAL lock_timeout = '2s';\nALTER TABLE books ADD COLUMN title text;\n```",
    references: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT'],
  },
  options: z.strictObject({
    limit: z.number().positive().default(10).describe('The longest lock_timeout, in seconds.'),
  }),
  messages: { long: 'With a lock_timeout of {value}, {queued} on {table} may queue for that long behind {mode}.' },
  examples: [
    { given: books, sql: "SET lock_timeout = '1min'; ALTER TABLE books ADD COLUMN title text;", reports: ['long'] },
    { given: books, sql: 'SET LOCAL lock_timeout = 30000; CREATE INDEX ON books (id);', reports: ['long'] },
    { given: books, sql: "SET lock_timeout = '5s'; ALTER TABLE books ADD COLUMN title text;", reports: [] },
    {
      given: books,
      sql: "SET lock_timeout = '1min'; ALTER TABLE books ADD COLUMN title text;",
      options: { limit: 60 },
      reports: [],
    },
    {
      given: books,
      sql: "SET lock_timeout = '1min'; CREATE INDEX CONCURRENTLY books_id ON books (id);",
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Nobody queues behind it.',
    },
    { given: books, sql: "SET lock_timeout = '1min'; SELECT count(*) FROM books;", reports: [] },
  ],
  check: {
    *statement({ effects, session, options, script, statement }) {
      const value = session.settings.get('lock_timeout');
      if (value === undefined || (durationInMilliseconds(value) ?? 0) <= options.limit * 1000) return;
      const lock = waitingLock(effects);
      if (!lock) return;
      yield {
        message: 'long',
        data: {
          value: /^\d+$/.test(value) ? `${value} ms` : value,
          queued: blocksReads(lock.mode) ? 'reads and writes' : 'writes',
          table: formatName(lock.relation),
          mode: lock.mode,
        },
        at: (lastSetting(script, 'lock_timeout', statement.span.start) ?? statement).span,
      };
    },
  },
});

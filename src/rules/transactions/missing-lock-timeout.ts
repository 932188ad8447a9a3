import { z } from 'zod';
import { isUnlimited } from '../../core/duration.js';
import { blocksReads } from '../../core/lock-mode.js';
import { formatName } from '../../core/name.js';
import { waitingLock, whoWaits } from '../../effects/visible.js';
import { insertStatementBefore } from '../../engine/insert-statement.js';
import { isOneTransaction } from '../../engine/one-transaction.js';
import { defineRule } from '../../engine/rule.js';
import { settingsOf } from '../../engine/settings-of.js';

export default defineRule({
  id: 'missing-lock-timeout',
  aliases: ['lock-timeout-zero', 'lock-timeout-after-use'],
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'habit',
  firstFixMendsAll: true,
  docs: {
    summary: 'Bound the time that a migration waits for its locks.',
    condition:
      'A statement takes SHARE or a stronger lock on an existing object while no `lock_timeout` is in force: none set earlier in the file, and none declared in the config (`lockTimeoutSet`), or the file sets it to zero, which is no limit. Reported once a file. CREATE INDEX CONCURRENTLY and VALIDATE take weaker locks and are not meant.',
    effect:
      'The statement waits behind the longest running query, and every later statement that its lock would block waits behind it, even where the change itself is instant.',
    workaround:
      "At the top of the file, and run it again when it times out:\n\n```sql\nSET LOCAL lock_timeout = '2s';\n```\n\nWhere the file does not run in a transaction, use `SET lock_timeout = '2s'`. Or set it once for the role that migrates, and say so in the config:\n\n```sql\nALTER ROLE migrator SET lock_timeout = '2s';\n```",
    references: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT'],
  },
  options: z.strictObject({}),
  messages: {
    unbounded:
      'This waits for {mode} on {table} without a lock_timeout; while it waits, later {queued} on {table} queue behind it.',
    zero: 'This waits for {mode} on {table} with a lock_timeout of zero, which is no limit; while it waits, later {queued} on {table} queue behind it.',
    late: 'This waits for {mode} on {table} before the file sets its lock_timeout; while it waits, later {queued} on {table} queue behind it.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'ALTER TABLE books ADD COLUMN title text;',
      reports: ['unbounded'],
      fixed: "SET LOCAL lock_timeout = '2s';\nALTER TABLE books ADD COLUMN title text;",
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'SELECT 1;\nalter table books add column title text;',
      project: { transaction: 'autocommit' },
      reports: ['unbounded'],
      fixed: "SELECT 1;\nset lock_timeout = '2s';\nalter table books add column title text;",
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'ALTER TABLE books ADD COLUMN title text;\nALTER TABLE books ADD COLUMN isbn text;',
      reports: ['unbounded'],
      fixed:
        "SET LOCAL lock_timeout = '2s';\nALTER TABLE books ADD COLUMN title text;\nALTER TABLE books ADD COLUMN isbn text;",
      because: 'Set once, it holds for what follows.',
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: "ALTER TABLE books ADD COLUMN title text; SET lock_timeout = '2s';",
      reports: ['late'],
    },
    {
      given: 'CREATE TABLE books (id bigint); CREATE TABLE authors (id bigint);',
      sql: 'SET lock_timeout = 0; ALTER TABLE books ADD COLUMN title text; ALTER TABLE authors ADD COLUMN name text;',
      reports: ['zero'],
      because: 'Zero is no limit; one finding a file.',
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: "SET LOCAL lock_timeout = '2s'; ALTER TABLE books ADD COLUMN title text;",
      reports: [],
    },
    {
      given: 'CREATE TYPE place AS (shelf text, row_number int);',
      sql: 'DROP TYPE place;',
      reports: [],
      because: 'No query locks a composite type.',
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ADD COLUMN title text;',
      reports: [],
      because: 'The table is new.',
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'ALTER TABLE books ADD COLUMN title text;',
      project: { lockTimeoutSet: true },
      reports: [],
    },
  ],
  check: {
    *statement({ effects, session, project, statement, script, section }) {
      const value = session.settings.get('lock_timeout');
      if (value === undefined ? project.lockTimeoutSet : !isUnlimited(value)) return;
      const lock = waitingLock(effects);
      if (!lock) return;
      const sets = settingsOf(script).some(({ name }) => name === 'lock_timeout');
      const set = isOneTransaction(script, section) ? "SET LOCAL lock_timeout = '2s';" : "SET lock_timeout = '2s';";
      yield {
        message: value !== undefined ? 'zero' : sets ? 'late' : 'unbounded',
        data: {
          mode: lock.mode,
          table: formatName(lock.relation),
          queued: blocksReads(lock.mode) ? 'reads and writes' : 'writes',
        },
        at: statement.span,
        workaround: `${set} -- before this statement; ${whoWaits(lock.mode)} no longer than that`,
        fix: sets ? undefined : insertStatementBefore(script, statement, set),
      };
    },
  },
});

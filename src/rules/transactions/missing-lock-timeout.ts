import { z } from 'zod';
import { blocksReads, isAtLeast } from '../../core/lock-mode.js';
import { formatName } from '../../core/name.js';
import type { Effects } from '../../effects/effects.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const isUnbounded = (value: string | undefined): boolean => value === undefined || /^0+\s*[a-z]*$/i.test(value);

const waitingLock = (effects: readonly Effects[]) =>
  effects.flatMap((effect) => visible(effect.locks)).find((lock) => isAtLeast(lock.mode, 'SHARE'));

export default defineRule({
  id: 'missing-lock-timeout',
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'file',
  docs: {
    summary: 'Bound the time that a migration waits for its locks.',
    condition:
      'A statement takes SHARE or a stronger lock on an existing object while no `lock_timeout` is in force: none set earlier in the file, and none declared in the config (`lockTimeoutSet`). Reported once a file. CREATE INDEX CONCURRENTLY and VALIDATE take weaker locks and are not meant.',
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
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'ALTER TABLE books ADD COLUMN title text;',
      reports: ['unbounded'],
    },
    {
      given: 'CREATE TABLE books (id bigint); CREATE TABLE authors (id bigint);',
      sql: 'SET lock_timeout = 0; ALTER TABLE books ADD COLUMN title text; ALTER TABLE authors ADD COLUMN name text;',
      reports: ['unbounded'],
      because: 'Zero is no limit; one finding a file.',
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: "SET LOCAL lock_timeout = '2s'; ALTER TABLE books ADD COLUMN title text;",
      reports: [],
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
    *statement({ effects, session, project, statement }) {
      if (project.lockTimeoutSet || !isUnbounded(session.settings.get('lock_timeout'))) return;
      const lock = waitingLock(effects);
      if (!lock) return;
      yield {
        message: 'unbounded',
        data: {
          mode: lock.mode,
          table: formatName(lock.relation),
          queued: blocksReads(lock.mode) ? 'reads and writes' : 'writes',
        },
        at: statement.span,
        workaround:
          session.transaction === 'none'
            ? `SET lock_timeout = '2s'; -- before this statement; ${whoWaits(lock.mode)} no longer than that`
            : `SET LOCAL lock_timeout = '2s'; -- before this statement; ${whoWaits(lock.mode)} no longer than that`,
      };
    },
  },
});

import { z } from 'zod';
import { durationInMilliseconds, isUnlimited } from '../../core/duration.js';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import type { Effects } from '../../effects/effects.js';
import {
  visible,
  visibleIndexBuild,
  visibleRewrite,
  visibleScan,
  waitingLock,
  whoWaits,
} from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const books = 'CREATE TABLE books (id bigint NOT NULL);';

export default defineRule({
  id: 'missing-statement-timeout',
  aliases: ['statement-timeout-too-long', 'missing-idle-timeout', 'missing-application-name'],
  category: 'transactions',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Bound the time for which a statement holds a lock while it works.',
    condition:
      'A statement reads, rewrites or indexes a whole existing table while it holds SHARE or a stronger lock on it, and a setting that the option `settings` names is not set in the file or is zero, or the file sets a `statement_timeout` that is longer than `limit` seconds. Without the option no setting is required. Reported once a file. CREATE INDEX CONCURRENTLY and VALIDATE CONSTRAINT take weaker locks and should have no timeout.',
    effect: 'What the statement blocks waits for as long as the work takes, which grows with the table.',
    workaround:
      "At the top of the file, longer than the work takes on a copy of the data:\n\n```sql\nSET LOCAL statement_timeout = '30s';\nALTER TABLE books ALTER COLUMN id TYPE numeric;\n```",
    references: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT'],
  },
  options: z.strictObject({
    settings: z
      .array(z.enum(['statement_timeout', 'idle_in_transaction_session_timeout', 'application_name']))
      .default([])
      .describe('Settings that the file must set.'),
    limit: z.number().positive().default(3600).describe('The longest statement_timeout, in seconds.'),
  }),
  messages: {
    missing: 'This {work} {table} while {waits}, and the file does not set {settings}.',
    long: 'This {work} {table} while {waits}, for up to {value}.',
  },
  examples: [
    {
      given: books,
      sql: 'ALTER TABLE books ALTER COLUMN id TYPE numeric;',
      options: { settings: ['statement_timeout'] },
      reports: ['missing'],
    },
    {
      given: books,
      sql: 'SET statement_timeout = 0; CREATE INDEX ON books (id);',
      options: { settings: ['statement_timeout', 'application_name'] },
      reports: ['missing'],
    },
    {
      given: books,
      sql: "SET statement_timeout = '1d'; ALTER TABLE books ADD CHECK (id > 0);",
      reports: ['long'],
    },
    {
      given: books,
      sql: "SET LOCAL statement_timeout = '30s'; ALTER TABLE books ALTER COLUMN id TYPE numeric;",
      options: { settings: ['statement_timeout'] },
      reports: [],
    },
    {
      given: books,
      sql: 'ALTER TABLE books ALTER COLUMN id TYPE numeric;',
      reports: [],
      because: 'Nothing is required.',
    },
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN title text;',
      options: { settings: ['statement_timeout'] },
      reports: [],
      because: 'It is done at once.',
    },
    {
      given: books,
      sql: 'CREATE INDEX CONCURRENTLY books_id ON books (id);',
      options: { settings: ['statement_timeout'] },
      project: { transaction: 'autocommit' },
      reports: [],
    },
  ],
  check: {
    *statement({ effects, session, options, statement }) {
      const busy = effects.find((effect) => isBusy(effect));
      const lock = busy && waitingLock([busy]);
      if (!busy || !lock) return;
      const { settings } = session;
      const missing = options.settings.filter((name) =>
        name === 'application_name' ? !settings.has(name) : isUnlimited(settings.get(name)),
      );
      const value = settings.get('statement_timeout') ?? '0';
      const data = { work: workOf(busy), table: formatName(lock.relation), waits: whoWaits(lock.mode) };
      if (missing.length > 0) {
        yield { message: 'missing', data: { ...data, settings: listText(missing) }, at: statement.span };
      } else if ((durationInMilliseconds(value) ?? 0) > options.limit * 1000) {
        yield { message: 'long', data: { ...data, value }, at: statement.span };
      }
    },
  },
});

const isBusy = ({ rewrites, scans, indexBuilds }: Effects): boolean =>
  [rewrites, scans, indexBuilds].some((many) => visible(many).length > 0);

function workOf(effects: Effects): string {
  if (visibleRewrite(effects)) return 'rewrites';
  if (visibleIndexBuild(effects)) return 'builds an index on';
  return visibleScan(effects) ? 'reads all of' : 'works on';
}

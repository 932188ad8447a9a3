import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import type { OperationOf } from '../../sql/operation.js';

const books = 'CREATE DOMAIN isbn AS text; CREATE TABLE books (isbn isbn);';

export default defineRule({
  id: 'alter-domain-add-constraint',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Check old values of a domain table by table.',
    condition:
      'ALTER DOMAIN … ADD CONSTRAINT without NOT VALID, SET NOT NULL or VALIDATE CONSTRAINT, where existing tables have a column of the domain.',
    effect:
      'All tables with such a column are read under SHARE in one statement: writes to every one of them wait until the last is read.',
    workaround:
      "New values are checked at once by a constraint that is NOT VALID, which takes no lock. Old ones are checked by a CHECK of each table, while reads and writes go on:\n\n```sql\nALTER DOMAIN isbn ADD CONSTRAINT isbn_digits CHECK (VALUE ~ '^[0-9]+$') NOT VALID;\nALTER TABLE books ADD CONSTRAINT isbn_digits CHECK (isbn ~ '^[0-9]+$') NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT isbn_digits;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-alterdomain.html'],
  },
  options: z.strictObject({}),
  messages: {
    reads: 'This reads all of {tables} under {mode} to check the values of {domain}: {waits}.',
    unknown: 'This reads every table that uses the domain {domain}, while others wait for it.',
  },
  examples: [
    {
      sql: 'ALTER DOMAIN isbn SET NOT NULL;',
      alone: true,
      reports: ['unknown'],
      because: 'Nobody knows which tables use it.',
    },
    {
      given: books,
      sql: "ALTER DOMAIN isbn ADD CONSTRAINT isbn_digits CHECK (VALUE ~ '^[0-9]+$');",
      reports: ['reads'],
    },
    { given: books, sql: 'ALTER DOMAIN isbn SET NOT NULL;', reports: ['reads'] },
    {
      given: `${books} ALTER DOMAIN isbn ADD CONSTRAINT isbn_set CHECK (VALUE <> '') NOT VALID;`,
      sql: 'ALTER DOMAIN isbn VALIDATE CONSTRAINT isbn_set;',
      reports: ['reads'],
    },
    {
      given: books,
      sql: "ALTER DOMAIN isbn ADD CONSTRAINT isbn_set CHECK (VALUE <> '') NOT VALID;",
      reports: [],
      because: 'Nothing is read.',
    },
    {
      given: 'CREATE DOMAIN isbn AS text;',
      sql: 'ALTER DOMAIN isbn SET NOT NULL;',
      reports: [],
      because: 'No table has such a column.',
    },
  ],
  check: {
    *alterDomain(op, { effects, catalog }) {
      if (catalog.type(op.domain) === 'unknown' && mayRead(op))
        yield { message: 'unknown', data: { domain: formatName(op.domain) }, at: op.span, severity: 'warning' };
      const mode = visible(effects.locks)[0]?.mode;
      const read = visible(effects.scans);
      if (!mode || read.length === 0) return;
      const tables = listText(read.map(({ relation }) => formatName(relation)));
      yield {
        message: 'reads',
        data: { tables, mode, domain: formatName(op.domain), waits: whoWaits(mode) },
        at: op.span,
      };
    },
  },
});

/** The values that are there are checked. */
const mayRead = ({ action }: OperationOf<'alterDomain'>): boolean =>
  action.type === 'setNotNull' || (action.type === 'addConstraint' && !action.constraint.notValid);

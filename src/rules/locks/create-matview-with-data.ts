import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { visible } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const totals = 'CREATE MATERIALIZED VIEW totals AS SELECT day, sum(amount) FROM sales GROUP BY day';

export default defineRule({
  id: 'create-matview-with-data',
  category: 'locks',
  severity: 'info',
  presets: { strict: true },
  yieldsTo: { rules: ['statement-after-access-exclusive'] },
  docs: {
    summary: 'Create a materialized view empty, and fill it outside of the migration.',
    condition:
      'CREATE MATERIALIZED VIEW without WITH NO DATA that reads a table that was there before this migration, in a transaction with other statements.',
    effect:
      'Its query runs inside the migration. As long as it takes, the transaction stays open and keeps every lock that it has taken, and VACUUM cannot clean up behind it.',
    workaround:
      'Two migrations, the second outside a transaction or by a job:\n\n```sql\nCREATE MATERIALIZED VIEW totals AS SELECT day, sum(amount) FROM sales GROUP BY day WITH NO DATA;\n```\n\n```sql\nREFRESH MATERIALIZED VIEW totals;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-creatematerializedview.html'],
  },
  options: z.strictObject({}),
  messages: {
    fills:
      'The migration runs the query of {view} over {tables}, and keeps its transaction open for as long as that takes.',
  },
  examples: [
    {
      given: 'CREATE TABLE sales (day date, amount numeric);',
      sql: `ALTER TABLE sales ADD note text; ${totals};`,
      reports: ['fills'],
    },
    {
      given: 'CREATE TABLE sales (day date, amount numeric);',
      sql: `${totals}; CREATE UNIQUE INDEX ON totals (day);`,
      reports: ['fills'],
    },
    {
      given: 'CREATE TABLE sales (day date, amount numeric);',
      sql: `${totals} WITH NO DATA; CREATE UNIQUE INDEX ON totals (day);`,
      reports: [],
    },
    {
      given: 'CREATE TABLE sales (day date, amount numeric);',
      sql: `${totals};`,
      reports: [],
      because: 'The transaction holds nothing else.',
    },
    {
      sql: `CREATE TABLE sales (day date, amount numeric); ${totals};`,
      reports: [],
      because: 'There is nothing to read yet.',
    },
  ],
  check: {
    *createMaterializedView(op, { effects, script, session }) {
      if (!op.withData || session.transaction === 'none' || script.statements.length === 1) return;
      const read = visible(effects.locks).filter(({ target }) => target !== 'index');
      if (read.length === 0) return;
      const tables = listText([...new Set(read.map(({ relation }) => formatName(relation)))], 3);
      yield { message: 'fills', data: { view: formatName(op.view), tables }, at: op.span };
    },
  },
});

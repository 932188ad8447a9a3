import { z } from 'zod';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

const given = `CREATE TABLE loans (book bigint, day date);
CREATE MATERIALIZED VIEW loans_a_day AS SELECT day, count(*) AS loans FROM loans GROUP BY day;`;

export default defineRule({
  id: 'refresh-concurrently-precondition',
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Give a materialized view a unique index and rows before it is refreshed concurrently.',
    condition:
      'REFRESH MATERIALIZED VIEW CONCURRENTLY of a view that has no unique index on plain columns without a WHERE (55000), or that holds nothing since it was made or refreshed WITH NO DATA (0A000).',
    effect: 'The server refuses it, and the migration fails.',
    workaround:
      'Build the index, then refresh:\n\n```sql\nCREATE UNIQUE INDEX loans_a_day_day ON loans_a_day (day);\nREFRESH MATERIALIZED VIEW CONCURRENTLY loans_a_day;\n```\n\nThe first refresh of an empty view cannot be concurrent:\n\n```sql\nREFRESH MATERIALIZED VIEW loans_a_day;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html'],
  },
  options: z.strictObject({}),
  messages: {
    noKey: 'REFRESH CONCURRENTLY fails: {view} has no unique index on plain columns and without a WHERE.',
    empty: 'REFRESH CONCURRENTLY fails: {view} was made WITH NO DATA and never filled.',
  },
  examples: [
    { given, sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY loans_a_day;', reports: ['noKey'] },
    {
      given: [given, 'CREATE UNIQUE INDEX recent ON loans_a_day (day) WHERE loans > 0;'],
      sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY loans_a_day;',
      reports: ['noKey'],
    },
    {
      given: 'CREATE TABLE a (id int); CREATE MATERIALIZED VIEW b AS SELECT id FROM a WITH NO DATA;',
      sql: 'CREATE UNIQUE INDEX b_id ON b (id); REFRESH MATERIALIZED VIEW CONCURRENTLY b;',
      reports: ['empty'],
    },
    {
      given: [given, 'CREATE UNIQUE INDEX loans_a_day_day ON loans_a_day (day);'],
      sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY loans_a_day;',
      reports: [],
    },
    { given, sql: 'REFRESH MATERIALIZED VIEW loans_a_day;', reports: [] },
    {
      sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY loans_a_day;',
      alone: true,
      reports: [],
      because: 'Nobody knows what indexes it has.',
    },
  ],
  check: {
    *refreshMaterializedView(op, { effects }) {
      const error = effects.errors.find(({ sqlstate }) => sqlstate === '55000' || sqlstate === '0A000');
      if (!error) return;
      const data = { view: formatName(op.view) };
      const name = quoteName(op.view);
      if (error.sqlstate === '0A000') {
        yield { message: 'empty', data, at: op.span, workaround: `REFRESH MATERIALIZED VIEW ${name};` };
      } else {
        const index = quoteIdentifier(`${op.view.name}_key`);
        const workaround = `CREATE UNIQUE INDEX ${index} ON ${name} (…); -- columns that no two rows share\nREFRESH MATERIALIZED VIEW CONCURRENTLY ${name};`;
        yield { message: 'noKey', data, at: op.span, workaround };
      }
    },
  },
});

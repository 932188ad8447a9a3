import { z } from 'zod';
import { relationNamed, wasThereBefore } from '../../catalog/existing.js';
import { formatName, quoteIdentifier, quoteName, type WrittenName } from '../../core/name.js';
import { isKeyed } from '../../effects/view-errors.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const sales =
  'CREATE TABLE sales (day date, amount numeric); CREATE MATERIALIZED VIEW totals AS SELECT day, sum(amount) FROM sales GROUP BY day;';

export default defineRule({
  id: 'refresh-matview-blocking',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Refresh materialized views concurrently.',
    condition:
      'REFRESH MATERIALIZED VIEW without CONCURRENTLY of a view that was there before this migration and is filled. Not the first refresh after WITH NO DATA, which cannot be concurrent, and not WITH NO DATA.',
    effect: 'The query of the view is run under ACCESS EXCLUSIVE on it: whoever reads the view waits until it is done.',
    workaround:
      'With a unique index over plain columns, the view can be refreshed while it is read. Build the index once, outside a transaction:\n\n```sql\nCREATE UNIQUE INDEX CONCURRENTLY totals_day_key ON totals (day);\n```\n\n```sql\nREFRESH MATERIALIZED VIEW CONCURRENTLY totals;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html'],
  },
  options: z.strictObject({}),
  messages: {
    blocks: 'REFRESH runs the query of {view} under {mode}: {waits} on {view} until it is done.',
  },
  examples: [
    { given: sales, sql: 'REFRESH MATERIALIZED VIEW totals;', reports: ['blocks'] },
    { sql: 'REFRESH MATERIALIZED VIEW totals;', alone: true, reports: ['blocks'] },
    {
      given: `${sales} CREATE UNIQUE INDEX totals_day_key ON totals (day);`,
      sql: 'REFRESH MATERIALIZED VIEW totals;',
      reports: ['blocks'],
      because: 'It has the index that CONCURRENTLY needs.',
    },
    {
      given: `${sales} CREATE UNIQUE INDEX totals_day_key ON totals (day);`,
      sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;',
      reports: [],
    },
    {
      given: 'CREATE MATERIALIZED VIEW totals AS SELECT 1 AS day WITH NO DATA;',
      sql: 'REFRESH MATERIALIZED VIEW totals;',
      reports: [],
      because: 'The first refresh cannot be concurrent, and nobody can read the view yet.',
    },
    { sql: `${sales} REFRESH MATERIALIZED VIEW totals;`, reports: [], because: 'The view is new.' },
  ],
  check: {
    *refreshMaterializedView(op, { catalog, effects }) {
      if (op.concurrently || !op.withData || !wasThereBefore(catalog, op.view)) return;
      const lock = visible(effects.locks).find(({ target }) => target === 'materializedView');
      const view = relationNamed(catalog, op.view);
      if (!lock || view?.view?.populated === false) return;
      const data = { view: formatName(op.view), mode: lock.mode, waits: whoWaits(lock.mode) };
      const refresh = `REFRESH MATERIALIZED VIEW CONCURRENTLY ${quoteName(op.view)};`;
      const workaround = view && isKeyed(view, catalog) ? refresh : indexFirst(op.view, refresh);
      yield { message: 'blocks', data, at: op.span, workaround };
    },
  },
});

/** Which columns tell its rows apart stands in no migration. */
function indexFirst(view: WrittenName, refresh: string): string {
  const index = `CREATE UNIQUE INDEX CONCURRENTLY ${quoteIdentifier(`${view.name}_key`)} ON ${quoteName(view)} (…);`;
  return `Build a unique index once, outside a transaction, over plain columns that no two rows share:\n\n\`\`\`sql\n${index}\n\`\`\`\n\nThen refresh it while it is read:\n\n\`\`\`sql\n${refresh}\n\`\`\``;
}

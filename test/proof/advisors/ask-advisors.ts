import type { Database } from '../../../src/database/database.js';
import { DatabaseError } from '../../../src/database/database-error.js';
import { lintHistory } from '../../../src/engine/lint-history.js';
import type { Project, Rule } from '../../../src/engine/rule.js';
import type { Parser } from '../../../src/sql/parser.js';
import { runScript } from '../../../src/verify/platform/run-script.js';
import type { Advisor } from './advisor.js';

/**
 * Applies migrations, asks the advisors, and takes all back. The objects that each names, by its `lint`; `undefined`: the
 * server refuses the migrations, some because they cannot be in a transaction.
 */
export async function askAdvisors(
  database: Database,
  { migrations, exposedSchemas }: Project,
  advisors: readonly Advisor[],
): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  await database.execute('BEGIN');
  try {
    for (const { up } of migrations) {
      await runScript(database, up.text);
      // Each file has a session of its own.
      await database.execute('RESET ALL');
    }
    await database.query("SELECT set_config('pgrst.db_schemas', $1, true)", [exposedSchemas.join(',')]);
    const all = advisors.map(({ lint, condition }) => `SELECT '${lint}' AS lint, object::text FROM (${condition}) AS named`);
    const rows = await database.query(all.join('\nUNION ALL '));
    return new Map(
      advisors.map(({ lint }) => [lint, rows.flatMap((row) => (row.lint === lint ? [row.object ?? ''] : []))]),
    );
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return undefined;
  } finally {
    await database.execute('ROLLBACK');
  }
}

/** The findings of rules in all files, as `rule.message`. */
export function askRules(
  { parser }: Prover,
  project: Project,
  rules: readonly Rule[],
  { options }: Advisor,
): readonly string[] {
  const active = rules.map((rule) => ({
    rule,
    severity: rule.severity,
    options: rule.options.parse(options?.[rule.id] ?? {}),
  }));
  const result = lintHistory({ project, parser, rules: active, judged: () => true });
  return [...result.files.flatMap(({ findings }) => findings), ...result.project].flatMap(
    ({ ruleId, messageId, suppressed }) => (suppressed ? [] : [`${ruleId}.${messageId}`]),
  );
}

import type { Migration } from '../../../src/core/migration.js';
import type { Database } from '../../../src/database/database.js';
import { DatabaseError } from '../../../src/database/database-error.js';
import { lintHistory } from '../../../src/engine/lint-history.js';
import type { Project, Rule } from '../../../src/engine/rule.js';
import type { Parser } from '../../../src/sql/parser.js';
import { runScript } from '../../../src/verify/platform/run-script.js';
import type { Advisor } from './advisor.js';

/** The objects that each advisor names, by its `lint`; or what the server answers where it refuses the migrations. */
export type Named = ReadonlyMap<string, readonly string[]> | { readonly refused: string };

/** Applies migrations in one transaction, asks the advisors, and takes all back. */
export async function askAdvisors(
  database: Database,
  { migrations, exposedSchemas }: Project,
  advisors: readonly Advisor[],
): Promise<Named> {
  await database.execute('BEGIN');
  try {
    const refused = await refusalOf(database, migrations);
    if (refused !== undefined) return { refused };
    await database.query("SELECT set_config('pgrst.db_schemas', $1, true)", [exposedSchemas.join(',')]);
    const all = advisors.map(
      ({ lint, condition }) => `SELECT '${lint}' AS lint, object::text FROM (${condition}) AS one`,
    );
    const rows = await database.query(all.join('\nUNION ALL '));
    return new Map(
      advisors.map(({ lint }) => [lint, rows.flatMap((row) => (row.lint === lint ? [row.object ?? ''] : []))]),
    );
  } finally {
    await database.execute('ROLLBACK');
  }
}

async function refusalOf(database: Database, migrations: readonly Migration[]): Promise<string | undefined> {
  try {
    for (const { up } of migrations) {
      await runScript(database, up.text);
      // Each file has a session of its own.
      await database.execute('RESET ALL');
    }
    return undefined;
  } catch (error) {
    if (error instanceof DatabaseError) return error.message;
    throw error;
  }
}

/** The findings of rules in all files, as `rule.message`. */
export function askRules(
  parser: Parser,
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

import type { Migration } from '../../core/migration.js';
import { migrationNamed } from '../../engine/dependencies.js';
import type { Parser } from '../../sql/parser.js';
import type { UpRecord } from './plan.js';
import { planStatements } from './plan-statements.js';

/** What the history says of a migration that is applied. A down that could not be run is left out. */
export function upRecord(
  migration: Migration,
  migrations: readonly Migration[],
  parser: Parser,
  batch: number,
): UpRecord {
  const down = migration.down && planStatements(migration.id, migration.down, parser);
  const usable = down !== undefined && down.refusals.length === 0 && down.statements.length > 0 ? down : undefined;
  return {
    version: migration.version,
    checksum: migration.checksum,
    batch,
    dependencies: dependencyIds(migration, migrations),
    rollbackSql: usable?.statements.map(({ sql }) => `${sql};\n`).join(''),
    rollbackAtomic: usable?.mode !== 'journalled',
  };
}

/** What the migration declares that it depends on; as it is written where there is no such migration. */
export const dependencyIds = ({ dependencies }: Migration, migrations: readonly Migration[]): readonly string[] => [
  ...new Set(dependencies.map((name) => migrationNamed(name, migrations)?.id ?? name)),
];

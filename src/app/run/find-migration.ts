import { PgairlockError } from '../../core/error.js';
import type { Migration } from '../../core/migration.js';
import { nearest } from '../../core/nearest.js';
import { migrationNamed } from '../../engine/dependencies.js';

/**
 * The migration that an id, a version, a name or a file name means.
 * @throws PgairlockError `usage` where there is none
 */
export function findMigration(given: string, migrations: readonly Migration[]): Migration {
  const found =
    migrationNamed(given.replace(/\.sql$/i, ''), migrations) ?? migrations.find(({ path }) => path === given);
  if (found !== undefined) return found;
  const meant = nearest(
    given,
    migrations.flatMap(({ id, name }) => [id, name]),
  );
  throw new PgairlockError('usage', `There is no migration "${given}".${meant ? ` Did you mean "${meant}"?` : ''}`);
}

import type { Database } from '../database.js';
import { collations } from './families/collations.js';
import { columns } from './families/columns.js';
import { constraints } from './families/constraints.js';
import { foreignData } from './families/foreign-data.js';
import { indexes } from './families/indexes.js';
import { operators } from './families/operators.js';
import { publications } from './families/publications.js';
import { relations } from './families/relations.js';
import { roles } from './families/roles.js';
import { routines } from './families/routines.js';
import { schemas } from './families/schemas.js';
import { sequences } from './families/sequences.js';
import { tableParts } from './families/table-parts.js';
import { textSearch } from './families/text-search.js';
import { types } from './families/types.js';
import { type Family, type FamilyQuery, schemaCondition, toObject, toQuery } from './family.js';
import { withFixedSettings } from './fixed-settings.js';
import { keyOf, type LiveSchema } from './live-schema.js';

export interface SnapshotOptions {
  /** Schemas that are not looked at, next to the server's own. */
  readonly excludedSchemas?: readonly string[] | undefined;
  /** With the roles of the cluster. Default: without. */
  readonly roles?: boolean | undefined;
}

const families: readonly FamilyQuery[] = [
  schemas,
  relations,
  columns,
  constraints,
  indexes,
  tableParts,
  routines,
  types,
  sequences,
  publications,
  foreignData,
  textSearch,
  operators,
  collations,
];

/**
 * Everything of the schema that counts, as the catalogs of PostgreSQL 12 to 18 have it: what is the same in two snapshots
 * is the same in the database. Objects of extensions and temporary objects are left out, and so are rows.
 * @throws DatabaseError
 * @see https://www.postgresql.org/docs/current/catalogs.html
 */
export async function takeSnapshot(database: Database, options: SnapshotOptions = {}): Promise<LiveSchema> {
  const wanted = familiesFor(Math.floor(database.serverVersion / 10_000), options);
  // One query for all, as its round trips would cost more than its rows.
  const query = wanted.map(toQuery).join('\nUNION ALL\n');
  const rows = await withFixedSettings(database, () => database.query(query));
  const objects = rows.flatMap((row) => {
    const family = wanted[Number(row.family)];
    return family === undefined ? [] : [toObject(family, row)];
  });
  const byKey = objects.map((object) => [keyOf(object), object] as const);
  return new Map(byKey.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function familiesFor(
  version: number,
  { excludedSchemas = [], roles: withRoles = false }: SnapshotOptions,
): readonly Family[] {
  const context = { version, isOurs: schemaCondition(excludedSchemas) };
  return (withRoles ? [...families, roles] : families).flatMap((family) => family(context));
}

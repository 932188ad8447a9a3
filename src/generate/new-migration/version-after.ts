import { counted } from '../../core/counted.js';
import { PgairlockError } from '../../core/error.js';
import type { Migration } from '../../core/migration.js';

/** Numbers of one width compare as text; others by their value. */
const isBefore = (a: string, b: string): boolean =>
  a.length === b.length || !/^\d+$/.test(a) || !/^\d+$/.test(b) ? a < b : BigInt(a) < BigInt(b);

/**
 * Refuses versions that would not stand right behind a migration.
 * @throws PgairlockError `not-available` where the next one of the folder leaves no room
 */
export function refuseWithoutRoom(versions: readonly string[], after: Migration, next: Migration | undefined): void {
  const last = versions.at(-1);
  if (next === undefined || last === undefined || isBefore(last, next.version)) return;
  const count = counted(versions.length, 'migration');
  throw new PgairlockError(
    'not-available',
    `Between ${after.id} and ${next.id} there is no room for ${count}: a migration can be split where it is the last of its folder, or where the next version leaves room behind it.`,
  );
}

import { PgairlockError } from '../../core/error.js';

/** @throws PgairlockError `not-available` where the package is not installed */
export async function loadPglite(): Promise<typeof import('@electric-sql/pglite')> {
  try {
    return await import('@electric-sql/pglite');
  } catch (cause) {
    const message =
      'pglite: needs the package @electric-sql/pglite; install it with npm install -D @electric-sql/pglite.';
    throw new PgairlockError('not-available', message, { cause });
  }
}

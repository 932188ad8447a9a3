import { quoteIdentifier } from '../../core/name.js';
import type { Database } from '../../database/database.js';

/** Roles that a replay makes on a server, which outlive the database that it is in. */
export interface ServerRoles {
  /** Those of the names that the server does not have will be ours. */
  claim(names: readonly string[]): Promise<void>;
  /** Once no database depends on them. */
  drop(): Promise<void>;
}

export function serverRoles(admin: Database): ServerRoles {
  const ours = new Set<string>();
  const existing = async (): Promise<ReadonlySet<string | null | undefined>> =>
    new Set((await admin.query('SELECT rolname FROM pg_catalog.pg_roles')).map(({ rolname }) => rolname));
  return {
    async claim(names) {
      const there = await existing();
      for (const name of names) if (!there.has(name)) ours.add(name);
    },
    async drop() {
      const there = await existing();
      for (const name of ours) {
        if (there.has(name)) await admin.execute(`DROP ROLE ${quoteIdentifier(name)}`);
      }
      ours.clear();
    },
  };
}

import type { Database, Parameter } from '../../database/database.js';

interface Entry {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** What was done and committed, so that a database that was lost can be made again. */
export interface Journal {
  did(sql: string, parameters?: readonly Parameter[]): void;
  commit(): void;
  rollback(): void;
  /** Does everything once more, on an empty database. */
  redo(database: Database): Promise<void>;
}

export function createJournal(): Journal {
  const committed: Entry[] = [];
  let pending: Entry[] = [];
  return {
    did(sql, parameters = []) {
      pending.push({ sql, parameters });
    },
    commit() {
      committed.push(...pending);
      pending = [];
    },
    rollback() {
      pending = [];
    },
    async redo(database) {
      for (const { sql, parameters } of committed) await database.query(sql, parameters);
    },
  };
}

import { changeRights, createTrigger, setFunction, setPolicy } from './history/access.js';
import type { Change, Part } from './history/part.js';
import { remarks } from './history/prose.js';
import { History } from './history/state.js';
import { addCheck, addColumn, changeData, createIndex, createTable, createView } from './history/tables.js';

export interface GeneratedMigration {
  /** `20200101000007_add_loans_note.sql` */
  readonly filename: string;
  readonly sql: string;
}

/**
 * How often each change comes, of 200 changes in 100 files. The numbers follow what 1,048 migrations of twelve public
 * Supabase projects hold, at a third of their size a file (docs/performance.md).
 */
const shares: readonly (readonly [Part, number])[] = [
  [createTable, 15],
  [addColumn, 40],
  [createIndex, 20],
  [setPolicy, 32],
  [setFunction, 44],
  [createTrigger, 14],
  [addCheck, 10],
  [changeData, 7],
  [createView, 6],
  [changeRights, 12],
];
const parts: readonly Part[] = shares.flatMap(([part, share]) => Array.from({ length: share }, () => part));

const firstTables = 20;
const start = Date.UTC(2020, 0, 1);

const timestamp = (index: number): string =>
  new Date(start + index * 60_000).toISOString().replace(/\D/g, '').slice(0, 14);

/** One change, or a few that belong together. */
function changesOf(history: History, first: Part): readonly Change[] {
  const changes = [first(history)];
  while (changes[0]?.alone !== true && history.below(20) < 11) {
    const next = history.pick(parts.filter((part) => part !== createIndex));
    changes.push(next(history));
  }
  return changes;
}

function toMigration(history: History, index: number): GeneratedMigration {
  const changes = changesOf(history, index < firstTables ? createTable : history.pick(parts));
  const [first] = changes;
  const head = first?.alone ? '' : "set local lock_timeout = '2s';\n";
  const sql = changes.map((change) => change.sql).join('\n');
  return {
    filename: `${timestamp(index)}_${first?.name}.sql`,
    sql: `${remarks(history, 2 + history.below(4))}${head}\n${sql}`,
  };
}

/** A history of a growing schema, the same for the same count and seed: longer ones begin with shorter ones. */
export function* generateHistory(count: number, seed = 1): Generator<GeneratedMigration> {
  const history = new History(seed);
  for (let index = 0; index < count; index += 1) yield toMigration(history, index);
}

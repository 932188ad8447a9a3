import { type CatalogOptions, createCatalog, type ReplayCatalog } from '../../../src/catalog/replay-catalog.js';
import type { TransactionModel } from '../../../src/core/migration.js';
import { createMemory, type Inverse, invert, type Memory, replayUp } from '../../../src/generate/down/invert.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../../src/sql/read-script.js';
import type { Script } from '../../../src/sql/script.js';

const parser = await loadLibpgQuery();

/** A script that must parse. */
export function parsed(sql: string): Script {
  const script = readScript(sql, parser);
  if (script.problems.length > 0) throw new Error(`${script.problems[0]?.message} in: ${sql}`);
  return script;
}

export interface Inverted extends Inverse {
  /** Just after the up. */
  readonly catalog: ReplayCatalog;
  readonly memory: Memory;
}

/** The down of the last unit, with the ones before it as its history. */
export function inverted(
  before: string | readonly string[],
  up: string,
  options: CatalogOptions = { complete: true, supabase: false },
  transaction: TransactionModel = 'transaction',
): Inverted {
  const catalog = createCatalog(options);
  const memory = createMemory();
  for (const sql of typeof before === 'string' ? [before] : before) {
    replayUp({ ...memory, script: parsed(sql), catalog, transaction });
  }
  const inverse = invert({ ...memory, id: '0002_up', script: parsed(up), catalog, transaction, parser });
  return { ...inverse, catalog, memory };
}

/** The SQL without its first line and its comments. */
export const statementsOf = ({ sql }: Inverse): readonly string[] =>
  sql
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('--'))
    .join('\n')
    .split(/(?<=;)\n/)
    .filter((statement) => statement !== '');

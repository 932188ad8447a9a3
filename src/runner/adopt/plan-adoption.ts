import { listText } from '../../core/list-text.js';
import type { Migration } from '../../core/migration.js';
import type { HistoryEntry } from '../history/history-entry.js';
import type { Refusal } from '../plan/refusal.js';
import { dependencyIds } from '../plan/up-record.js';
import type { Adoption } from './adopt.js';

export type AdoptionPlan =
  | { readonly ok: true; readonly adoptions: readonly Adoption[] }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Whether all of them can become applied, in the order that is given. What is applied already must not be among them. */
export function planAdoption(
  adoptions: readonly Adoption[],
  history: readonly HistoryEntry[],
  migrations: readonly Migration[],
): AdoptionPlan {
  const entries = new Map(history.map((entry) => [entry.name, entry]));
  const applied = new Set(history.filter(({ status }) => status === 'applied').map(({ name }) => name));
  const refusals = adoptions.flatMap(({ migration }): readonly Refusal[] => {
    const missing = dependencyIds(migration, migrations).filter((id) => !applied.has(id));
    const refused = refuse(migration, entries.get(migration.id), missing);
    applied.add(migration.id);
    return refused;
  });
  return refusals.length > 0 ? { ok: false, refusals } : { ok: true, adoptions };
}

function refuse(
  { id, path }: Migration,
  entry: HistoryEntry | undefined,
  missing: readonly string[],
): readonly Refusal[] {
  if (entry?.status === 'applied')
    return [{ kind: 'already-applied', migration: id, path, message: `${id} is applied already.` }];
  if (entry?.status === 'failed' && entry.journalled && entry.done.length > 0)
    return [
      {
        kind: 'failed-halfway',
        migration: id,
        path,
        message: `${id} broke off after ${entry.done.length} of its statements. Use \`pgairlock repair\`, which knows which.`,
      },
    ];
  if (missing.length === 0) return [];
  const message = `${id} depends on ${listText(missing)}, which ${missing.length === 1 ? 'is' : 'are'} not applied.`;
  return [{ kind: 'missing-dependency', migration: id, path, message, others: missing }];
}

import type { HistoryEntry } from '../history/history-entry.js';

/** The applied migrations that depend on this one, near and far, in the order of `applied`. */
export function appliedDependents(entry: HistoryEntry, applied: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const names = new Set([entry.name]);
  for (let size = 0; size < names.size; ) {
    size = names.size;
    for (const { name, dependencies } of applied) if (dependencies.some((one) => names.has(one))) names.add(name);
  }
  return applied.filter((one) => one.name !== entry.name && names.has(one.name));
}

import { listText } from '../../core/list-text.js';
import type { Migration } from '../../core/migration.js';
import { migrationNamed } from '../../engine/dependencies.js';
import type { Parser } from '../../sql/parser.js';
import type { HistoryEntry } from '../history/history-entry.js';
import { continueJournal, type Journal } from './continue-journal.js';
import { appliedDependents } from './dependents.js';
import { type DownStep, type Plan, toPlan } from './plan.js';
import { planStatements, type SqlText, type StatementPlan } from './plan-statements.js';
import type { Refusal } from './refusal.js';
import { refuseEdited } from './refuse-edited.js';
import { refusePooled } from './refuse-pooled.js';

/** What to roll back, and how. */
export type RollbackOptions = Selection & {
  /** As for an up: goes on where an earlier attempt broke off half-way. Default: only where the runner was cut off. */
  readonly resume?: boolean | undefined;
  /** The connection is pooled by transaction. */
  readonly pooled?: boolean | undefined;
};

/** Without any of them: the one that was applied last. */
type Selection =
  | { readonly id: string; readonly cascade?: boolean | undefined }
  | { readonly steps?: number | undefined }
  /** Everything that was applied after it; it stays. */
  | { readonly target: string };

/** Which migrations will be undone, latest first. Pure: the same input gives the same plan. */
export function planRollback(
  migrations: readonly Migration[],
  history: readonly HistoryEntry[],
  parser: Parser,
  options: RollbackOptions = {},
): Plan {
  const applied = history
    .filter((entry) => entry.status === 'applied')
    .toSorted((a, b) => b.batch - a.batch || b.order - a.order);
  const selection = select(applied, migrations, options);
  if ('kind' in selection) return toPlan('down', [], [selection]);
  const entries = new Map(history.map((entry) => [entry.name, entry]));
  const planned = selection.map((entry) => planStep(entry, migrations, parser, options));
  const steps = planned.flatMap(({ step }) => step ?? []);
  const refusals = [
    ...selection.flatMap((entry) => refuseDependents(entry, selection, applied)),
    ...selection.flatMap(({ name }) => {
      const migration = migrations.find(({ id }) => id === name);
      return migration === undefined ? [] : refuseEdited(migration, entries);
    }),
    ...planned.flatMap((one) => one.refusals),
    ...(options.pooled ? refusePooled(steps) : []),
  ];
  return toPlan('down', steps, refusals);
}

function select(
  applied: readonly HistoryEntry[],
  migrations: readonly Migration[],
  options: RollbackOptions,
): readonly HistoryEntry[] | Refusal {
  if ('target' in options) {
    const place = find(options.target, applied, migrations);
    return place < 0 ? notApplied(options.target) : applied.slice(0, place);
  }
  if (!('id' in options)) return applied.slice(0, options.steps ?? 1);
  const entry = applied[find(options.id, applied, migrations)];
  if (entry === undefined) return notApplied(options.id);
  if (!options.cascade) return [entry];
  const dependents = new Set(appliedDependents(entry, applied));
  return applied.filter((one) => one === entry || dependents.has(one));
}

function find(name: string, applied: readonly HistoryEntry[], migrations: readonly Migration[]): number {
  const id = migrationNamed(name, migrations)?.id ?? name;
  return applied.findIndex((entry) => entry.name === id || entry.version === name);
}

const notApplied = (name: string): Refusal => ({
  kind: 'not-applied',
  migration: name,
  message: `${name} is not applied.`,
});

function refuseDependents(
  entry: HistoryEntry,
  selection: readonly HistoryEntry[],
  applied: readonly HistoryEntry[],
): readonly Refusal[] {
  const others = appliedDependents(entry, applied)
    .filter((one) => !selection.includes(one))
    .map(({ name }) => name);
  if (others.length === 0) return [];
  const message = `${listText(others)} ${others.length === 1 ? 'depends' : 'depend'} on ${entry.name}. Use --cascade to undo ${others.length === 1 ? 'it' : 'them'} first.`;
  return [{ kind: 'dependents', migration: entry.name, message, others }];
}

interface PlannedStep {
  readonly step?: DownStep;
  readonly refusals: readonly Refusal[];
}

function planStep(
  entry: HistoryEntry,
  migrations: readonly Migration[],
  parser: Parser,
  { resume }: RollbackOptions,
): PlannedStep {
  const migration = migrations.find(({ id }) => id === entry.name);
  const down = migration?.down ?? recordedDown(entry);
  const path = migration?.path;
  if (down === undefined) return { refusals: [noDown(entry.name, path)] };
  const plan = planStatements(entry.name, down, parser);
  if (plan.statements.length === 0 && plan.refusals.length === 0) return { refusals: [noDown(entry.name, path)] };
  const { refusals, ...left } = continueJournal(journalOf(entry, down.path, plan), plan, resume);
  return {
    step: { migration: entry.name, path: down.path, direction: 'down', mode: plan.mode, ...left },
    refusals: [...plan.refusals, ...refusals],
  };
}

function journalOf(entry: HistoryEntry, path: string, { mode, statements }: StatementPlan): Journal {
  const { name: migration, undone = [], begun, interrupted = false } = entry;
  const texts = new Map(statements.map(({ index, sql }) => [index, sql]));
  const sent = begun === undefined ? undone : [...undone, begun];
  return {
    migration,
    path,
    words: `The down of ${migration} broke off`,
    done: undone.map(({ index }) => index),
    begun,
    interrupted,
    changed: sent.some(({ index, sql }) => mode === 'atomic' || texts.get(index) !== sql),
  };
}

/** A file may be gone, or its down was taken out: what was recorded when it was applied still says how. */
const recordedDown = ({ name, rollbackSql }: HistoryEntry): SqlText | undefined =>
  rollbackSql === null ? undefined : { path: `${name} (recorded)`, text: rollbackSql, transaction: 'transaction' };

const noDown = (migration: string, path: string | undefined): Refusal => ({
  kind: 'no-down',
  migration,
  path,
  message: `${migration} has no down, so it cannot be rolled back. Add a down to its file.`,
});

import { listText } from '../../core/list-text.js';
import type { Migration } from '../../core/migration.js';
import { migrationNamed } from '../../engine/dependencies.js';
import type { Parser } from '../../sql/parser.js';
import type { HistoryEntry } from '../history/history-entry.js';
import { continueJournal, type Journal } from './continue-journal.js';
import { type Plan, toPlan, type UpStep } from './plan.js';
import { planStatements } from './plan-statements.js';
import type { Refusal } from './refusal.js';
import { refuseEdited } from './refuse-edited.js';
import { type AllowMissing, refuseMissing } from './refuse-missing.js';
import { refusePooled } from './refuse-pooled.js';
import { dependencyIds, upRecord } from './up-record.js';

export interface UpOptions {
  /** Up to this one and including it: an id, a version or a name. */
  readonly target?: string | undefined;
  /** At most so many. */
  readonly steps?: number | undefined;
  /**
   * Goes on after the last statement that is done, where an earlier attempt broke off half-way. Default: only where the runner
   * was cut off, and the server had refused nothing.
   */
  readonly resume?: boolean | undefined;
  /** Migrations that are applied may have no file: all, or these ids. */
  readonly allowMissing?: AllowMissing | undefined;
  /** The connection is pooled by transaction. */
  readonly pooled?: boolean | undefined;
  /** Applies also what stands before a migration that is applied. */
  readonly outOfOrder?: boolean | undefined;
}

interface Input {
  /** All of the folder, in its order. */
  readonly migrations: readonly Migration[];
  readonly entries: ReadonlyMap<string, HistoryEntry>;
  readonly options: UpOptions;
  readonly parser: Parser;
  readonly batch: number;
}

/** Which migrations will be applied, statement by statement. Pure: the same input gives the same plan. */
export function planUp(
  migrations: readonly Migration[],
  history: readonly HistoryEntry[],
  parser: Parser,
  options: UpOptions = {},
): Plan {
  const entries = new Map(history.map((entry) => [entry.name, entry]));
  const batch = Math.max(0, ...history.map((entry) => entry.batch)) + 1;
  const input: Input = { migrations, entries, options, parser, batch };
  const target = options.target === undefined ? undefined : migrationNamed(options.target, migrations);
  if (options.target !== undefined && target === undefined) return toPlan('up', [], [unknown(options.target)]);
  const until = target === undefined ? migrations : migrations.slice(0, migrations.indexOf(target) + 1);
  const pending = until.filter((migration) => !isApplied(migration, entries)).slice(0, options.steps);
  const planned = pending.map((migration) => planStep(migration, input));
  const edited = migrations
    .filter((migration) => isApplied(migration, entries))
    .flatMap((one) => refuseEdited(one, entries));
  const steps = planned.map((one) => one.step);
  const refusals = [
    ...edited,
    ...refuseMissing(migrations, history, options.allowMissing),
    ...history.flatMap(refuseHalfUndone),
    ...(options.outOfOrder ? [] : pending.flatMap((migration) => refuseLate(migration, input))),
    ...pending.flatMap((migration) => refuseWithoutDependencies(migration, pending, input)),
    ...planned.flatMap((one) => one.refusals),
    ...(options.pooled ? refusePooled(steps) : []),
  ];
  return toPlan('up', steps, refusals);
}

const isApplied = ({ id }: Migration, entries: ReadonlyMap<string, HistoryEntry>): boolean =>
  entries.get(id)?.status === 'applied';

const unknown = (name: string): Refusal => ({
  kind: 'unknown-migration',
  migration: name,
  message: `There is no migration ${name}.`,
});

function planStep(
  migration: Migration,
  input: Input,
): { readonly step: UpStep; readonly refusals: readonly Refusal[] } {
  const up = planStatements(migration.id, migration.up, input.parser);
  const entry = input.entries.get(migration.id);
  const { refusals, ...left } = continueJournal(journalOf(migration, entry), up, input.options.resume);
  return {
    step: {
      migration: migration.id,
      path: migration.path,
      direction: 'up',
      mode: up.mode,
      ...left,
      record: upRecord(migration, input.migrations, input.parser, input.batch),
    },
    refusals: [...up.refusals, ...refusals],
  };
}

function journalOf({ id, path, checksum }: Migration, entry: HistoryEntry | undefined): Journal {
  const halfway = entry?.status === 'failed' && entry.journalled ? entry : undefined;
  return {
    migration: id,
    path,
    words: `${id} broke off`,
    done: halfway?.done ?? [],
    begun: halfway?.begun,
    interrupted: halfway?.interrupted ?? false,
    changed: halfway !== undefined && halfway.checksum !== checksum,
  };
}

/** It counts as applied, and part of it is gone. */
function refuseHalfUndone({ name, status, undone = [], begun }: HistoryEntry): readonly Refusal[] {
  if (status !== 'applied' || (undone.length === 0 && begun === undefined)) return [];
  const message = `The down of ${name} broke off after ${undone.length} statements. Roll it back to the end first.`;
  return [{ kind: 'failed-halfway', migration: name, message }];
}

/** One that was rolled back on purpose may come again; one that nobody has seen in its place may not. */
function refuseLate({ id, path }: Migration, { migrations, entries }: Input): readonly Refusal[] {
  if (entries.has(id)) return [];
  const place = migrations.findIndex((migration) => migration.id === id);
  const later = migrations.slice(place + 1).filter((migration) => isApplied(migration, entries));
  if (later.length === 0) return [];
  const others = later.map((migration) => migration.id);
  const message = `${id} stands before ${listText(others, 3)}, which ${others.length === 1 ? 'is' : 'are'} applied. Give it a later version, or allow it where it is (--out-of-order).`;
  return [{ kind: 'out-of-order', migration: id, path, message, others }];
}

function refuseWithoutDependencies(
  migration: Migration,
  pending: readonly Migration[],
  { migrations, entries }: Input,
): readonly Refusal[] {
  const before = new Set(pending.slice(0, pending.indexOf(migration)).map(({ id }) => id));
  const others = dependencyIds(migration, migrations).filter(
    (id) => !before.has(id) && entries.get(id)?.status !== 'applied',
  );
  if (others.length === 0) return [];
  const { id, path } = migration;
  const message = `${id} depends on ${listText(others)}, which ${others.length === 1 ? 'is' : 'are'} neither applied nor planned before it.`;
  return [{ kind: 'missing-dependency', migration: id, path, message, others }];
}

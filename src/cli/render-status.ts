import pc from 'picocolors';
import type { MigrationState } from '../app/run/migration-state.js';
import type { MigrationStatusLine, StatusResult } from '../app/run/status.js';
import { counted } from '../core/counted.js';
import { listText } from '../core/list-text.js';
import { columns } from './columns.js';
import { timeText } from './phrases.js';

export interface StatusStyle {
  readonly color: boolean;
  /** Every migration, not only the last applied ones. */
  readonly all: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

/** So many applied migrations are shown, unless all are asked for. */
const shownApplied = 5;

const words: Readonly<Record<MigrationState, string>> = {
  applied: 'applied',
  pending: 'pending',
  edited: 'EDITED',
  missing: 'FILE GONE',
  failed: 'FAILED',
  halfway: 'HALF-RUN',
  rolled_back: 'rolled back',
};

const meanings: Partial<Readonly<Record<MigrationState, string>>> = {
  edited: 'its file was changed after it was applied',
  missing: 'the history has it, and its file is not in the folder',
  failed: 'the last attempt failed and left nothing behind',
  halfway: 'it broke off; statements before the failure stay done',
  rolled_back: 'it was undone, and is applied again with what is pending',
};

export function renderStatus(result: StatusResult, { color, all }: StatusStyle): string {
  const colors = pc.createColors(color);
  const { migrations, counts, runner, next } = result;
  const settled = migrations.filter(({ state }) => state === 'applied');
  const hidden = new Set(all ? [] : settled.slice(0, -shownApplied));
  const shown = migrations.filter((line) => !hidden.has(line));
  return [
    `${colors.bold('Database')}    ${result.database}`,
    `${colors.bold('Migrations')}  ${result.folder}`,
    '',
    ...(result.installed ? [] : ['Nothing was ever recorded in this database by pgairlock.', '']),
    ...(hidden.size > 0
      ? [colors.dim(`  … ${counted(hidden.size, 'applied migration')} before these; --all shows them`)]
      : []),
    ...columns(shown.map((line) => row(line, colors))),
    ...(shown.length > 0 ? [''] : []),
    `${summary(counts)}.`,
    ...explain(migrations),
    ...(result.strangers.length > 0
      ? [`Recorded by the Supabase CLI, and not in the folder: ${listText(result.strangers)}.`]
      : []),
    ...(runner === undefined ? [] : [colors.yellow(`Migrations are being run now by ${runner.text}.`)]),
    '',
    next === undefined ? colors.green('Nothing to do.') : `Next: ${colors.bold(next.command)}  (${next.because})`,
    '',
  ].join('\n');
}

function row({ migration, state, at, by, tool, error }: MigrationStatusLine, colors: Colors): readonly string[] {
  const facts = [
    at === undefined ? '' : timeText(at),
    by === undefined ? '' : `by ${by}`,
    tool === undefined ? '' : `(${tool})`,
    error === undefined ? '' : `${error.sqlstate}: ${error.message.split('\n')[0]}`,
  ];
  return [paint(state, colors), migration, colors.dim(facts.filter((fact) => fact !== '').join('  '))];
}

function paint(state: MigrationState, colors: Colors): string {
  if (state === 'applied') return colors.green(words[state]);
  if (state === 'pending' || state === 'rolled_back') return colors.yellow(words[state]);
  return colors.red(words[state]);
}

function summary(counts: StatusResult['counts']): string {
  const parts = [
    `${counts.applied} applied`,
    `${counts.pending} pending`,
    ...(['rolled_back', 'failed', 'halfway', 'edited', 'missing'] as const)
      .filter((state) => counts[state] > 0)
      .map((state) => `${counts[state]} ${words[state].toLowerCase()}`),
  ];
  return parts.join(', ');
}

const explain = (migrations: readonly MigrationStatusLine[]): readonly string[] =>
  Object.entries(words).flatMap(([state, word]) => {
    const meaning = Object.entries(meanings).find(([known]) => known === state)?.[1];
    return meaning !== undefined && migrations.some((line) => line.state === state) ? [`  ${word}: ${meaning}`] : [];
  });

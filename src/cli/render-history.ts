import pc from 'picocolors';
import type { HistoryResult } from '../app/run/history.js';
import type { HistoryLine } from '../runner/history/read-events.js';
import { columns } from './columns.js';
import { durationText, timeText } from './phrases.js';

const words: Readonly<Record<HistoryLine['event'], string>> = {
  applied: 'applied',
  failed: 'FAILED',
  rolled_back: 'rolled back',
  rollback_failed: 'ROLLBACK FAILED',
  repaired: 'repaired',
  unfinished: 'NOT FINISHED',
};

/** What happened, youngest first, with what the server said where it failed. */
export function renderHistory({ database, events }: HistoryResult, { color }: { readonly color: boolean }): string {
  const colors = pc.createColors(color);
  if (events.length === 0) return `Nothing is recorded in ${database}.\n`;
  const lines = columns(events.map((event) => row(event, colors)));
  return [
    `${colors.bold('Database')}  ${database}`,
    '',
    ...events.flatMap((event, at) => [lines[at] ?? '', ...notes(event).map((note) => colors.dim(`      ${note}`))]),
    '',
  ].join('\n');
}

function row({ at, event, migration, batch, by, durationMs }: HistoryLine, colors: ReturnType<typeof pc.createColors>) {
  const bad = event === 'failed' || event === 'rollback_failed' || event === 'unfinished';
  return [
    timeText(at),
    bad ? colors.red(words[event]) : words[event],
    migration,
    batch === null ? '' : `run ${batch}`,
    by === null ? '' : `by ${by}`,
    durationMs === null ? '' : durationText(durationMs),
  ];
}

function notes({ error, reason }: HistoryLine): readonly string[] {
  if (error === null) return reason === null ? [] : [reason];
  const { sqlstate, message, detail, hint, statement } = error;
  return [
    `${sqlstate}: ${message}`,
    ...(detail === null ? [] : [detail]),
    ...(hint === null ? [] : [`Hint: ${hint}`]),
    ...(statement === null ? [] : [`in: ${short(statement)}`]),
  ].flatMap((text) => text.split('\n'));
}

const short = (sql: string): string => {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
};

import pc from 'picocolors';
import type { CheckResult, Relative } from '../app/run/check-migration.js';
import { columns } from './columns.js';
import { durationText, timeText } from './phrases.js';

type Colors = ReturnType<typeof pc.createColors>;

const states: Readonly<Record<CheckResult['state'], string>> = {
  applied: 'applied',
  pending: 'pending: it was never applied here',
  edited: 'EDITED: its file is not what was applied',
  missing: 'FILE GONE: the history has it, and the folder does not',
  failed: 'FAILED: the last attempt failed and left nothing',
  halfway: 'HALF-RUN: the last attempt broke off; what was done before stays done',
  rolled_back: 'rolled back: it was undone, and is applied again with what is pending',
};

const advice: Partial<Readonly<Record<CheckResult['state'], string>>> = {
  edited:
    'Put its text back and write the change as a new migration. If the file is right as it is: pgairlock repair --accept',
  missing: 'Bring its file back from version control; the history keeps what undoes it, where it was recorded.',
  failed: 'Mend its cause, then: pgairlock up',
  halfway: 'pgairlock repair says how to go on, and what else there is to choose.',
};

/** One migration as a page for the terminal. */
export function renderCheck(result: CheckResult, { color }: { readonly color: boolean }): string {
  const colors = pc.createColors(color);
  const { migration, state, checksum, dependsOn, dependents } = result;
  const help = advice[state];
  return [
    `${colors.bold(migration)}  ${colors.dim(result.path ?? '')}`,
    '',
    ...columns([
      ['State', states[state]],
      ...recordedRows(result),
      ['Checksum', checksumText(checksum)],
      ['Down', downText(result.down)],
    ]),
    ...result.down.problems.map((problem) => `            ${colors.red(problem)}`),
    ...(help === undefined ? [] : ['', help]),
    ...relativesText('Depends on', dependsOn, colors),
    ...relativesText('Needed by', dependents, colors),
    ...findingsText(result, colors),
    ...rollbackText(result, colors),
    '',
  ].join('\n');
}

function recordedRows({ recorded }: CheckResult): readonly (readonly string[])[] {
  if (recorded === undefined) return [];
  const { at, by, durationMs, reason, notes, rolledBackAt, rolledBackBy, error } = recorded;
  const took = durationMs === null ? '' : `, took ${durationText(durationMs)}`;
  return [
    ['Recorded', `${timeText(at)} by ${by}${took}`],
    ...(rolledBackAt === null ? [] : [['Undone', `${timeText(rolledBackAt)} by ${rolledBackBy ?? 'somebody'}`]]),
    ...(reason === null ? [] : [['Reason', reason]]),
    ...(notes === null ? [] : [['Notes', notes]]),
    ...(error === null ? [] : [['Last error', `${error.sqlstate}: ${error.message}`]]),
  ];
}

function checksumText({ file, recorded }: CheckResult['checksum']): string {
  if (recorded === undefined) return file === undefined ? 'unknown' : `${file.slice(0, 12)}… (nothing recorded)`;
  if (file === undefined) return `${recorded.slice(0, 12)}… was recorded`;
  return file === recorded
    ? `${file.slice(0, 12)}… as recorded`
    : `${file.slice(0, 12)}… differs from what was recorded`;
}

function downText({ source, usable, mode, path }: CheckResult['down']): string {
  if (source === 'none') return 'none: write one with pgairlock down-sql';
  if (source === 'recorded') return 'not in a file; the history recorded it when it was applied';
  if (!usable) return `${path ?? ''} cannot be run`;
  return `${path ?? ''} (${mode === 'journalled' ? 'statement by statement' : 'in one transaction'})`;
}

function relativesText(title: string, relatives: readonly Relative[], colors: Colors): readonly string[] {
  if (relatives.length === 0) return [];
  const rows = relatives.map(({ migration, state, objects }) => [migration, state, colors.dim(objects.join(', '))]);
  return ['', colors.bold(title), ...columns(rows)];
}

function findingsText({ findings }: CheckResult, colors: Colors): readonly string[] {
  if (findings.length === 0) return ['', `${colors.bold('Lint')}  ${colors.green('clean')}`];
  const rows = findings.map(({ severity, path, line, message, ruleId }) => [
    severity === 'error' ? colors.red(severity) : colors.yellow(severity),
    `${path}:${line}`,
    `${message} ${colors.dim(ruleId)}`,
  ]);
  return ['', colors.bold('Lint'), ...columns(rows)];
}

function rollbackText({ state, rollback }: CheckResult, colors: Colors): readonly string[] {
  if (state === 'pending' || state === 'rolled_back') return [];
  return [
    '',
    `${colors.bold('Rollback')}  ${rollback.possible ? colors.green('possible') : colors.red('not by itself')}`,
    ...rollback.blockedBy.map(({ message }) => `  ${message}`),
    ...rollback.steps.flatMap(({ migration, statements }) => [
      `  ${rollback.possible ? 'It would run' : 'With those that depend on it, it would run'}, for ${migration}:`,
      ...statements.flatMap((sql) => `${sql};`.split('\n').map((line) => colors.dim(`    ${line}`))),
    ]),
  ];
}

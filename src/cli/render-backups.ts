import path from 'node:path';
import pc from 'picocolors';
import type { BackupList, BackupReport } from '../app/run/backup.js';
import type { RestoreReport } from '../app/run/restore.js';
import { counted } from '../core/counted.js';
import { columns } from './columns.js';
import { durationText, sizeText, timeText } from './phrases.js';

export interface BackupStyle {
  readonly color: boolean;
  /** Paths are shown from here. */
  readonly cwd: string;
}

const shown = (file: string, cwd: string): string => path.relative(cwd, file) || file;

export function renderBackup(result: BackupReport, { color, cwd }: BackupStyle): string {
  const { green, dim } = pc.createColors(color);
  const facts = dim(`${sizeText(result.bytes)}, ${durationText(result.durationMs)}`);
  return [
    `${green('Backed up')} ${result.database} to ${shown(result.path, cwd)}  ${facts}`,
    ...result.removed.map((file) => dim(`Deleted ${shown(file, cwd)}`)),
    '',
  ].join('\n');
}

export function renderBackups({ folder, backups }: BackupList, { color, cwd }: BackupStyle): string {
  const { red, dim } = pc.createColors(color);
  if (backups.length === 0) return `No backups in ${shown(folder, cwd)}.\n`;
  const rows = backups.map(({ file, time, bytes, complete, facts }) => [
    file,
    timeText(time.toISOString()),
    sizeText(bytes),
    [
      facts?.origin ?? '',
      facts?.schemas?.join(', ') ?? '',
      facts?.schemaOnly ? 'schema only' : '',
      complete ? '' : red('CUT OFF'),
    ]
      .filter((fact) => fact !== '')
      .join('  '),
  ]);
  return [dim(`${shown(folder, cwd)}:`), ...columns(rows), ''].join('\n');
}

export function renderRestore(result: RestoreReport, { color, cwd }: BackupStyle): string {
  const { green, yellow, dim } = pc.createColors(color);
  const { database, backup, refusal, tables = 0, migrations, warnings = [], durationMs } = result;
  if (refusal !== undefined) return `${yellow('Not restored.')} ${refusal.message}\n`;
  const history =
    migrations === undefined ? 'no history of migrations' : `a history of ${counted(migrations, 'migration')}`;
  return [
    `${green('Restored')} ${shown(backup, cwd)} to ${database}  ${dim(durationText(durationMs))}`,
    `  ${counted(tables, 'table')}, ${history}.`,
    ...warnings.map((warning) => yellow(`! ${warning}`)),
    '  What was written after the backup is not in it. Run ANALYZE: statistics are not in it either.',
    '',
  ].join('\n');
}

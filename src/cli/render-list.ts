import pc from 'picocolors';
import type { ListResult } from '../app/run/list.js';
import { counted } from '../core/counted.js';
import { columns } from './columns.js';
import { timeText } from './phrases.js';

/** What is applied, latest first, and what stands in the way of rolling it back. */
export function renderList({ database, migrations }: ListResult, { color }: { readonly color: boolean }): string {
  const colors = pc.createColors(color);
  if (migrations.length === 0) return `Nothing is applied in ${database}.\n`;
  const lines = columns(
    migrations.map(({ migration, batch, appliedAt, canRollBack }) => [
      canRollBack ? colors.green('yes') : colors.red('no'),
      migration,
      `run ${batch}`,
      appliedAt === undefined ? '' : timeText(appliedAt),
    ]),
  );
  const possible = migrations.filter(({ canRollBack }) => canRollBack);
  return [
    `${colors.bold('Database')}  ${database}`,
    '',
    'Can it be rolled back by itself? Latest first.',
    ...migrations.flatMap(({ blockedBy }, at) => [
      lines[at] ?? '',
      ...blockedBy.map(({ message }) => colors.dim(`       ${message}`)),
    ]),
    '',
    `${counted(possible.length, 'migration')} of ${migrations.length} can be rolled back.`,
    ...(possible[0] === undefined
      ? []
      : [`\`pgairlock rollback ${possible[0].migration} --dry-run\` shows what would be run.`]),
    '',
  ].join('\n');
}

import { counted } from '../core/counted.js';
import type { Summary } from '../core/report.js';

/** `1 error, 2 warnings`: severities that did not occur are left out. Empty where none did. */
export function severityText({ errors, warnings, infos }: Pick<Summary, 'errors' | 'warnings' | 'infos'>): string {
  const counts: readonly (readonly [number, string])[] = [
    [errors, 'error'],
    [warnings, 'warning'],
    [infos, 'info'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, noun]) => counted(count, noun))
    .join(', ');
}

/** The whole run in one line: `2 files, 7 statements: 1 error, 1 suppressed, 2 statements not analysed`. */
export function countText(summary: Summary): string {
  const parts = [
    severityText(summary) || 'nothing found',
    summary.suppressed > 0 && `${summary.suppressed} suppressed`,
    summary.unanalysed > 0 && `${counted(summary.unanalysed, 'statement')} not analysed`,
  ];
  const read = `${counted(summary.files, 'file')}, ${counted(summary.statements, 'statement')}`;
  return `${read}: ${parts.filter((part) => part !== false).join(', ')}`;
}

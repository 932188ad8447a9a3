import type { FileReport, Finding } from '../core/report.js';

/** From this number of files on, what they share is how the project works, not what one of them does. */
export const habitFiles = 6;

/**
 * Of a rule about habits, the newest file alone tells a finding that many files share, with the number of the others: the
 * others are applied, and would be told with the same words. Errors stay, since each of them stops its file.
 */
export function tellHabitsOnce(
  files: readonly FileReport[],
  isHabit: (ruleId: string) => boolean,
): readonly FileReport[] {
  const habits = habitsOf(files, isHabit);
  if (habits.size === 0) return files;
  const habitOf = (finding: Finding): Habit | undefined =>
    mayMerge(finding, isHabit) ? habits.get(keyOf(finding)) : undefined;
  return files.map((file, at) => {
    if (!file.findings.some((finding) => habitOf(finding) !== undefined)) return file;
    const findings = file.findings.flatMap((finding) => {
      const habit = habitOf(finding);
      if (habit === undefined) return [finding];
      return habit.newest === at ? [withCount(finding, habit.files - 1)] : [];
    });
    return { ...file, findings, source: findings.length > 0 || file.unanalysed > 0 ? file.source : '' };
  });
}

interface Habit {
  readonly files: number;
  /** The place of the newest of them. */
  readonly newest: number;
}

function habitsOf(files: readonly FileReport[], isHabit: (ruleId: string) => boolean): ReadonlyMap<string, Habit> {
  const found = new Map<string, Habit>();
  for (const [newest, { findings }] of files.entries()) {
    const keys = new Set(findings.filter((finding) => mayMerge(finding, isHabit)).map(keyOf));
    for (const key of keys) found.set(key, { files: (found.get(key)?.files ?? 0) + 1, newest });
  }
  return new Map([...found].filter(([, habit]) => habit.files >= habitFiles));
}

const mayMerge = ({ ruleId, severity, suppressed }: Finding, isHabit: (ruleId: string) => boolean): boolean =>
  !suppressed && severity !== 'error' && isHabit(ruleId);

const keyOf = ({ ruleId, direction }: Finding): string => `${ruleId} ${direction}`;

const withCount = (finding: Finding, others: number): Finding => ({
  ...finding,
  message: `${finding.message} (${others} earlier files do so too)`,
});

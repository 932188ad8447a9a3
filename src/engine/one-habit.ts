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
  const places = new Map<string, number[]>();
  for (const [at, file] of files.entries()) {
    for (const key of new Set(file.findings.filter((one) => mayMerge(one, isHabit)).map(keyOf)))
      places.set(key, [...(places.get(key) ?? []), at]);
  }
  const habits = new Map([...places].filter(([, own]) => own.length >= habitFiles));
  if (habits.size === 0) return files;
  return files.map((file, at) => {
    const findings = file.findings.flatMap((finding) => {
      const own = mayMerge(finding, isHabit) ? habits.get(keyOf(finding)) : undefined;
      if (own === undefined) return [finding];
      return own.at(-1) === at ? [withCount(finding, own.length - 1)] : [];
    });
    return findings.length === file.findings.length && !findings.some((one, i) => one !== file.findings[i])
      ? file
      : { ...file, findings, source: findings.length > 0 || file.unanalysed > 0 ? file.source : '' };
  });
}

const mayMerge = ({ ruleId, severity, suppressed }: Finding, isHabit: (ruleId: string) => boolean): boolean =>
  !suppressed && severity !== 'error' && isHabit(ruleId);

const keyOf = ({ ruleId, direction }: Finding): string => `${ruleId} ${direction}`;

const withCount = (finding: Finding, others: number): Finding => ({
  ...finding,
  message: `${finding.message} (${others} earlier files do so too)`,
});

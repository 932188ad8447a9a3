import type { Report } from '../../core/report.js';
import type { Observation } from '../../engine/observation.js';
import { reportObservations } from '../../engine/report-observations.js';
import type { OtherCommand } from '../../engine/rule.js';
import { rules } from '../../rules/index.js';
import { selectRulesOf } from '../rule-settings.js';
import type { RunProject } from '../run/read-project.js';
import { presetFor } from '../to-project.js';
import { toReport } from '../to-report.js';

/** The report of what a command observed about the project as a whole, by the levels of the config. */
export function observedReport(
  { project, parser, settings }: Pick<RunProject, 'project' | 'parser' | 'settings'>,
  command: OtherCommand,
  observations: readonly Observation[],
  context: readonly string[],
): Report {
  const active = selectRulesOf(command, presetFor(project, settings), ...settings.rules);
  const judged = (): boolean => false;
  const result = reportObservations({ project, parser, rules: active, known: rules, judged, observations });
  return toReport({ context, files: [], project: result.project });
}

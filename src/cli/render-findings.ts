import type { Report } from '../core/report.js';
import { withoutControls } from '../reporters/plain-text.js';

/** A line for each finding about the project as a whole: what a command found that reads no single file. */
export const renderFindings = ({ project }: Report): readonly string[] =>
  project
    .filter(({ suppressed }) => !suppressed)
    .map(({ severity, ruleId, message }) => `${severity}  ${ruleId}  ${withoutControls(message)}`);

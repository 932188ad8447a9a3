import type { Report } from '../core/report.js';
import { rules } from '../rules/index.js';
import { toRuleInfo } from './rule-info.js';
import { tool } from './version.js';

/** A report of this version, with what its readers have to know of the rules. */
export const toReport = ({ context, files, project }: Pick<Report, 'context' | 'files' | 'project'>): Report => ({
  tool,
  context,
  files,
  project,
  rules: rules.map(toRuleInfo),
});

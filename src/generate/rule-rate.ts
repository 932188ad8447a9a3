import { counted } from '../core/counted.js';

/** How often a rule speaks in real projects, with every rule on. */
export interface RuleRate {
  readonly findings: number;
  /** Files with a finding. */
  readonly files: number;
  /** Projects with a finding. */
  readonly projects: number;
  /** The largest share of files with a finding in one project of 20 files or more, from 0 to 1. */
  readonly most: number;
}

/** What the rates were counted over. */
export interface RateBase {
  readonly files: number;
  readonly projects: number;
}

/** Above this share of a project's files a rule is loud: it needs a reason to be on by default. */
export const loudShare = 0.1;

export function rateText({ findings, files, projects, most }: RuleRate, base: RateBase): string {
  if (findings === 0) return `no finding in ${base.files} files of ${base.projects} projects`;
  const counts = `${counted(findings, 'finding')} in ${files} of ${base.files} files, in ${projects} of ${base.projects} projects`;
  return most === 0 ? counts : `${counts}; at most in ${Math.max(1, Math.round(most * 100))} % of the files of one`;
}

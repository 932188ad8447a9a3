import type { Section } from '../core/migration.js';
import type { KnownRules } from './apply-directives.js';
import { finishDrafts, finishFile } from './finish-file.js';
import type { HistoryResult } from './lint-history.js';
import { tellHabitsOnce } from './one-habit.js';
import { rulesByName } from './rule-catalogue.js';
import type { Run } from './run.js';

/** Stands for the project where a finding is about no file. */
export const projectSection: Section = {
  direction: 'up',
  path: '',
  source: '',
  text: '',
  transaction: 'transaction',
  form: 'file',
};

/** The reports of all judged files, once everything about them is known. */
export function finishRun(run: Run): HistoryResult {
  const { rules, known = [] } = run.input;
  const knownRules: KnownRules = {
    byName: rulesByName([...known, ...rules.map(({ rule }) => rule)]),
    active: new Set(rules.map(({ rule }) => rule.id)),
  };
  const files = [...run.ledger.records.values()].map((record) => finishFile(run, record, knownRules));
  return {
    files: tellHabitsOnce(files, (id) => knownRules.byName.get(id)?.once === 'habit'),
    project: finishDrafts(run.ledger.project, [], knownRules),
  };
}

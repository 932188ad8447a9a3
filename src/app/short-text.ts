import type { Finding } from '../core/report.js';

// Callers compare these texts: they stay as they are. Keys are rules, or one message of a rule.
const texts: Readonly<Record<string, string>> = {
  'drop-table': 'Destructive operation: DROP TABLE',
  'drop-column': 'Destructive operation: DROP COLUMN',
  'drop-schema': 'Destructive operation: DROP SCHEMA',
  'drop-database': 'Destructive operation: DROP DATABASE',
  truncate: 'Destructive operation: TRUNCATE',
  'truncate-cascade': 'Destructive operation: TRUNCATE CASCADE',
  'delete-without-where': 'Destructive operation: DELETE without WHERE',
  'update-without-where': 'Destructive operation: UPDATE without WHERE',
  'narrowing-type-change': 'Type change may cause data loss',
  // Nobody knows what a type change does to values of a type that nobody knows.
  'alter-column-type-rewrite/mayRewrite': 'Type change may cause data loss',
  'rls-disabled-in-exposed-schema': 'No RLS policies defined',
  'rls-enabled-no-policy': 'No RLS policies defined',
};

/** What a finding says in a few words that never change; its message where there are none. */
export const shortText = ({ ruleId, messageId, message }: Finding): string =>
  texts[`${ruleId}/${messageId}`] ?? texts[ruleId] ?? message;

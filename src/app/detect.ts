import type { Finding } from '../core/report.js';
import { type ValidateOptions, type Validation, validateMigration } from './validate-migration.js';

const rowSecurityRules: readonly string[] = [
  'rls-disabled-in-exposed-schema',
  'rls-partition-child-exposed',
  'rls-explicitly-disabled',
];

/**
 * Whether the migration destroys data or objects that it did not make itself. Suppression comments do not hide it: the
 * question is what the SQL does.
 */
export const detectDestructiveOperations = async (sql: string, options?: ValidateOptions): Promise<boolean> =>
  (await strictly(sql, options)).findings.some(
    ({ category, severity }: Finding) => category === 'destructive' && severity !== 'info',
  );

/** Whether a table that the migration makes is left without row level security. */
export const detectMissingRLS = async (sql: string, options?: ValidateOptions): Promise<boolean> =>
  (await strictly(sql, options)).findings.some(({ ruleId }: Finding) => rowSecurityRules.includes(ruleId));

const strictly = (sql: string, options: ValidateOptions = {}): Promise<Validation> =>
  validateMigration(sql, { preset: 'strict', ...options });

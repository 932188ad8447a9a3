import { DatabaseError } from '../../database/database-error.js';
import type { LiveObject } from '../../database/introspection/live-schema.js';
import { splitPart } from './object-name.js';

/** What servers print from their trees, each version in its own way. */
export const printed: ReadonlySet<string> = new Set(['query', 'definition', 'default', 'using', 'with check']);

/**
 * The statements that make an object which is there say what `object` says.
 * @throws DatabaseError for what cannot be restated: unchanged, it would pass for the same
 */
export function restatements(object: LiveObject): readonly string[] {
  const { kind, name, attributes } = object;
  const { whole, own } = splitPart(object);
  const { definition = '', default: value, using, 'with check': withCheck } = attributes;
  switch (kind) {
    case 'policy':
      return [
        ...(using === undefined ? [] : [`ALTER POLICY ${own} ON ${whole} USING (${using})`]),
        ...(withCheck === undefined ? [] : [`ALTER POLICY ${own} ON ${whole} WITH CHECK (${withCheck})`]),
      ];
    case 'column':
      return value === undefined ? [] : [`ALTER TABLE ${whole} ALTER COLUMN ${own} SET DEFAULT ${value}`];
    case 'check':
      return [`ALTER TABLE ${whole} DROP CONSTRAINT ${own}, ADD CONSTRAINT ${own} ${definition}`];
    case 'function':
    case 'procedure':
      return [definition];
    case 'rule':
      return [definition.replace(/^CREATE RULE/, 'CREATE OR REPLACE RULE')];
    case 'trigger':
      return [`DROP TRIGGER ${own} ON ${whole}`, definition];
    case 'index':
      return [`DROP INDEX ${name}`, definition];
    default:
      throw new DatabaseError({ sqlstate: '0A000', message: `a ${kind} cannot be restated` });
  }
}

import type { LiveObject } from '../../database/introspection/live-schema.js';
import { isConstraint, isOnTable, placeOf, wordOf } from './names.js';
import { changeRights } from './rights.js';

/** The statements that remove an object; `undefined` where SQL cannot be given. */
export function dropObject(object: LiveObject): readonly string[] | undefined {
  const { kind, name, attributes } = object;
  const { kind: of, whole, own } = placeOf(object);
  if (kind === 'default privileges') return changeRights(object, attributes, {});
  if (kind === 'column') return [`ALTER TABLE ${whole} DROP COLUMN ${own}`];
  if (kind === 'attribute') return [`ALTER TYPE ${whole} DROP ATTRIBUTE ${own}`];
  if (kind === 'domain check') return [`ALTER DOMAIN ${whole} DROP CONSTRAINT ${own}`];
  if (isConstraint(object)) return [`ALTER TABLE ${whole} DROP CONSTRAINT ${own}`];
  if (isOnTable(object) && of !== '') return [`DROP ${kind.toUpperCase()} ${own} ON ${whole}`];
  if (kind === 'published table')
    return [`ALTER PUBLICATION ${whole} DROP TABLE ${name.slice(name.indexOf(': ') + 2)}`];
  const word = wordOf(object);
  return word === undefined ? undefined : [`DROP ${word} ${name}`];
}

/** What goes with it that nothing brings back. */
export const losesRows = ({ kind, parent = '' }: LiveObject): boolean =>
  kind === 'table' || (kind === 'column' && parent.startsWith('table ')) || kind === 'schema';

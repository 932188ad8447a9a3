import { type QualifiedName, quoteIdentifier, quoteName } from '../../core/name.js';
import { formatType } from '../../sql/format-type.js';
import type { ObjectName, ObjectType } from '../../sql/operation.js';
import type { UndoContext } from './undo-context.js';

/** ALTER words where they are not the object type itself. */
const words: { readonly [Type in ObjectType]?: string } = { attribute: 'TYPE', routine: 'ROUTINE' };
export const wordOf = (type: ObjectType): string => words[type] ?? type.toUpperCase();

/** The object as ALTER and COMMENT name it. */
export function objectText(
  type: ObjectType,
  object: ObjectName,
  name: QualifiedName,
  catalog: UndoContext['catalog'],
): string {
  if (object.on !== undefined) return `${quoteIdentifier(name.name)} ON ${quoteName(catalog.resolve(object.on))}`;
  const withSchema = ![
    'schema',
    'role',
    'database',
    'extension',
    'publication',
    'event trigger',
    'tablespace',
  ].includes(type);
  const args = object.arguments ? `(${object.arguments.map(formatType).join(', ')})` : '';
  return `${withSchema ? quoteName(name) : quoteIdentifier(name.name)}${args}`;
}

/** The schema that the object is in; for what has none, any. */
export const placeOf = (op: { readonly object: ObjectName }, { catalog }: UndoContext): QualifiedName =>
  op.object.on === undefined ? catalog.resolve(op.object) : { schema: '', name: op.object.name };

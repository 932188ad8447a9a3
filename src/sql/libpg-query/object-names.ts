import type { WrittenName } from '../../core/name.js';
import type { ObjectName, ObjectType } from '../operation.js';
import type { LoweringContext } from './context.js';
import { lowerTypeName } from './lower-type-name.js';
import { listName, rangeVarName } from './names.js';

const objectTypes: Readonly<Record<string, ObjectType>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'foreign table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_ROUTINE: 'routine',
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_SCHEMA: 'schema',
  OBJECT_EXTENSION: 'extension',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_DOMCONSTRAINT: 'domain constraint',
  OBJECT_COLUMN: 'column',
  OBJECT_ATTRIBUTE: 'attribute',
  OBJECT_ROLE: 'role',
  OBJECT_DATABASE: 'database',
  OBJECT_TABLESPACE: 'tablespace',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_EVENT_TRIGGER: 'event trigger',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_COLLATION: 'collation',
  OBJECT_FOREIGN_SERVER: 'foreign server',
};

export const objectTypeOf = (parserType: string | undefined): ObjectType => objectTypes[parserType ?? ''] ?? 'other';

/** Objects whose name stands before the name of what they are on. */
const ownedTypes = new Set([
  'OBJECT_TRIGGER',
  'OBJECT_POLICY',
  'OBJECT_RULE',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_DOMCONSTRAINT',
  'OBJECT_COLUMN',
]);

/** `USING method` comes first in the parser's list. */
const methodFirst = new Set(['OBJECT_OPCLASS', 'OBJECT_OPFAMILY']);

/** `f(int, text)`; OUT arguments are not among them. */
export const routineName = (node: any, ctx: LoweringContext): ObjectName => ({
  ...listName(node.objname),
  ...(node.args_unspecified
    ? {}
    : {
        arguments: (node.objargs ?? []).flatMap((type: any) =>
          type.TypeName ? [lowerTypeName(type.TypeName, ctx)] : [],
        ),
      }),
});

const nameOfOwner = (parts: readonly any[]): WrittenName =>
  parts[0]?.TypeName ? listName(parts[0].TypeName.names) : listName(parts);

function nameOfParts(parserType: string, parts: readonly any[]): ObjectName {
  if (ownedTypes.has(parserType) && parts.length > 1)
    return { name: parts.at(-1)?.String?.sval ?? '', on: nameOfOwner(parts.slice(0, -1)) };
  if (methodFirst.has(parserType)) return listName(parts.slice(1));
  if (parts.every((part) => part.String)) return listName(parts);
  // A cast (`CAST (a AS b)`) or a transform (`FOR a LANGUAGE b`) has no name of its own.
  return { name: parts.map((part) => part.String?.sval ?? listName(part.TypeName?.names ?? []).name).join(' ') };
}

/** The name in the parser's `object` field, which has a shape for each type of object. */
export function objectName(parserType: string, object: any, ctx: LoweringContext): ObjectName {
  if (object?.ObjectWithArgs) return routineName(object.ObjectWithArgs, ctx);
  if (object?.List) return nameOfParts(parserType, object.List.items ?? []);
  if (object?.TypeName) return listName(object.TypeName.names);
  if (object?.Integer) return { name: String(object.Integer.ival ?? 0) };
  return { name: object?.String?.sval ?? object?.Float?.fval ?? '' };
}

/** The object of an ALTER statement: a relation, something on a relation, or a name of its own. */
export function alteredName(parserType: string, node: any, ctx: LoweringContext): ObjectName {
  if (node.relation && node.subname !== undefined) return { name: node.subname, on: rangeVarName(node.relation) };
  if (node.relation) return rangeVarName(node.relation);
  if (parserType === 'OBJECT_DOMCONSTRAINT') return { name: node.subname, on: listName(node.object.List.items) };
  if (node.object) return objectName(parserType, node.object, ctx);
  return { name: node.subname ?? '' };
}

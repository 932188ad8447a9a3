import type { ObjectType, OperationOf } from '../../sql/operation.js';
import { factKey, objectKey } from './chronicle.js';
import { isFreshName } from './fresh-names.js';
import { objectText, placeOf, wordOf } from './object-text.js';
import { cannot, does, nothing, phase, statement, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';

const withRelation: readonly ObjectType[] = [
  'table',
  'foreign table',
  'view',
  'materialized view',
  'sequence',
  'column',
];

/** Comments that the catalog does not hold. */
export function undoComment(op: OperationOf<'commentOn'>, context: UndoContext): Undo | undefined {
  if (withRelation.includes(op.objectType)) return undefined;
  if (isFreshName(op.object.on ?? op.object, context, op.objectType)) return nothing;
  const former = context.chronicle.last(factKey(op, context.catalog) ?? '');
  if (former !== undefined) return does(statement(phase.comments, former.sql));
  const name = placeOf(op, context);
  return does(
    statement(
      phase.comments,
      `COMMENT ON ${wordOf(op.objectType)} ${objectText(op.objectType, op.object, name, context.catalog)} IS NULL`,
    ),
  );
}

const ownersKept: readonly ObjectType[] = [
  'table',
  'foreign table',
  'view',
  'materialized view',
  'sequence',
  'function',
  'procedure',
  'routine',
  'schema',
];

export function undoOtherOwner(op: OperationOf<'changeOwner'>, context: UndoContext): Undo | undefined {
  if (isFreshName(op.object, context, op.objectType)) return nothing;
  const isRoutine = ['function', 'procedure', 'routine'].includes(op.objectType);
  const isKnown = !isRoutine || typeof context.catalog.routines(op.object) !== 'string';
  if (ownersKept.includes(op.objectType) && isKnown) return undefined;
  const former = context.chronicle.last(factKey(op, context.catalog) ?? '');
  return former !== undefined
    ? does(statement(phase.settings, former.sql))
    : cannot(
        'the former owner is not known',
        `The former owner of the ${op.objectType} ${op.object.name} is not known.`,
      );
}

const droppedByCatalog: readonly ObjectType[] = [
  'view',
  'materialized view',
  'sequence',
  'foreign table',
  'type',
  'domain',
  'function',
  'procedure',
  'routine',
  'policy',
  'trigger',
  'rule',
  'extension',
];

/** Drops of what the catalog does not hold. */
export function undoOtherDrop(op: OperationOf<'dropObject'>, { catalog, chronicle }: UndoContext): Undo | undefined {
  if (droppedByCatalog.includes(op.objectType)) return undefined;
  const key = ['publication', 'event trigger'].includes(op.objectType)
    ? `${op.objectType} ${op.object.name}`
    : objectKey(catalog, op.objectType, op.object);
  const former = chronicle.last(key);
  if (former !== undefined) return does(statement(phase.parts, former.sql));
  if (op.ifExists && catalog.complete && op.objectType !== 'role') return nothing;
  return cannot(
    'the former text is not known',
    `The ${op.objectType} ${op.object.name} does not come back: what made it is not known.`,
  );
}

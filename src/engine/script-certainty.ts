import type { Catalog } from '../catalog/catalog.js';
import type { WrittenName } from '../core/name.js';
import type { Operation } from '../sql/operation.js';
import { referencesOf } from '../sql/references.js';
import type { Script } from '../sql/script.js';
import { operationsOf } from '../sql/script-order.js';

/** All that the script does is known, at least under a condition. */
export const isReadable = (script: Script): boolean =>
  script.problems.length === 0 && script.metaCommands.length === 0 && operationsOf(script).every(isKnown);

const isKnown = (op: Operation): boolean =>
  op.kind !== 'unknown' && op.kind !== 'dynamicSql' && (op.kind !== 'doBlock' || op.analysed);

/** A function that the history or these scripts made is called, so that nobody can say what it changes. */
export function runsRoutines(scripts: readonly Script[], catalog: Catalog): boolean {
  const operations = scripts.flatMap(operationsOf);
  const made = new Set(operations.flatMap((op) => (op.kind === 'createFunction' ? [op.function.name] : [])));
  const isMade = (name: WrittenName): boolean => {
    const routines = catalog.routines(name);
    return made.has(name.name) || (routines !== 'absent' && routines !== 'unknown' && routines.length > 0);
  };
  return operations.some((op) => calledIn(op).some(isMade));
}

function calledIn(op: Operation): readonly WrittenName[] {
  if (op.kind === 'call') return [op.procedure];
  return op.kind === 'select' ? referencesOf(op.query).functions : [];
}

const harmless: readonly Operation['kind'][] = [
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'utility',
  'setSetting',
  'resetSetting',
  'beginTransaction',
  'commitTransaction',
  'doBlock',
];
/** No statement changes the schema: an empty script, `SELECT 1`, a block that raises an error. */
export const changesNothing = (script: Script): boolean =>
  operationsOf(script).every(({ kind }) => harmless.includes(kind));

/** Names of what the script drops IF EXISTS and does not make itself. */
export function perhapsDropped(script: Script): ReadonlySet<string> {
  const dropped = new Set<string>();
  const made = new Set<string>();
  for (const op of operationsOf(script)) {
    if ('ifExists' in op && op.ifExists) dropped.add(droppedName(op) ?? '');
    made.add(madeName(op) ?? '');
  }
  return new Set([...dropped].filter((name) => !made.has(name)));
}

/** What the operation drops, by its own name. */
export function droppedName(op: Operation): string | undefined {
  switch (op.kind) {
    case 'dropTable':
      return op.table.name;
    case 'dropIndex':
      return op.index.name;
    case 'dropColumn':
      return op.column;
    case 'dropConstraint':
      return op.constraint;
    case 'dropObject':
      return op.object.name;
    default:
      return undefined;
  }
}

/** What the operation makes, by its own name. */
export function madeName(op: Operation): string | undefined {
  switch (op.kind) {
    case 'createTable':
      return op.table.name;
    case 'createIndex':
      return op.index;
    case 'addColumn':
      return op.column.name;
    case 'addConstraint':
      return op.constraint.name;
    case 'createView':
    case 'createMaterializedView':
      return op.view.name;
    case 'createFunction':
      return op.function.name;
    case 'createTrigger':
      return op.trigger;
    case 'createPolicy':
      return op.policy;
    default:
      return undefined;
  }
}

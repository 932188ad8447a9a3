import type { Catalog } from '../catalog/catalog.js';
import { formatName, type WrittenName } from '../core/name.js';
import type { Operation, Persistence } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { indexNamed, relationNamed, targetNamed } from './targets.js';

const exists = (sqlstate: string, what: string): readonly CertainError[] => [
  { sqlstate, message: `${what} already exists` },
];

/** The history shows that what the operation makes is there already. */
export function duplicateErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  const { catalog } = env;
  switch (op.kind) {
    case 'createTable':
    case 'createTableAs':
      return op.ifNotExists || !isTaken(catalog, op.table, op.persistence)
        ? []
        : exists('42P07', `relation "${formatName(op.table)}"`);
    case 'createView':
      return op.orReplace || !isTaken(catalog, op.view, op.persistence)
        ? []
        : exists('42P07', `relation "${formatName(op.view)}"`);
    case 'createMaterializedView':
      return op.ifNotExists || !isTaken(catalog, op.view, 'permanent')
        ? []
        : exists('42P07', `relation "${formatName(op.view)}"`);
    case 'createIndex': {
      if (op.index === undefined || op.ifNotExists) return [];
      const { schema } = targetNamed(catalog, op.table).name;
      return indexNamed(catalog, { schema, name: op.index }) === undefined
        ? []
        : exists('42P07', `relation "${op.index}"`);
    }
    case 'addColumn': {
      const relation = relationNamed(catalog, op.table);
      return op.ifNotExists || relation?.columns.has(op.column.name) !== true
        ? []
        : exists('42701', `column "${op.column.name}" of relation "${formatName(relation.name)}"`);
    }
    case 'createEnum':
    case 'createCompositeType':
    case 'createOtherType':
      return typeof catalog.type(op.type) === 'string' ? [] : exists('42710', `type "${formatName(op.type)}"`);
    case 'createDomain':
      return typeof catalog.type(op.domain) === 'string' ? [] : exists('42710', `type "${formatName(op.domain)}"`);
    default:
      return onTable(op, env);
  }
}

/** A temporary table may have the name of a permanent one, and may be gone with the session that made it. */
function isTaken(catalog: Catalog, name: WrittenName, persistence: Persistence): boolean {
  const relation = relationNamed(catalog, name);
  if (relation === undefined || relation.managed) return false;
  const isTemporary = relation.persistence === 'temporary';
  return isTemporary === (persistence === 'temporary') && (!isTemporary || relation.unit === catalog.unit);
}

function onTable(op: Operation, { catalog }: EffectsEnvironment): readonly CertainError[] {
  switch (op.kind) {
    case 'createPolicy':
      return relationNamed(catalog, op.table)?.policies.has(op.policy) === true
        ? exists('42710', `policy "${op.policy}" for table "${formatName(op.table)}"`)
        : [];
    case 'createTrigger':
      return !op.orReplace && relationNamed(catalog, op.table)?.triggers.has(op.trigger) === true
        ? exists('42710', `trigger "${op.trigger}" for relation "${formatName(op.table)}"`)
        : [];
    case 'addConstraint': {
      const { name } = op.constraint;
      return name !== undefined && relationNamed(catalog, op.table)?.constraints.has(name) === true
        ? exists('42710', `constraint "${name}" for relation "${formatName(op.table)}"`)
        : [];
    }
    case 'addEnumValue': {
      const type = catalog.type(op.type);
      const isThere = typeof type !== 'string' && type.kind === 'enum' && type.values.includes(op.value);
      return isThere && !op.ifNotExists ? exists('42710', `enum label "${op.value}"`) : [];
    }
    default:
      return [];
  }
}

import type { Catalog } from '../../catalog/catalog.js';
import type { WrittenName } from '../../core/name.js';
import type { ObjectName, Operation } from '../../sql/operation.js';
import { jobCall } from './scheduled-jobs.js';

/**
 * What a schema holds and the catalog does not: comments on anything but tables and columns, replica identities, rules,
 * publications, … Each is kept as the last operation that set it.
 */
export interface Chronicle {
  /** Call after the operation was applied. `text` is what its spans count in. */
  record(op: Operation, catalog: Catalog, text: string): void;
  /** What set this fact last, with its SQL. */
  last(key: string): { readonly op: Operation; readonly sql: string } | undefined;
}

/** Set once any right was given WITH GRANT OPTION: the catalog does not keep which ones. */
export const grantOptionFact = 'grant option';

export function createChronicle(): Chronicle {
  const entries = new Map<string, { readonly op: Operation; readonly sql: string }>();
  return {
    record(op, catalog, text) {
      const key = factKey(op, catalog);
      if (key !== undefined) entries.set(key, { op, sql: text.slice(op.span.start, op.span.end) });
    },
    last: (key) => entries.get(key),
  };
}

const qualified = (catalog: Catalog, name: WrittenName): string => {
  const { schema, name: own } = catalog.resolve(name);
  return `${schema}.${own}`;
};

export function objectKey(catalog: Catalog, objectType: string, object: ObjectName): string {
  const on = object.on ? ` on ${qualified(catalog, object.on)}` : '';
  const args = object.arguments ? `(${object.arguments.map(({ name }) => name).join(',')})` : '';
  const name = object.on === undefined && objectType !== 'schema' ? qualified(catalog, object) : object.name;
  return `${objectType} ${name}${args}${on}`;
}

/** The fact that an operation sets; undefined for what the catalog keeps itself. */
export function factKey(op: Operation, catalog: Catalog): string | undefined {
  switch (op.kind) {
    case 'commentOn':
      return `comment ${objectKey(catalog, op.objectType, op.object)}`;
    case 'setReplicaIdentity':
    case 'clusterOn':
    case 'setTablespace':
    case 'setAccessMethod':
      return `${op.kind} ${qualified(catalog, op.table)}`;
    case 'setColumnAttribute':
      return `${op.attribute} ${qualified(catalog, op.table)} ${op.column}`;
    case 'createRule':
      return `rule ${qualified(catalog, op.table)} ${op.rule}`;
    case 'createEventTrigger':
      return `event trigger ${op.trigger}`;
    case 'createStatistics':
      return op.statistics && `statistics ${qualified(catalog, op.statistics)}`;
    case 'createPublication':
      return `publication ${op.publication}`;
    case 'setRoleSetting':
      return `setting ${op.objectType} ${op.name} ${op.setting}`;
    case 'changeOwner':
      return `owner ${objectKey(catalog, op.objectType, op.object)}`;
    case 'grant':
      return op.isGrant && op.withGrantOption ? grantOptionFact : undefined;
    case 'grantRole':
      return `member ${op.roles.join(',')} ${op.grantees.join(',')}`;
    case 'select': {
      const job = jobCall(op)?.job;
      return job && `job ${job}`;
    }
    default:
      return undefined;
  }
}

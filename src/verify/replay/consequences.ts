import type { Operation } from '../../sql/operation.js';
import type { Statement } from '../../sql/script.js';
import type { ReplayFailure } from './replayed.js';

/** Remembers what failed statements would have made. */
export interface Consequences {
  remember(migration: string, path: string, statement: Statement): void;
  /** The failed statement that would have made what this error misses. */
  causeOf(error: { readonly sqlstate: string; readonly message: string }): ReplayFailure['consequenceOf'];
}

// undefined_table, _column, _function, _object, invalid_schema_name, and foreign keys without a unique key.
const isMissing = /^(?:42P01|42703|42883|42704|3F000|42830|42809)$/;

export function createConsequences(): Consequences {
  const causes = new Map<string, NonNullable<ReplayFailure['consequenceOf']>>();
  return {
    remember(migration, path, statement) {
      const cause = { migration, path, span: statement.span };
      for (const name of statement.operations.flatMap(madeBy)) if (!causes.has(name)) causes.set(name, cause);
    },
    causeOf({ sqlstate, message }) {
      if (!isMissing.test(sqlstate)) return undefined;
      return namesIn(message).flatMap((name) => causes.get(name) ?? [])[0];
    },
  };
}

/** The last parts of the names that the server's message holds. */
function namesIn(message: string): readonly string[] {
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
  const called = [...message.matchAll(/\b(?:function|procedure|column|operator class) ([\w$.]+)/g)].map(
    ([, name = '']) => name,
  );
  return [...quoted, ...called].map((name) => name.split('.').at(-1) ?? name);
}

/** The names of what an operation makes. */
function madeBy(op: Operation): readonly string[] {
  switch (op.kind) {
    case 'createTable':
    case 'createTableAs':
      return [op.table.name];
    case 'addColumn':
      return [op.column.name];
    case 'renameColumn':
    case 'renameObject':
    case 'renameConstraint':
      return [op.to];
    case 'createView':
    case 'createMaterializedView':
      return [op.view.name];
    case 'createFunction':
      return [op.function.name];
    case 'createSequence':
      return [op.sequence.name];
    case 'createEnum':
    case 'createCompositeType':
    case 'createOtherType':
      return [op.type.name];
    case 'createDomain':
      return [op.domain.name];
    case 'createSchema':
      return [op.schema];
    case 'createExtension':
      return [op.extension];
    case 'createRole':
      return [op.role];
    case 'createPolicy':
      return [op.policy];
    case 'createTrigger':
      return [op.trigger];
    case 'createIndex':
      return op.index === undefined ? [] : [op.index];
    case 'addConstraint':
      return op.constraint.name === undefined ? [] : [op.constraint.name];
    case 'createPublication':
      return [op.publication];
    default:
      return [];
  }
}

import { formatName, formatQualified, type WrittenName } from '../core/name.js';
import type { Operation } from '../sql/operation.js';
import {
  dropColumnErrors,
  dropConstraintErrors,
  dropIndexErrors,
  dropObjectErrors,
  dropTableErrors,
  truncateErrors,
} from './drop-errors.js';
import { duplicateErrors } from './duplicate-errors.js';
import type { CertainError } from './effects.js';
import { enumErrors } from './enum-errors.js';
import type { EffectsEnvironment } from './environment.js';
import { foreignKeyErrors } from './foreign-key-errors.js';
import { ambiguousCallErrors, createFunctionErrors } from './function-errors.js';
import { addKeyErrors, createIndexErrors, createTableKeyErrors } from './key-errors.js';
import { defaultPartitionOf } from './partitions.js';
import { repeatedColumnErrors } from './repeated-columns.js';
import { syntaxErrors } from './syntax-gates.js';
import { relationNamed, targetNamed } from './targets.js';
import { transactionErrors } from './transaction-errors.js';
import { typeChangeErrors } from './type-change-errors.js';
import { typedTableErrors } from './typed-table-errors.js';
import { versionErrors } from './version-errors.js';
import { refreshErrors, replaceViewErrors } from './view-errors.js';

/** Errors that come whatever rows there are, in the order in which the server looks. */
export function certainErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  const syntax = syntaxErrors(op, env);
  if (syntax.length > 0) return syntax;
  return [
    ...transactionErrors(op, env),
    ...pendingEventErrors(op, env),
    ...duplicateErrors(op, env),
    ...repeatedColumnErrors(op),
    ...typedTableErrors(op, env),
    ...ownErrors(op, env),
    ...foreignKeyErrors(op, env),
    ...enumErrors(op, env),
    ...ambiguousCallErrors(op, env),
    ...versionErrors(op, env),
  ];
}

function ownErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  switch (op.kind) {
    case 'createTable':
      return createTableKeyErrors(op);
    case 'addConstraint':
      return addKeyErrors(op, env);
    case 'createIndex':
      return createIndexErrors(op, env);
    case 'alterColumnType':
      return typeChangeErrors(op, env);
    case 'dropColumn':
      return dropColumnErrors(op, env);
    case 'dropTable':
      return dropTableErrors(op, env);
    case 'dropIndex':
      return dropIndexErrors(op, env);
    case 'dropConstraint':
      return dropConstraintErrors(op, env);
    case 'dropObject':
      return dropObjectErrors(op, env);
    case 'truncate':
      return truncateErrors(op, env);
    case 'createView':
      return replaceViewErrors(op, env);
    case 'refreshMaterializedView':
      return refreshErrors(op, env);
    case 'createFunction':
      return createFunctionErrors(op, env);
    case 'detachPartition': {
      const parent = targetNamed(env.catalog, op.table).name;
      const blocked = op.concurrently && defaultPartitionOf(parent, env) !== undefined;
      const message = 'cannot detach partitions concurrently when a default partition exists';
      return blocked ? [{ sqlstate: '55000', message }] : [];
    }
    case 'dropNotNull': {
      const constraints = relationNamed(env.catalog, op.table)?.constraints.values() ?? [];
      const isKey = [...constraints].some(
        ({ definition, columns }) => definition.type === 'primaryKey' && columns.includes(op.column),
      );
      return isKey ? [{ sqlstate: '42P16', message: `column "${op.column}" is in a primary key` }] : [];
    }
    default:
      return [];
  }
}

/** Rows that a deferred constraint still has to look at keep the table as it is. */
function pendingEventErrors(op: Operation, { catalog, session }: EffectsEnvironment): readonly CertainError[] {
  if (session.pendingEvents.size === 0) return [];
  return changedTables(op)
    .filter((table) => session.pendingEvents.has(formatQualified(catalog.resolve(table))))
    .map((table) => ({
      sqlstate: '55006',
      message: `cannot ${verbOf(op)} "${formatName(table)}" because it has pending trigger events`,
    }));
}

const verbOf = ({ kind }: Operation): string =>
  kind === 'truncate'
    ? 'TRUNCATE'
    : kind === 'dropTable'
      ? 'DROP TABLE'
      : kind === 'cluster'
        ? 'CLUSTER'
        : 'ALTER TABLE';

function changedTables(op: Operation): readonly WrittenName[] {
  if (op.kind === 'truncate') return op.tables;
  if (op.kind === 'dropTable') return [op.table];
  if (op.kind === 'cluster') return op.table === undefined ? [] : [op.table];
  // The subcommands of ALTER TABLE; renaming is a statement of its own, which does not look.
  return 'ifTableExists' in op && op.kind !== 'renameColumn' && op.kind !== 'renameConstraint' ? [op.table] : [];
}

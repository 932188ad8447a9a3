import type { Operation } from '../operation.js';
import { readColumnChange } from './column-changes.js';
import { readConstraintChange } from './constraint-changes.js';
import type { AlteredRelation, Subcommand, TableChange } from './subcommand.js';
import { readPartitionChange, readRowSecurity, readTableChange, readTriggerState } from './table-changes.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

/** After `ALTER TABLE` and its kin. */
export function readAlterTable(reader: TokenReader, objectType: AlteredRelation): Operation[] {
  const ifTableExists = reader.take('if', 'exists');
  const only = reader.take('only');
  const table = reader.qualifiedName();
  reader.take('*');
  const base = { table, ifTableExists, only };
  const operations =
    readWholeChange(reader, base, objectType) ?? reader.list(() => readChange(reader, base, objectType));
  reader.expectDone();
  return [...operations];
}

/** RENAME and SET SCHEMA stand alone in their statement. */
function readWholeChange(reader: TokenReader, base: TableChange, objectType: AlteredRelation): Operation[] | undefined {
  const { span } = reader;
  const { table, ifTableExists: ifExists } = base;
  if (reader.take('set', 'schema')) {
    return [{ kind: 'setObjectSchema', span, objectType, object: table, to: reader.name(), ifExists }];
  }
  if (!reader.take('rename')) return undefined;
  if (reader.take('to')) {
    const viaTable = objectType === 'table';
    return [{ kind: 'renameObject', span, objectType, object: table, to: reader.name(), ifExists, viaTable }];
  }
  const isConstraint = reader.take('constraint');
  if (!isConstraint) reader.take('column');
  const from = reader.name();
  reader.expect('to');
  const to = reader.name();
  return isConstraint
    ? [{ kind: 'renameConstraint', span, ...base, constraint: from, to }]
    : [{ kind: 'renameColumn', span, ...base, objectType, column: from, to }];
}

function readChange(reader: TokenReader, base: TableChange, objectType: AlteredRelation): Operation {
  const start = reader.position;
  const command: Subcommand = { reader, base, objectType, span: () => reader.spanFrom(start) };
  const change =
    readConstraintChange(command) ??
    readColumnChange(command) ??
    readRowSecurity(command) ??
    readTriggerState(command) ??
    readPartitionChange(command) ??
    readTableChange(command);
  if (change === undefined) throw new Unreadable('subcommand of ALTER TABLE');
  return change;
}

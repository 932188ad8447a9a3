import type { WrittenName } from '../../core/name.js';
import type { AlterDomain, ConstraintDefinition, Operation } from '../operation.js';
import { readClauses, readColumn, readDefault } from './columns.js';
import { readTableConstraint } from './constraints.js';
import { takeCascade } from './subcommand.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';
import { readTypeName } from './type-name.js';

/** After CREATE TYPE. */
export function readCreateType(reader: TokenReader): Operation {
  const { span } = reader;
  const type = reader.qualifiedName();
  if (!reader.take('as')) throw new Unreadable('base type');
  if (reader.take('enum')) {
    const values = reader.parenthesised(() => (reader.at(')') ? [] : reader.list(() => reader.string())));
    reader.expectDone();
    return { kind: 'createEnum', span, type, values };
  }
  if (reader.take('range')) {
    reader.skipParentheses();
    reader.expectDone();
    return { kind: 'createOtherType', span, type, form: 'range' };
  }
  const attributes = reader.parenthesised(() => (reader.at(')') ? [] : reader.list(() => readColumn(reader))));
  reader.expectDone();
  return { kind: 'createCompositeType', span, type, attributes };
}

/** After `ALTER TYPE name`; nothing where it is none of the changes to an enum. */
export function readEnumChange(reader: TokenReader): Operation | undefined {
  const { span } = reader;
  const type = reader.qualifiedName();
  if (reader.take('rename', 'value')) {
    const value = reader.string();
    reader.expect('to');
    const to = reader.string();
    reader.expectDone();
    return { kind: 'renameEnumValue', span, type, value, to };
  }
  if (!reader.take('add', 'value')) return undefined;
  const ifNotExists = reader.take('if', 'not', 'exists');
  const value = reader.string();
  const side = reader.takeOneOf(['before', 'after']);
  const position = side && { side, neighbour: reader.string() };
  reader.expectDone();
  return { kind: 'addEnumValue', span, type, value, ifNotExists, position };
}

/** After ALTER TYPE, for the attributes of a composite type. */
export function readAttributeChanges(reader: TokenReader): Operation[] {
  const type = reader.qualifiedName();
  if (reader.take('rename', 'attribute')) return [readAttributeRename(reader, type)];
  const changes = reader.list((): Operation => {
    const start = reader.position;
    const action = reader.expectOneOf(['add attribute', 'drop attribute', 'alter attribute']);
    const optional = action === 'drop attribute' && reader.take('if', 'exists');
    const attribute = reader.name();
    if (action === 'alter attribute') reader.expectOneOf(['set data type', 'type']);
    const attributeType = action === 'drop attribute' ? undefined : readTypeName(reader);
    if (optional === false && reader.take('collate')) reader.qualifiedName();
    const cascade = takeCascade(reader);
    const verb = action === 'add attribute' ? 'add' : action === 'drop attribute' ? 'drop' : 'alter';
    return {
      kind: 'alterCompositeType',
      span: reader.spanFrom(start),
      type,
      action: verb,
      attribute,
      attributeType,
      cascade,
    };
  });
  reader.expectDone();
  return [...changes];
}

function readAttributeRename(reader: TokenReader, type: WrittenName): Operation {
  const column = reader.name();
  reader.expect('to');
  const to = reader.name();
  takeCascade(reader);
  reader.expectDone();
  const base = { table: type, ifTableExists: false, only: false };
  return { kind: 'renameColumn', span: reader.span, ...base, objectType: 'type', column, to };
}

/** After CREATE DOMAIN. */
export function readCreateDomain(reader: TokenReader): Operation {
  const domain = reader.qualifiedName();
  reader.take('as');
  const type = readTypeName(reader);
  const { notNull, default: fallback, constraints, identity, generated } = readClauses(reader, '');
  reader.expectDone();
  if (identity !== undefined || generated !== undefined) throw new Unreadable('domain');
  const checks = constraints.filter((constraint): constraint is ConstraintDefinition => constraint.type === 'check');
  if (checks.length < constraints.length) throw new Unreadable('constraint of a domain');
  return { kind: 'createDomain', span: reader.span, domain, type, notNull, default: fallback, constraints: checks };
}

/** After `ALTER DOMAIN name`, for what only domains have. */
export function readAlterDomain(reader: TokenReader): Operation {
  const domain = reader.qualifiedName();
  const action = readDomainAction(reader);
  reader.expectDone();
  return { kind: 'alterDomain', span: reader.span, domain, action };
}

function readDomainAction(reader: TokenReader): AlterDomain['action'] {
  if (reader.take('set', 'default')) return { type: 'setDefault', default: readDefault(reader) };
  if (reader.take('drop', 'default')) return { type: 'dropDefault' };
  if (reader.take('set', 'not', 'null')) return { type: 'setNotNull' };
  if (reader.take('drop', 'not', 'null')) return { type: 'dropNotNull' };
  if (reader.take('validate', 'constraint')) return { type: 'validateConstraint', constraint: reader.name() };
  if (reader.take('drop', 'constraint')) {
    reader.take('if', 'exists');
    const constraint = reader.name();
    takeCascade(reader);
    return { type: 'dropConstraint', constraint };
  }
  reader.expect('add');
  return { type: 'addConstraint', constraint: readTableConstraint(reader) };
}

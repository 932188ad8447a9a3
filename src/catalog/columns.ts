import { formatQualified, type QualifiedName } from '../core/name.js';
import type { Expression, TypeName } from '../sql/expression.js';
import type { ColumnDefinition } from '../sql/operation.js';
import { isSerial, withoutSerial } from '../sql/serial-types.js';
import { simpleType } from '../sql/simple-type.js';
import { sequenceName } from './implicit-names.js';
import type { Column, Relation } from './model.js';
import { applyDefaultPrivileges } from './privileges.js';
import { sharedType } from './shared-types.js';
import { putRelation, type Store } from './store.js';

function nextValue(sequence: QualifiedName, type: TypeName): Expression {
  const { span } = type;
  const literal: Expression = { kind: 'constant', span, value: formatQualified(sequence) };
  return {
    kind: 'call',
    span,
    name: { name: 'nextval' },
    arguments: [{ kind: 'cast', span, operand: literal, type: simpleType('regclass', span) }],
    window: false,
  };
}

/** Makes the sequence that a serial or identity column owns and returns its name. */
export function makeOwnedSequence(store: Store, table: Relation, column: string, type: TypeName): QualifiedName {
  const name = { schema: table.name.schema, name: sequenceName(store, table.name, column) };
  putRelation(store, {
    ...emptyRelation(name, 'sequence', store.state.unit),
    persistence: table.persistence,
    owner: table.owner,
    sequence: { type: withoutSerial(type).name, ownedBy: { table: table.name, column } },
  });
  applyDefaultPrivileges(store, 'sequence', name);
  return name;
}

/** The column as the server makes it; a serial or identity column brings its sequence. */
export function makeColumn(store: Store, table: Relation, definition: ColumnDefinition): Column {
  const { name, type, identity, generated } = definition;
  const serial = isSerial(type);
  const inKey = definition.constraints.some((constraint) => constraint.type === 'primaryKey');
  const sequence = serial || identity !== undefined ? makeOwnedSequence(store, table, name, type) : undefined;
  return {
    name,
    type: sharedType(store, withoutSerial(type)),
    notNull: definition.notNull || serial || identity !== undefined || inKey,
    default: serial && sequence !== undefined ? nextValue(sequence, type) : definition.default,
    identity,
    generated,
    collation: definition.collation,
    serial,
    unit: store.state.unit,
  };
}

/** A relation with nothing in it. */
export const emptyRelation = (name: QualifiedName, kind: Relation['kind'], unit: number): Relation => ({
  kind,
  name,
  unit,
  persistence: 'permanent',
  complete: true,
  columns: new Map(),
  constraints: new Map(),
  indexes: new Set(),
  policies: new Map(),
  triggers: new Map(),
  rules: new Set(),
  rowSecurity: { enabled: false, forced: false },
  options: {},
  columnComments: new Map(),
  inherits: [],
  managed: false,
});

import { formatQualified, type QualifiedName, type WrittenName } from '../core/name.js';
import type { OperationOf, SequenceOptions } from '../sql/operation.js';
import { family } from './children.js';
import { emptyRelation, makeColumn } from './columns.js';
import { relationsNamingType } from './columns-of-type.js';
import { beginRelation, newName, outcomeOf, relationToChange } from './creation.js';
import { chooseName } from './implicit-names.js';
import type { Constraint, Domain, EnumType, Relation, UserType } from './model.js';
import { applyDefaultPrivileges } from './privileges.js';
import { find, resolveRelation } from './resolve.js';
import { changeRelation, putRelation, relationAt, type Store, withEntry, withoutEntry } from './store.js';

function enterType(
  store: Store,
  op: OperationOf<'createEnum' | 'createDomain' | 'createOtherType' | 'createCompositeType'>,
  type: UserType,
): boolean {
  const outcome = outcomeOf(store, store.types, 'type', type.name, op);
  const existing = store.types.get(formatQualified(type.name));
  if (outcome === 'exists' && existing?.kind !== 'shell') return false;
  store.types.put(formatQualified(type.name), outcome === 'perhaps' ? { ...type, unit: 0 } : type);
  applyDefaultPrivileges(store, 'type', type.name);
  return true;
}

export function createEnum(store: Store, op: OperationOf<'createEnum'>): void {
  enterType(store, op, { kind: 'enum', name: newName(store, op.type), values: op.values, unit: store.state.unit });
}

function changeType<Kind extends UserType['kind']>(
  store: Store,
  name: WrittenName,
  kind: Kind,
  change: (type: Extract<UserType, { kind: Kind }>) => UserType,
): void {
  const found = find(store, name, store.types);
  const type = found && store.types.get(formatQualified(found));
  if (found !== undefined && isOfKind(type, kind)) store.types.put(formatQualified(found), change(type));
}

const isOfKind = <Kind extends UserType['kind']>(
  type: UserType | undefined,
  kind: Kind,
): type is Extract<UserType, { kind: Kind }> => type?.kind === kind;

export const addEnumValue = (store: Store, op: OperationOf<'addEnumValue'>): void =>
  changeType(store, op.type, 'enum', (type) => ({ ...type, values: withValue(type, op) }));

function withValue({ values }: EnumType, { value, position }: OperationOf<'addEnumValue'>): readonly string[] {
  if (values.includes(value)) return values;
  const neighbour = position === undefined ? -1 : values.indexOf(position.neighbour);
  if (position === undefined || neighbour < 0) return [...values, value];
  return values.toSpliced(position.side === 'before' ? neighbour : neighbour + 1, 0, value);
}

export const renameEnumValue = (store: Store, op: OperationOf<'renameEnumValue'>): void =>
  changeType(store, op.type, 'enum', (type) => ({
    ...type,
    values: type.values.map((value) => (value === op.value ? op.to : value)),
  }));

function domainConstraint(
  store: Store,
  domain: QualifiedName,
  taken: ReadonlyMap<string, Constraint>,
  definition: Constraint['definition'],
): Constraint {
  const name = definition.name ?? chooseName(domain.name, undefined, 'check', (candidate) => taken.has(candidate));
  return { name, definition, columns: [], validated: !definition.notValid, unit: store.state.unit };
}

export function createDomain(store: Store, op: OperationOf<'createDomain'>): void {
  const name = newName(store, op.domain);
  const constraints = new Map<string, Constraint>();
  for (const definition of op.constraints) {
    const constraint = domainConstraint(store, name, constraints, definition);
    constraints.set(constraint.name, constraint);
  }
  enterType(store, op, {
    kind: 'domain',
    name,
    base: op.type,
    notNull: op.notNull,
    default: op.default,
    constraints,
    unit: store.state.unit,
  });
}

export const alterDomain = (store: Store, op: OperationOf<'alterDomain'>): void =>
  changeType(store, op.domain, 'domain', (domain) => changedDomain(store, domain, op.action));

function changedDomain(store: Store, domain: Domain, action: OperationOf<'alterDomain'>['action']): Domain {
  const { constraints } = domain;
  switch (action.type) {
    case 'addConstraint': {
      const added = domainConstraint(store, domain.name, constraints, action.constraint);
      return { ...domain, constraints: withEntry(constraints, added.name, added) };
    }
    case 'dropConstraint':
      return { ...domain, constraints: withoutEntry(constraints, action.constraint) };
    case 'validateConstraint': {
      const constraint = constraints.get(action.constraint);
      if (constraint === undefined) return domain;
      return { ...domain, constraints: withEntry(constraints, constraint.name, { ...constraint, validated: true }) };
    }
    case 'setDefault':
      return { ...domain, default: action.default };
    case 'dropDefault':
      return { ...domain, default: undefined };
    case 'setNotNull':
      return { ...domain, notNull: true };
    case 'dropNotNull':
      return { ...domain, notNull: false };
  }
}

export function createCompositeType(store: Store, op: OperationOf<'createCompositeType'>): void {
  const name = newName(store, op.type);
  if (!enterType(store, op, { kind: 'composite', name, unit: store.state.unit })) return;
  const relation = emptyRelation(name, 'compositeType', store.state.unit);
  const columns = op.attributes.map((attribute) => makeColumn(store, relation, attribute));
  putRelation(store, { ...relation, columns: new Map(columns.map((column) => [column.name, column])) });
}

export function alterCompositeType(store: Store, op: OperationOf<'alterCompositeType'>): void {
  const name = find(store, op.type, store.relations);
  const type = name && relationAt(store, name);
  if (type?.kind !== 'compositeType') return;
  changeRelation(store, type.name, (relation) => withAttribute(store, relation, op));
  if (op.cascade)
    for (const table of typedTables(store, type.name))
      changeRelation(store, table, (relation) => withAttribute(store, relation, op));
}

const typedTables = (store: Store, type: QualifiedName): readonly QualifiedName[] =>
  relationsNamingType(store, type)
    .filter(({ ofType }) => ofType?.schema === type.schema && ofType.name === type.name)
    .flatMap(({ name }) => family(store, name));

function withAttribute(store: Store, relation: Relation, op: OperationOf<'alterCompositeType'>): Relation {
  const { attribute, attributeType, action } = op;
  if (action === 'drop') return { ...relation, columns: withoutEntry(relation.columns, attribute) };
  if (attributeType === undefined) return relation;
  const before = relation.columns.get(attribute);
  const column = before ?? { name: attribute, notNull: false, serial: false, unit: store.state.unit };
  return { ...relation, columns: withEntry(relation.columns, attribute, { ...column, type: attributeType }) };
}

export function createOtherType(store: Store, op: OperationOf<'createOtherType'>): void {
  enterType(store, op, { kind: op.form, name: newName(store, op.type), span: op.span, unit: store.state.unit });
}

const ownerOf = (store: Store, ownedBy: SequenceOptions['ownedBy']) =>
  ownedBy ? { table: resolveRelation(store, ownedBy.table), column: ownedBy.column } : undefined;

export function createSequence(store: Store, op: OperationOf<'createSequence'>): void {
  const name = newName(store, op.sequence, op.persistence);
  const sequence: Relation = {
    ...emptyRelation(name, 'sequence', store.state.unit),
    span: op.span,
    persistence: op.persistence,
    sequence: { type: op.options.type?.name ?? 'int8', ownedBy: ownerOf(store, op.options.ownedBy) },
  };
  if (beginRelation(store, sequence, op)) applyDefaultPrivileges(store, 'sequence', name);
}

export function alterSequence(store: Store, op: OperationOf<'alterSequence'>): void {
  const relation = relationToChange(store, op.sequence);
  if (relation === undefined) return;
  const { type, ownedBy } = op.options;
  const before = relation.sequence;
  putRelation(store, {
    ...relation,
    kind: 'sequence',
    sequence: {
      type: type?.name ?? before?.type ?? 'int8',
      ownedBy: ownedBy === undefined ? before?.ownedBy : ownerOf(store, ownedBy),
    },
  });
}

import { formatQualified, type QualifiedName } from '../core/name.js';
import { type Expression, type References, type TypeName, walk } from '../sql/expression.js';
import type { ConstraintDefinition } from '../sql/operation.js';
import type { Index, Relation, Routine, UserType } from './model.js';

/**
 * What an object uses, as the keys of the reverse index. Relations whose schema is settled are exact; what expressions
 * and bodies only name is kept by bare name, and whoever asks must look closer.
 */
export type Link = `relation:${string}` | `name:${string}` | `type:${string}` | `call:${string}`;

export const relationLink = (name: QualifiedName): Link => `relation:${formatQualified(name)}`;

const linksOfExpression = new WeakMap<Expression, readonly Link[]>();

/** `nextval('public.users_id_seq')` → `users_id_seq`. */
export function sequenceNameIn(expression: Expression): string | undefined {
  if (expression.kind !== 'call' || !/^(nextval|currval|setval)$/.test(expression.name.name)) return undefined;
  const [first] = expression.arguments;
  const literal = first?.kind === 'cast' ? first.operand : first;
  return literal?.kind === 'constant' && typeof literal.value === 'string' ? literal.value : undefined;
}

export const bareName = (text: string): string => text.replace(/^.*\./s, '').replaceAll('"', '');

function* freshLinks(expression: Expression): Generator<Link> {
  for (const part of walk(expression)) {
    if (part.kind === 'call') {
      yield `call:${part.name.name}`;
      const sequence = sequenceNameIn(part);
      if (sequence !== undefined) yield `name:${bareName(sequence)}`;
    } else if (part.kind === 'cast') yield `type:${part.type.name}`;
    else if (part.kind === 'subquery') for (const { name } of part.query.relations) yield `name:${name}`;
  }
}

function expressionLinks(expression: Expression | undefined): readonly Link[] {
  if (expression === undefined) return [];
  const known = linksOfExpression.get(expression);
  if (known !== undefined) return known;
  const links = [...freshLinks(expression)];
  linksOfExpression.set(expression, links);
  return links;
}

const typeLink = (type: TypeName): Link => `type:${type.name}`;

const referenceLinks = (references: References): Link[] => [
  ...references.relations.map(({ name }): Link => `name:${name}`),
  ...references.functions.map(({ name }): Link => `call:${name}`),
  ...references.types.map(({ name }): Link => `type:${name}`),
];

function constraintLinks(definition: ConstraintDefinition): readonly Link[] {
  if (definition.type === 'check') return expressionLinks(definition.expression);
  if (definition.type !== 'exclusion') return [];
  return [
    ...definition.elements.flatMap((element) => expressionLinks(element.expression)),
    ...expressionLinks(definition.where),
  ];
}

export function linksOfRelation(relation: Relation): Set<Link> {
  const links = new Set<Link>();
  const add = (more: Iterable<Link>): void => {
    for (const link of more) links.add(link);
  };
  for (const column of relation.columns.values()) {
    links.add(typeLink(column.type));
    add(expressionLinks(column.default));
    add(expressionLinks(column.generated?.expression));
  }
  for (const { references, definition } of relation.constraints.values()) {
    if (references !== undefined) links.add(relationLink(references.table));
    add(constraintLinks(definition));
  }
  for (const policy of relation.policies.values()) {
    add(expressionLinks(policy.using));
    add(expressionLinks(policy.withCheck));
  }
  for (const trigger of relation.triggers.values()) links.add(`call:${trigger.function.name}`);
  add(relation.inherits.map(relationLink));
  if (relation.partitionOf !== undefined) links.add(relationLink(relation.partitionOf.parent));
  if (relation.ofType !== undefined) links.add(`type:${relation.ofType.name}`);
  if (relation.sequence?.ownedBy !== undefined) links.add(relationLink(relation.sequence.ownedBy.table));
  if (relation.view !== undefined) {
    add(relation.view.reads.map(relationLink));
    add(referenceLinks(relation.view.references));
  }
  return links;
}

export const linksOfIndex = (index: Index): Set<Link> =>
  new Set([
    ...index.elements.flatMap((element) => expressionLinks(element.expression)),
    ...expressionLinks(index.where),
  ]);

/** Of its signature alone: what a body names is looked for when it is asked for. */
export const linksOfRoutines = (overloads: readonly Routine[]): Set<Link> =>
  new Set(
    overloads.flatMap((routine) => [
      ...routine.arguments.map((argument) => typeLink(argument.type)),
      ...(routine.returns ? [typeLink(routine.returns)] : []),
    ]),
  );

export const linksOfType = (type: UserType): Set<Link> =>
  type.kind === 'domain'
    ? new Set([
        typeLink(type.base),
        ...expressionLinks(type.default),
        ...[...type.constraints.values()].flatMap((constraint) => constraintLinks(constraint.definition)),
      ])
    : new Set();

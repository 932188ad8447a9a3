import type { ConstraintDefinition, IndexElement, ReferentialAction } from '../operation.js';
import { readIndexElement } from './index-elements.js';
import { readParenthesisedExpression } from './read-expression.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

export interface ConstraintAttributes {
  readonly notValid: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}

export const noAttributes: ConstraintAttributes = {
  notValid: false,
  enforced: true,
  deferrable: false,
  initiallyDeferred: false,
};

const attributeEffects: Readonly<Record<string, Partial<ConstraintAttributes>>> = {
  'not deferrable': { deferrable: false },
  deferrable: { deferrable: true },
  'initially deferred': { deferrable: true, initiallyDeferred: true },
  'initially immediate': { initiallyDeferred: false },
  'not enforced': { enforced: false },
  enforced: { enforced: true },
  'not valid': { notValid: true },
};

/** The next word about when and how a constraint is checked, if one comes. */
export function takeAttribute(reader: TokenReader): Partial<ConstraintAttributes> | undefined {
  const phrase = reader.takeOneOf(Object.keys(attributeEffects));
  return phrase === undefined ? undefined : attributeEffects[phrase];
}

/** DEFERRABLE and INITIALLY DEFERRED, in this order. */
export function readDeferral(reader: TokenReader): Pick<ConstraintAttributes, 'deferrable' | 'initiallyDeferred'> {
  const written = reader.takeOneOf(['not deferrable', 'deferrable']);
  const initiallyDeferred = reader.takeOneOf(['initially deferred', 'initially immediate']) === 'initially deferred';
  if (written === 'not deferrable' && initiallyDeferred) throw new Unreadable('contradiction');
  return { deferrable: written === 'deferrable' || initiallyDeferred, initiallyDeferred };
}

function readAttributes(reader: TokenReader): ConstraintAttributes & { readonly noInherit: boolean } {
  let found = { ...noAttributes, noInherit: false };
  for (;;) {
    const attribute = reader.take('no', 'inherit') ? { noInherit: true } : takeAttribute(reader);
    if (attribute === undefined) return found;
    found = { ...found, ...attribute };
  }
}

const readNames = (reader: TokenReader): readonly string[] =>
  reader.parenthesised(() => reader.list(() => reader.name()));

const actions: readonly ReferentialAction[] = ['no action', 'restrict', 'cascade', 'set null', 'set default'];

/** From REFERENCES on, without the attributes. */
export function readReference(reader: TokenReader) {
  const references = reader.qualifiedName();
  const referencedColumns = reader.at('(') ? readNames(reader) : [];
  let onDelete: ReferentialAction | undefined;
  let onDeleteColumns: readonly string[] | undefined;
  let onUpdate: ReferentialAction | undefined;
  for (;;) {
    if (reader.take('match')) reader.expectOneOf(['full', 'partial', 'simple']);
    else if (reader.take('on', 'delete')) {
      onDelete = reader.expectOneOf(actions);
      // SET NULL and SET DEFAULT may name their columns.
      if (onDelete.startsWith('set') && reader.at('(')) onDeleteColumns = readNames(reader);
    } else if (reader.take('on', 'update')) onUpdate = reader.expectOneOf(actions);
    else return { references, referencedColumns, onDelete, onDeleteColumns, onUpdate };
  }
}

/** What may follow the columns of UNIQUE and PRIMARY KEY. */
export function skipIndexParameters(reader: TokenReader): void {
  if (reader.take('with')) reader.skipParentheses();
  if (reader.take('using', 'index', 'tablespace')) reader.name();
}

export function takeNullsNotDistinct(reader: TokenReader): boolean {
  if (reader.take('nulls', 'not', 'distinct')) return true;
  reader.take('nulls', 'distinct');
  return false;
}

/** UNIQUE or PRIMARY KEY of a table, after these words. */
function readKey(reader: TokenReader, type: 'primaryKey' | 'unique') {
  const usingIndex = reader.take('using', 'index') ? reader.name() : undefined;
  if (usingIndex !== undefined) return { type, columns: [], include: [], usingIndex, nullsNotDistinct: false };
  const nullsNotDistinct = takeNullsNotDistinct(reader);
  const columns = readNames(reader);
  const include = reader.take('include') ? readNames(reader) : [];
  skipIndexParameters(reader);
  return { type, columns, include, usingIndex, nullsNotDistinct };
}

function readExclusionElement(reader: TokenReader): IndexElement {
  const element = readIndexElement(reader);
  reader.expect('with');
  const token = reader.next();
  if (token.kind !== 'operator') throw new Unreadable('expected an operator');
  return { ...element, operator: token.text };
}

function readExclusion(reader: TokenReader) {
  const method = reader.take('using') ? reader.name() : 'btree';
  const elements = reader.parenthesised(() => reader.list(() => readExclusionElement(reader)));
  skipIndexParameters(reader);
  const where = reader.take('where') ? readParenthesisedExpression(reader) : undefined;
  return { type: 'exclusion' as const, method, elements, where };
}

function readForeignKey(reader: TokenReader) {
  const columns = readNames(reader);
  reader.expect('references');
  return { type: 'foreignKey' as const, columns, ...readReference(reader) };
}

const constraintStarts = ['primary key', 'unique', 'check', 'foreign key', 'exclude', 'not null'] as const;

export const atTableConstraint = (reader: TokenReader): boolean =>
  reader.at('constraint') ||
  reader.at('primary', 'key') ||
  reader.at('unique') ||
  reader.at('check', '(') ||
  reader.at('foreign', 'key') ||
  reader.at('exclude', '(') ||
  reader.at('exclude', 'using') ||
  reader.at('not', 'null');

/** A constraint as CREATE TABLE lists it and ALTER TABLE adds it. */
export function readTableConstraint(reader: TokenReader): ConstraintDefinition {
  const start = reader.position;
  const name = reader.take('constraint') ? reader.name() : undefined;
  const body = readConstraintBody(reader);
  const { noInherit, ...attributes } = readAttributes(reader);
  const common = { name, ...attributes, span: reader.spanFrom(start) };
  return body.type === 'check' ? { ...common, ...body, noInherit } : { ...common, ...body };
}

function readConstraintBody(reader: TokenReader) {
  switch (reader.expectOneOf(constraintStarts)) {
    case 'primary key':
      return readKey(reader, 'primaryKey');
    case 'unique':
      return readKey(reader, 'unique');
    case 'check':
      return { type: 'check' as const, expression: readParenthesisedExpression(reader) };
    case 'foreign key':
      return readForeignKey(reader);
    case 'exclude':
      return readExclusion(reader);
    case 'not null':
      return { type: 'notNull' as const, column: reader.name() };
  }
}

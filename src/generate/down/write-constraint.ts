import type { Constraint, Index } from '../../catalog/model.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import type { ConstraintDefinition, IndexElement } from '../../sql/operation.js';
import type { SourceTexts } from './source-texts.js';
import { identifiers, optionList } from './sql-text.js';

/** `CONSTRAINT name CHECK (…)`; undefined where the text of an expression is not known. */
export function constraintText(constraint: Constraint, texts: SourceTexts): string | undefined {
  const body = bodyOf(constraint, texts);
  return body && `CONSTRAINT ${quoteIdentifier(constraint.name)} ${body}${suffixOf(constraint)}`;
}

function bodyOf({ definition, columns, references }: Constraint, texts: SourceTexts): string | undefined {
  switch (definition.type) {
    case 'primaryKey':
    case 'unique': {
      const word = definition.type === 'primaryKey' ? 'PRIMARY KEY' : 'UNIQUE';
      const nulls = definition.nullsNotDistinct ? ' NULLS NOT DISTINCT' : '';
      return `${word}${nulls} (${identifiers(columns)})${includeText(definition.include)}`;
    }
    case 'check': {
      const text = texts.expression(definition.expression);
      return text && `CHECK (${text})${definition.noInherit ? ' NO INHERIT' : ''}`;
    }
    case 'notNull':
      return `NOT NULL ${quoteIdentifier(definition.column)}`;
    case 'foreignKey': {
      const referenced = references?.columns ?? definition.referencedColumns;
      const target = quoteName(references?.table ?? definition.references);
      const list = referenced.length > 0 ? ` (${identifiers(referenced)})` : '';
      return `FOREIGN KEY (${identifiers(columns)}) REFERENCES ${target}${list}${actionsOf(definition)}`;
    }
    case 'exclusion': {
      const elements = elementList(definition.elements, texts);
      const where = whereText(definition.where, texts);
      if (elements === undefined || where === undefined) return undefined;
      return `EXCLUDE USING ${quoteIdentifier(definition.method)} (${elements})${where}`;
    }
  }
}

type ForeignKey = Extract<ConstraintDefinition, { readonly type: 'foreignKey' }>;

function actionsOf({ onDelete, onDeleteColumns, onUpdate }: ForeignKey): string {
  const columns = onDeleteColumns ? ` (${identifiers(onDeleteColumns)})` : '';
  return (
    (onUpdate ? ` ON UPDATE ${onUpdate.toUpperCase()}` : '') +
    (onDelete ? ` ON DELETE ${onDelete.toUpperCase()}${columns}` : '')
  );
}

function suffixOf({ definition, validated }: Constraint): string {
  const { deferrable, initiallyDeferred, enforced, type } = definition;
  const canBeInvalid = type === 'check' || type === 'foreignKey';
  return [
    deferrable ? ' DEFERRABLE' : '',
    initiallyDeferred ? ' INITIALLY DEFERRED' : '',
    enforced ? '' : ' NOT ENFORCED',
    canBeInvalid && enforced && !validated ? ' NOT VALID' : '',
  ].join('');
}

const includeText = (include: readonly string[]): string =>
  include.length === 0 ? '' : ` INCLUDE (${identifiers(include)})`;

function whereText(where: Index['where'], texts: SourceTexts): string | undefined {
  if (where === undefined) return '';
  const text = texts.expression(where);
  return text && ` WHERE (${text})`;
}

function elementList(elements: readonly IndexElement[], texts: SourceTexts): string | undefined {
  const written = elements.map((element) => elementText(element, texts));
  return written.every((text) => text !== undefined) ? written.join(', ') : undefined;
}

function elementText(element: IndexElement, texts: SourceTexts): string | undefined {
  const expression = texts.expression(element.expression);
  const subject = element.column === undefined ? expression && `(${expression})` : quoteIdentifier(element.column);
  return (
    subject &&
    [
      subject,
      element.collation ? ` COLLATE ${quoteName(element.collation)}` : '',
      element.operatorClass ? ` ${quoteName(element.operatorClass)}` : '',
      element.descending ? ' DESC' : '',
      element.nulls ? ` NULLS ${element.nulls.toUpperCase()}` : '',
      element.operator ? ` WITH ${element.operator}` : '',
    ].join('')
  );
}

/** CREATE INDEX; undefined where the text of an expression is not known. */
export function indexText(
  index: Index,
  texts: SourceTexts,
  how: { readonly concurrently: boolean; readonly retry: boolean },
): string | undefined {
  const elements = elementList(index.elements, texts);
  const where = whereText(index.where, texts);
  if (elements === undefined || where === undefined) return undefined;
  return [
    `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX${how.concurrently ? ' CONCURRENTLY' : ''}`,
    `${how.retry ? ' IF NOT EXISTS' : ''} ${quoteIdentifier(index.name.name)}`,
    ` ON ${index.only ? 'ONLY ' : ''}${quoteName(index.table)}`,
    ` USING ${quoteIdentifier(index.method)} (${elements})${includeText(index.include)}`,
    index.nullsNotDistinct ? ' NULLS NOT DISTINCT' : '',
    `${optionList(index.options)}${where}`,
  ].join('');
}

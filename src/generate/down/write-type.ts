import type { Relation, UserType } from '../../catalog/model.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { formatType } from '../../sql/format-type.js';
import type { SourceTexts } from './source-texts.js';
import { literal } from './sql-text.js';
import { defaultText } from './write-column.js';
import { constraintText } from './write-constraint.js';

/** CREATE TYPE or CREATE DOMAIN; undefined where a text is not known. `row` holds the attributes of a composite type. */
export function typeText(type: UserType, row: Relation | undefined, texts: SourceTexts): string | undefined {
  const name = quoteName(type.name);
  switch (type.kind) {
    case 'enum':
      return `CREATE TYPE ${name} AS ENUM (${type.values.map(literal).join(', ')})`;
    case 'composite': {
      if (row === undefined) return undefined;
      const attributes = [...row.columns.values()].map((one) => `${quoteIdentifier(one.name)} ${formatType(one.type)}`);
      return `CREATE TYPE ${name} AS (${attributes.join(', ')})`;
    }
    case 'domain': {
      const value = type.default && defaultText(type.default, texts);
      const constraints = [...type.constraints.values()].map((constraint) => constraintText(constraint, texts));
      if ((type.default && value === undefined) || constraints.includes(undefined)) return undefined;
      return [
        `CREATE DOMAIN ${name} AS ${formatType(type.base)}`,
        ...(value === undefined ? [] : [`DEFAULT ${value}`]),
        ...(type.notNull ? ['NOT NULL'] : []),
        ...constraints,
      ].join(' ');
    }
    default: {
      const written = texts.textAt(type.span);
      const head = /^create\s+type\s+((?:"(?:[^"]|"")+"|[\w$]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\w$]+))?)/i;
      return written?.replace(head, () => `CREATE TYPE ${name}`);
    }
  }
}

/** CREATE SEQUENCE with the options that it was made with; `undefined` for one that nobody wrote. */
export function sequenceText(sequence: Relation, texts: SourceTexts): string {
  const op = texts.operationAt(sequence.span);
  const options = op?.kind === 'createSequence' ? op.options : {};
  const clauses = [
    [' AS ', sequence.sequence?.type === 'int8' ? undefined : sequence.sequence?.type],
    [' INCREMENT BY ', options.increment],
    [' MINVALUE ', options.minValue],
    [' MAXVALUE ', options.maxValue],
    [' START WITH ', options.start],
    [' CACHE ', options.cache],
  ].map(([word, value]) => (value === undefined ? '' : `${word}${value}`));
  const kind = sequence.persistence === 'unlogged' ? 'UNLOGGED SEQUENCE' : 'SEQUENCE';
  return `CREATE ${kind} ${quoteName(sequence.name)}${clauses.join('')}${options.cycle ? ' CYCLE' : ''}`;
}

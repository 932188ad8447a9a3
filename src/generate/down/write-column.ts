import type { Column } from '../../catalog/model.js';
import { quoteIdentifier, quoteLiteral, quoteName } from '../../core/name.js';
import type { Expression } from '../../sql/expression.js';
import { formatType } from '../../sql/format-type.js';
import { serialOfInteger } from '../../sql/serial-types.js';
import type { SourceTexts } from './source-texts.js';

/** `name type DEFAULT … NOT NULL`; undefined where the text of an expression is not known. */
export function columnText(column: Column, texts: SourceTexts): string | undefined {
  const serial = column.serial && isNextValue(column.default) ? serialOfInteger(column.type.name) : undefined;
  const value = serial === undefined ? defaultClause(column, texts) : '';
  if (value === undefined) return undefined;
  return [
    `${quoteIdentifier(column.name)} ${serial ?? formatType(column.type)}`,
    column.collation ? ` COLLATE ${quoteName(column.collation)}` : '',
    value,
    column.identity ? ` GENERATED ${column.identity.toUpperCase()} AS IDENTITY` : '',
    column.notNull ? ' NOT NULL' : '',
  ].join('');
}

const isNextValue = (value: Expression | undefined): boolean => value?.kind === 'call' && value.name.name === 'nextval';

function defaultClause({ default: value, generated }: Column, texts: SourceTexts): string | undefined {
  if (generated !== undefined) {
    const text = texts.expression(generated.expression);
    return text && ` GENERATED ALWAYS AS (${text})${generated.stored ? ' STORED' : ' VIRTUAL'}`;
  }
  if (value === undefined) return '';
  const text = defaultText(value, texts);
  return text && ` DEFAULT ${text}`;
}

/** The expression after DEFAULT, in parentheses where the grammar wants them. */
export function defaultText(value: Expression, texts: SourceTexts): string | undefined {
  const text = texts.expression(value) ?? nextValueText(value);
  return text === undefined || isSimple(value) ? text : `(${text})`;
}

const isSimple = ({ kind }: Expression): boolean => kind === 'constant' || kind === 'call' || kind === 'cast';

/** That of a serial column was written by nobody. */
function nextValueText(value: Expression): string | undefined {
  const [argument] = value.kind === 'call' && value.name.name === 'nextval' ? value.arguments : [];
  const constant = argument?.kind === 'cast' ? argument.operand : argument;
  return constant?.kind === 'constant' && typeof constant.value === 'string'
    ? `nextval(${quoteLiteral(constant.value)}::regclass)`
    : undefined;
}

import type { Expression, Subquery } from './expression.js';

/** The name that the server gives to an output column without AS. Absent where only the server knows it. */
export function outputName(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'column':
      return expression.path.at(-1) === '*' ? undefined : expression.path.at(-1);
    case 'call':
      return expression.name.name;
    case 'cast':
      return outputName(expression.operand) === '?column?' ? expression.type.name : outputName(expression.operand);
    case 'subquery':
      return subqueryName(expression);
    case 'other':
      return otherName(expression.tag, expression.parts);
    default:
      return '?column?';
  }
}

function subqueryName(subquery: Subquery): string | undefined {
  if (subquery.form === 'scalar') return subquery.query.columns[0]?.name;
  return subquery.form === 'exists' || subquery.form === 'array' ? subquery.form : '?column?';
}

function otherName(tag: string, parts: readonly Expression[]): string | undefined {
  if (tag === 'CaseExpr') {
    const fallback = parts.at(-1);
    return fallback?.kind === 'column' ? fallback.path.at(-1) : 'case';
  }
  if (tag === 'A_ArrayExpr') return 'array';
  if (tag === 'RowExpr') return 'row';
  if (tag === 'CollateClause' && parts[0]) return outputName(parts[0]);
  return tag === 'ParamRef' ? '?column?' : undefined;
}

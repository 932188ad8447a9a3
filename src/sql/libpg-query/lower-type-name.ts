import { ownValue } from '../../core/own-value.js';
import type { Span } from '../../core/span.js';
import type { TypeName } from '../expression.js';
import { usualSerialName } from '../serial-types.js';
import { afterClosing, isSymbol, isWord, type Token } from '../tokens.js';
import type { LoweringContext } from './context.js';
import { listName, listTexts } from './names.js';
import { dottedSpan, offsetOf, tokenAt } from './span-of.js';
import type { Tree } from './tree.js';

/** A `TypeName` node, wrapped or not. */
export function lowerTypeName(node: Tree, ctx: LoweringContext): TypeName {
  const tree: Tree = node.TypeName ?? node;
  const { schema, name } = listName(tree.names);
  const modifiers: readonly Tree[] = tree.typmods ?? [];
  const texts = modifiers.map(modifierText);
  return {
    ...(schema === undefined || schema === 'pg_catalog' ? {} : { schema }),
    name: schema === undefined ? usualSerialName(name) : name,
    modifiers: name === 'interval' ? intervalPrecision(modifiers) : modifiers.flatMap(modifierNumber),
    ...(modifiers.every((modifier) => modifierNumber(modifier).length > 0) ? {} : { modifierTexts: texts }),
    arrayDimensions: (tree.arrayBounds ?? []).length,
    percentType: tree.pct_type ?? false,
    setof: tree.setof ?? false,
    span: typeSpan(tree, ctx),
  };
}

function modifierNumber(node: Tree): readonly number[] {
  const integer = node.A_Const?.ival as { ival?: number } | undefined;
  return integer ? [integer.ival ?? 0] : [];
}

function modifierText(node: Tree): string {
  const constant = node.A_Const as Tree | undefined;
  if (constant?.sval) return constant.sval.sval ?? '';
  if (constant?.fval) return constant.fval.fval ?? '';
  if (node.ColumnRef) return listTexts(node.ColumnRef.fields).join('.');
  return modifierNumber(node).join('');
}

/** The first modifier of `interval` is a mask of its fields, the second its precision. */
const intervalPrecision = (modifiers: readonly Tree[]): readonly number[] => modifiers.slice(1).flatMap(modifierNumber);

function typeSpan(tree: Tree, ctx: LoweringContext): Span {
  const start = offsetOf(ctx, tree.location);
  if (start === undefined) return ctx.statement;
  const { end } = dottedSpan(ctx, start);
  return { start, end: afterSuffixes(ctx, start, end) };
}

const intervalFields = ['year', 'month', 'day', 'hour', 'minute', 'second', 'to'];
// What may follow each word inside the name of a built-in type.
const follows: Readonly<Record<string, readonly string[]>> = {
  double: ['precision'],
  national: ['character', 'char'],
  character: ['varying'],
  char: ['varying'],
  nchar: ['varying'],
  bit: ['varying'],
  timestamp: ['with', 'without'],
  time: ['with', 'without', 'zone'],
  with: ['time'],
  without: ['time'],
  interval: intervalFields,
  ...Object.fromEntries(intervalFields.map((field) => [field, intervalFields])),
};

/** The end of the type: over the words of its name, its modifiers, `[]`, `ARRAY` and `%TYPE`. */
function afterSuffixes(ctx: LoweringContext, start: number, end: number): number {
  let word = ctx.text.slice(start, end).toLowerCase();
  let at = end;
  for (let token = tokenAt(ctx, at); token; token = tokenAt(ctx, at)) {
    if (isWord(ctx.text, token, ...(ownValue(follows, word) ?? []))) {
      word = ctx.text.slice(token.start, token.end).toLowerCase();
      at = token.end;
    } else if (isSymbol(ctx.text, token, '(') || isSymbol(ctx.text, token, '[')) {
      at = afterClosing(ctx.text, token.start, ctx.statement.end);
    } else if (isWord(ctx.text, token, 'array')) {
      at = token.end;
    } else {
      return afterPercentType(ctx, token) ?? at;
    }
  }
  return at;
}

function afterPercentType(ctx: LoweringContext, token: Token): number | undefined {
  if (!isSymbol(ctx.text, token, '%')) return undefined;
  const word = tokenAt(ctx, token.end);
  return word && isWord(ctx.text, word, 'type') ? word.end : undefined;
}

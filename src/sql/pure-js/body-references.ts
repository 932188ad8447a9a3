import type { WrittenName } from '../../core/name.js';
import type { References } from '../expression.js';
import { namedReferences, noReferences } from '../references.js';
import { isWritten } from './token-reader.js';
import { type Token, tokenize, Unreadable } from './tokens.js';

/** Words after which a body names a relation. */
const beforeRelations = new Set(['from', 'join', 'into', 'update', 'table']);
/** Words that stand after those without being a relation, or before a bracket without being a function. */
const notNames = new Set(
  (
    'select only lateral unnest strict set values where and or not in any all some exists as if when then else case elsif ' +
    'return on using array row from over filter between like ilike is loop while for into join cast coalesce'
  ).split(' '),
);

const isName = (token: Token | undefined): token is Token => token?.kind === 'word' || token?.kind === 'quoted';

/**
 * Names in the text of a routine, told by the words around them: no JavaScript parser reads PL/pgSQL. It finds relations
 * and functions that are named plainly, and may take a variable (`SELECT … INTO variable`) for a relation.
 */
export function bodyReferences(body: string, language: string): References {
  if (language !== 'sql' && language !== 'plpgsql') return noReferences;
  const tokens = tokensOf(body);
  const relations: WrittenName[] = [];
  const functions: WrittenName[] = [];
  tokens.forEach((token, index) => {
    const name = nameAt(tokens, index);
    if (name === undefined) return;
    const before = tokens[index - 1];
    if (isWritten(tokens[index + name.length], '(')) {
      if (!(before?.kind === 'word' && before.text === 'into')) functions.push(name.name);
      else relations.push(name.name);
    } else if (token.start > 0 && before?.kind === 'word' && beforeRelations.has(before.text))
      relations.push(name.name);
  });
  const dynamic = language === 'plpgsql' && tokens.some((token) => isWritten(token, 'execute'));
  return namedReferences({ relations, functions, dynamic });
}

function tokensOf(body: string): readonly Token[] {
  try {
    return tokenize(body, 0, body.length);
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

/** A name that begins at `index`, with the number of its tokens. */
function nameAt(
  tokens: readonly Token[],
  index: number,
): { readonly name: WrittenName; readonly length: number } | undefined {
  const token = tokens[index];
  if (!isName(token) || isWritten(tokens[index - 1], '.')) return undefined;
  if (token.kind === 'word' && notNames.has(token.text)) return undefined;
  const second = isWritten(tokens[index + 1], '.') ? tokens[index + 2] : undefined;
  if (!isName(second)) return { name: { name: token.text }, length: 1 };
  return { name: { schema: token.text, name: second.text }, length: 3 };
}

import type { Edit } from '../core/edit.js';
import type { Operation } from '../sql/operation.js';
import { isWord, tokens } from '../sql/tokens.js';

export type Guard = 'IF EXISTS' | 'IF NOT EXISTS';

/** The guard that the operation could have and lacks. */
export function missingGuard(op: Operation): Guard | undefined {
  if ('ifNotExists' in op) return op.ifNotExists ? undefined : 'IF NOT EXISTS';
  return 'ifExists' in op && !op.ifExists && op.kind.startsWith('drop') ? 'IF EXISTS' : undefined;
}

/** The words that the guard goes behind: the first of them that the clause has, before the name. */
function keywordsOf(op: Operation): readonly string[] {
  switch (op.kind) {
    case 'createTable':
    case 'createTableAs':
    case 'dropTable':
      return ['table'];
    case 'createIndex':
    case 'dropIndex':
      return ['concurrently', 'index'];
    case 'createSchema':
    case 'dropSchema':
      return ['schema'];
    case 'createSequence':
      return ['sequence'];
    case 'createMaterializedView':
      return ['view'];
    case 'createExtension':
      return ['extension'];
    case 'addEnumValue':
      return ['value'];
    case 'addColumn':
      return ['column', 'add'];
    case 'dropColumn':
      return ['column', 'drop'];
    case 'dropConstraint':
      return ['constraint'];
    case 'dropObject':
      return op.objectType.split(' ').slice(-1);
    default:
      return [];
  }
}

/** No name stands this early in a clause without one of the words before it. */
const mostWords = 7;

/** Puts the guard where the grammar wants it, in the letter case of the word before. */
export function addGuard(text: string, op: Operation, guard: Guard): readonly Edit[] | undefined {
  const words = [];
  for (const token of tokens(text, op.span.start, op.span.end)) {
    if (token.kind !== 'word' || words.length === mostWords) break;
    words.push(token);
  }
  for (const keyword of keywordsOf(op)) {
    const found = words.find((token) => isWord(text, token, keyword));
    if (found === undefined) continue;
    const isLower = text[found.start] === text[found.start]?.toLowerCase();
    const at = { start: found.end, end: found.end };
    return [{ span: at, text: ` ${isLower ? guard.toLowerCase() : guard}` }];
  }
  return undefined;
}

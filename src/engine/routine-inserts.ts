import type { Catalog } from '../catalog/catalog.js';
import type { Relation } from '../catalog/model.js';
import { isComment, isSymbol, isWord, type Token, tokens } from '../sql/tokens.js';

/** A function or procedure says INSERT INTO or MERGE INTO this table. What it puts together at run time is not seen. */
export const routineInsertsInto = (catalog: Catalog, { name }: Relation): boolean =>
  catalog.routinesMentioning(name.name).some(({ body, text }) => insertsInto(body ?? text, name.name));

function insertsInto(code: string, table: string): boolean {
  const all = [...tokens(code, 0)].filter((token) => !isComment(token));
  return all.some((token, at) => {
    if (!isWord(code, token, 'into') || !isWord(code, all[at - 1], 'insert', 'merge')) return false;
    const hasSchema = isSymbol(code, all[at + 2], '.');
    return spelled(code, all[at + (hasSchema ? 3 : 1)]) === table;
  });
}

function spelled(code: string, token: Token | undefined): string | undefined {
  const text = token && code.slice(token.start, token.end);
  return text?.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text?.toLowerCase();
}

import { tokens } from '../tokens.js';
import { parseTrees } from './parse-statements.js';
import type { Tree } from './tree.js';

/** SQL, and its place in a body where it stands there letter by letter. */
export interface PlacedText {
  readonly text: string;
  readonly start: number | undefined;
}

/**
 * The text of an expression that is one string constant.
 * @param at the expression's place in the body, if it is known
 */
export function literalIn(expression: string, body: string, at: number | undefined): PlacedText | undefined {
  const text = constantText(expression);
  if (text === undefined) return undefined;
  return { text, start: at === undefined ? undefined : contentStart(expression, body, at, text) };
}

function constantText(expression: string): string | undefined {
  try {
    const statement = parseTrees(`SELECT ${expression}`)[0]?.stmt as Tree | undefined;
    const [target, ...more] = statement?.SelectStmt?.targetList ?? [];
    const constant = more.length === 0 ? (target?.ResTarget?.val?.A_Const?.sval as Tree | undefined) : undefined;
    return constant && (constant.sval ?? '');
  } catch {
    return undefined;
  }
}

/** Where the content of the only string begins; `undefined` where escapes or doubled quotes make it another text. */
function contentStart(expression: string, body: string, at: number, text: string): number | undefined {
  for (const token of tokens(body, at, at + expression.length)) {
    if (token.kind !== 'string' && token.kind !== 'dollarString') continue;
    const written = body.slice(token.start, token.end);
    const quote = /^\$[^$]*\$/.exec(written)?.[0].length ?? written.indexOf("'") + 1;
    const start = token.start + quote;
    return body.startsWith(text, start) ? start : undefined;
  }
  return undefined;
}

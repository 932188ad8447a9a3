/**
 * Whether two files hold the same types. Line endings, comments and what a formatter decides (quotes, semicolons, line
 * breaks, commas at the end, bars at the start) do not count: a project may format what is generated.
 */
export const isSameTypes = (one: string, other: string): boolean => bare(one) === bare(other);

const bare = (text: string): string =>
  tokensOf(text)
    .filter((token, at, all) => !isDecoration(token, all[at - 1], all[at + 1]))
    .join(' ');

/** Strings, words, and single characters; without comments and space. */
const tokensOf = (text: string): readonly string[] =>
  (text.match(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w$]+|\S/g) ?? [])
    .filter((token) => !token.startsWith('//') && !token.startsWith('/*'))
    .map(unquoted);

/** Names and strings in one form: `"id"`, `'id'` and `id` are the same key. */
const unquoted = (token: string): string => (/^['"]/.test(token) ? token.slice(1, -1) : token);

function isDecoration(token: string, before: string | undefined, after: string | undefined): boolean {
  if (token === ';') return true;
  if (token === ',') return after === undefined || /^[\]}>)]$/.test(after);
  return token === '|' && (before === undefined || /^[:=<,([|]$/.test(before));
}

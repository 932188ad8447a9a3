import { type Token, tokens } from '../tokens.js';

/**
 * How deep a statement's tree may be. PostgreSQL's grammar refuses a few thousand open brackets by itself, but it builds
 * `1 + 1 + 1 + …` and `UNION` chains of any depth, and printing such a tree overflows the stack inside the WebAssembly
 * module, which does not recover from that.
 */
export const depthLimit = 3000;

/** Below this many characters no statement is that deep. */
const shortestDeep = 2 * depthLimit;

const flatteners = new Set(['and', 'or', 'select', 'from', 'where', 'then', 'else', 'when', 'values', 'on', 'as']);
const chains = new Set(['union', 'intersect', 'except', 'join']);

/** Whether a statement between the two places may be too deep for the parser. */
export function isTooDeep(text: string, from: number, to: number): boolean {
  if (to - from < shortestDeep) return false;
  const levels: Level[] = [{ links: 0, chained: 0 }];
  let depth = 0;
  for (const token of tokens(text, from, to)) {
    const level = levels.at(-1) ?? { links: 0, chained: 0 };
    depth += stepOf(text, token, level, levels);
    if (depth > depthLimit) return true;
  }
  return false;
}

/** One bracket level: links of its operator chain, and of its chain of joins or set operations. */
interface Level {
  links: number;
  chained: number;
}

/** Takes a token in; gives the change of depth. */
function stepOf(text: string, token: Token, level: Level, levels: Level[]): number {
  if (token.kind === 'operator') return link(level);
  const written = text.slice(token.start, Math.min(token.end, token.start + 12)).toLowerCase();
  switch (written) {
    case '::':
    case 'not':
    case 'case':
    case 'collate':
    case 'is':
      return link(level);
    case '(':
    case '[':
      levels.push({ links: 0, chained: 0 });
      return 1;
    case ')':
    case ']':
      return levels.length > 1 ? close(levels) : 0;
    case ',':
      return unlink(level);
    case ';':
      return levels.length > 1 ? 0 : endStatement(level);
    default:
      break;
  }
  if (token.kind !== 'word') return 0;
  if (chains.has(written)) return chain(level);
  return flatteners.has(written) ? unlink(level) : 0;
}

function link(level: Level): number {
  level.links += 1;
  return 1;
}

function chain(level: Level): number {
  level.chained += 1;
  return 1;
}

function unlink(level: Level): number {
  const change = -level.links;
  level.links = 0;
  return change;
}

function endStatement(level: Level): number {
  const change = unlink(level) - level.chained;
  level.chained = 0;
  return change;
}

function close(levels: Level[]): number {
  const closed = levels.pop();
  return closed ? -1 - closed.links - closed.chained : 0;
}

import { conjunctsOf } from '../effects/expression-use.js';
import { type Expression, walk } from '../sql/expression.js';
import type { Delete, Update } from '../sql/operation.js';
import { isSymbol, isWord, type Token, tokens } from '../sql/tokens.js';

/**
 * A block that makes the change in batches that commit. `undefined` where the statement reads other tables, or where a row
 * that was changed may be found again. `text` is the section's text.
 */
export function batchedChange(op: Update | Delete, text: string): string | undefined {
  const written = text.slice(op.span.start, op.span.end);
  const parts = partsOf(op, written);
  if (parts === undefined || op.reads.length > 0 || op.where === undefined || op.block !== undefined) return undefined;
  const guard = op.kind === 'delete' ? '' : progressOf(op, text);
  if (guard === undefined) return undefined;
  const { head, target, condition } = parts;
  const rows = `SELECT ctid FROM ${target} WHERE ${guard === '' ? condition : `(${condition})${guard}`}
      LIMIT 1000 FOR UPDATE SKIP LOCKED`;
  return `In a file that runs outside a transaction, or by a job:

\`\`\`sql
DO $$
DECLARE
  changed bigint;
BEGIN
  LOOP
    ${head}WHERE ctid = ANY (ARRAY(
      ${rows}
    ));
    GET DIAGNOSTICS changed = ROW_COUNT;
    COMMIT;
    EXIT WHEN changed = 0;
  END LOOP;
END $$;
\`\`\``;
}

interface Parts {
  /** All before WHERE. */
  readonly head: string;
  /** The table with its alias. */
  readonly target: string;
  readonly condition: string;
}

function partsOf(op: Update | Delete, written: string): Parts | undefined {
  const top = [...topLevel(written)];
  const where = top.find((token) => isWord(written, token, 'where'));
  const isAfterAll = top.some((token) => isWord(written, token, 'returning', 'using', 'with'));
  const first = top[op.kind === 'delete' ? 1 : 0];
  const begins = op.kind === 'delete' ? isWord(written, first, 'from') : isWord(written, first, 'update');
  const end = op.kind === 'delete' ? where : top.find((token) => isWord(written, token, 'set'));
  if (where === undefined || first === undefined || end === undefined || !begins || isAfterAll) return undefined;
  return {
    head: written.slice(0, where.start),
    target: written.slice(first.end, end.start).trim(),
    condition: written.slice(where.end).trim(),
  };
}

/** The tokens that stand in no brackets. */
function* topLevel(written: string): Generator<Token> {
  let depth = 0;
  for (const token of tokens(written, 0)) {
    if (isSymbol(written, token, '(')) depth += 1;
    if (isSymbol(written, token, ')')) depth -= 1;
    if (depth === 0) yield token;
  }
}

/** What the condition needs so that no row is found again; `undefined` where nothing does that. */
function progressOf(op: Update, text: string): string | undefined {
  const values = op.expressions.toSorted((a, b) => a.span.start - b.span.start);
  for (const condition of op.where === undefined ? [] : conjunctsOf(op.where)) {
    const column = comparedColumn(condition);
    const value = column === undefined ? undefined : values[op.columns.indexOf(column)];
    if (value === undefined) continue;
    if (condition.kind === 'nullTest' && !condition.negated) return notNull(value, text);
    if (isOther(value, condition)) return '';
  }
  return undefined;
}

const withoutCast = (expression: Expression | undefined): Expression | undefined =>
  expression?.kind === 'cast' ? withoutCast(expression.operand) : expression;

function comparedColumn(condition: Expression): string | undefined {
  const compared =
    condition.kind === 'nullTest'
      ? condition.operand
      : condition.kind === 'operator' && condition.operator === '='
        ? condition.operands[0]
        : undefined;
  const column = withoutCast(compared);
  return column?.kind === 'column' ? column.path.at(-1) : undefined;
}

function notNull(value: Expression, text: string): string | undefined {
  const bare = withoutCast(value);
  if (bare?.kind === 'constant') return bare.value === null ? undefined : '';
  // `now()`, `gen_random_uuid()`, `nextval('numbers')`: NULL for no row.
  if (![...walk(value)].some(({ kind }) => kind === 'column' || kind === 'subquery')) return '';
  // To ask for it would take a number each time.
  if ([...walk(value)].some((part) => part.kind === 'call' && part.name.name === 'nextval')) return undefined;
  return ` AND (${text.slice(value.span.start, value.span.end)}) IS NOT NULL`;
}

/** `provider = 'client'`, and the row gets another constant. */
function isOther(value: Expression, condition: Expression): boolean {
  const [bare, before] = [value, condition.kind === 'operator' ? condition.operands[1] : undefined].map(withoutCast);
  return bare?.kind === 'constant' && before?.kind === 'constant' && bare.value !== null && bare.value !== before.value;
}

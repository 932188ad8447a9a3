import type { BlockContext } from '../operation.js';
import { type Tree, tagged } from './tree.js';

/**
 * One thing that a block does, in the order of the text.
 * - `statement`, `perform`: static SQL; PERFORM reads `SELECT …` in `query`.
 * - `dynamic`: `query` is the expression after EXECUTE.
 * - `expression`, `assignment`: a condition, a bound, a value, `x := …`.
 */
export interface Step {
  readonly form: 'statement' | 'perform' | 'dynamic' | 'expression' | 'assignment' | 'commit' | 'rollback';
  /** Text of the body, with spaces in place of an INTO clause. Empty for `commit` and `rollback`. */
  readonly query: string;
  /** Line of the body, from 1, where the PL/pgSQL statement begins. */
  readonly line: number;
  /** AND CHAIN. */
  readonly chain: boolean;
  readonly block: BlockContext;
}

/** Fields that hold statements, and how lists of branches are called. */
const bodies = ['body', 'then_body', 'elsif_list', 'case_when_list', 'stmts', 'else_body', 'else_stmts', 'exceptions'];
const dynamicFields = new Set([
  'PLpgSQL_stmt_dynexecute.query',
  'PLpgSQL_stmt_dynfors.query',
  'PLpgSQL_stmt_return_query.dynquery',
  'PLpgSQL_stmt_open.dynquery',
]);

/** The steps of a statement or a list of statements. */
export function* stepsOf(node: Tree, block: BlockContext = { conditional: false, caught: false }): Generator<Step> {
  if (Array.isArray(node)) {
    for (const item of node) yield* stepsOf(item, block);
    return;
  }
  const [tag, tree] = tagged(node);
  yield* ownSteps(tag, tree, block);
  for (const field of bodies) {
    if (tree[field]) yield* bodySteps(tag, tree, field, block);
  }
}

function* ownSteps(tag: string, tree: Tree, block: BlockContext): Generator<Step> {
  const base = { line: tree.lineno ?? 1, block };
  if (tag === 'PLpgSQL_stmt_commit' || tag === 'PLpgSQL_stmt_rollback') {
    const form = tag === 'PLpgSQL_stmt_commit' ? 'commit' : 'rollback';
    yield { form, query: '', chain: tree.chain ?? false, ...base };
  }
  for (const [field, value] of Object.entries(tree)) {
    if (bodies.includes(field)) continue;
    for (const expression of expressionsIn(value)) {
      yield { form: formOf(tag, field, expression), query: expression.query ?? '', chain: false, ...base };
    }
  }
}

function bodySteps(tag: string, tree: Tree, field: string, block: BlockContext): Generator<Step> {
  if (tag === 'PLpgSQL_stmt_block' && field === 'body') {
    return stepsOf(tree.body, { ...block, caught: block.caught || tree.exceptions !== undefined });
  }
  const inner: Tree = field === 'exceptions' ? handlers(tree.exceptions) : tree[field];
  return stepsOf(inner, { ...block, conditional: true });
}

/** The statements of all exception handlers. */
const handlers = (exceptions: Tree): Tree =>
  (exceptions.PLpgSQL_exception_block?.exc_list ?? []).flatMap((item: Tree) => item.PLpgSQL_exception?.action ?? []);

/** The parser's modes: 0 a statement, 2 an expression, 3 and more an assignment. */
function formOf(tag: string, field: string, { parseMode }: Tree): Step['form'] {
  if (dynamicFields.has(`${tag}.${field}`)) return 'dynamic';
  if (tag === 'PLpgSQL_stmt_perform') return 'perform';
  if (!parseMode) return 'statement';
  return parseMode === 2 ? 'expression' : 'assignment';
}

/** Every `PLpgSQL_expr` in a value. */
export function expressionsIn(value: unknown): readonly Tree[] {
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    field === 'PLpgSQL_expr' ? [inner as Tree] : expressionsIn(inner),
  );
}

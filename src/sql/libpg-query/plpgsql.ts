import type { Span } from '../../core/span.js';
import type { References } from '../expression.js';
import { lazyReferences } from '../lazy-references.js';
import type { BlockContext, Operation } from '../operation.js';
import { mergeReferences, noReferences } from '../references.js';
import type { LoweringContext } from './context.js';
import type { Lower } from './lowering.js';
import { rangeVarName } from './names.js';
import { parseStatements, parseTrees } from './parse-statements.js';
import { literalIn, type PlacedText } from './plpgsql-literal.js';
import { placesIn } from './plpgsql-places.js';
import { stepReferences, treeDatumReferences } from './plpgsql-references.js';
import { type Step, stepsOf } from './plpgsql-steps.js';
import { readBlock, readRoutine } from './plpgsql-tree.js';
import { withSpan } from './respan.js';
import { treeReferences } from './tree-references.js';

/**
 * A DO block, and what its body holds as operations of the same statement.
 * @param body the text as the server gets it
 * @param bodyStart its place in `ctx.text`; absent where it does not stand there letter by letter (escapes, doubled
 * quotes): then every span is that of the statement
 */
export function lowerDoBlock(
  body: string,
  bodyStart: number | undefined,
  language: string,
  ctx: LoweringContext,
  lower: Lower,
): Operation[] {
  const tree = language === 'plpgsql' ? readBlock(body) : undefined;
  if (!tree) return [{ kind: 'doBlock', span: ctx.statement, language, analysed: false, references: noReferences }];
  const lowering = new BlockLowering(body, bodyStart, ctx, lower);
  const steps = [...stepsOf(tree.action)];
  const inside = steps.flatMap((step) => lowering.lower(step));
  const references = lazyReferences(() =>
    mergeReferences([treeDatumReferences(tree, body), ...steps.map(stepReferences)]),
  );
  return [{ kind: 'doBlock', span: ctx.statement, language, analysed: lowering.complete, references }, ...inside];
}

class BlockLowering {
  /** Every static statement could be read. */
  complete = true;
  readonly #body: string;
  readonly #bodyStart: number | undefined;
  readonly #ctx: LoweringContext;
  readonly #lower: Lower;
  readonly #places;

  constructor(body: string, bodyStart: number | undefined, ctx: LoweringContext, lower: Lower) {
    this.#body = body;
    this.#bodyStart = bodyStart;
    this.#ctx = ctx;
    this.#lower = lower;
    this.#places = placesIn(body);
  }

  lower(step: Step): readonly Operation[] {
    if (step.form === 'expression' || step.form === 'assignment') return [];
    const found = this.#places.find(step);
    return this.#operations(step, found).map((operation) => inBlock(operation, step.block));
  }

  #operations(step: Step, found: Span | undefined): readonly Operation[] {
    switch (step.form) {
      case 'commit':
      case 'rollback': {
        const kind = step.form === 'commit' ? 'commitTransaction' : 'rollbackTransaction';
        return [{ kind, span: this.#toText(found), chain: step.chain }];
      }
      case 'statement':
        return this.#static({ text: step.query, start: found?.start }, found);
      case 'perform':
        // `PERFORM` is one letter longer than `SELECT`.
        return this.#static({ text: step.query.replace(/^SELECT/, 'SELECT '), start: found?.start }, found);
      case 'dynamic':
        return this.#dynamic(step, found);
      default:
        return [];
    }
  }

  #static(sql: PlacedText, found: Span | undefined): readonly Operation[] {
    const lowered = this.#parse(sql, found);
    if (!lowered) this.complete = false;
    return lowered ?? [];
  }

  #dynamic(step: Step, found: Span | undefined): readonly Operation[] {
    const literal = literalIn(step.query, this.#body, found?.start);
    const run: Operation = { kind: 'dynamicSql', span: this.#toText(found), literal: literal?.text };
    return [run, ...((literal && this.#parse(literal, found)) ?? [])];
  }

  /** The operations of SQL that stands in the body; `undefined` where it cannot be parsed. */
  #parse(sql: PlacedText, found: Span | undefined): readonly Operation[] | undefined {
    try {
      if (sql.start !== undefined && this.#bodyStart !== undefined) {
        const statements = parseStatements(sql.text, this.#ctx.text, this.#bodyStart + sql.start, this.#lower);
        return statements.flatMap((statement) => statement.operations);
      }
      const statements = parseStatements(sql.text, sql.text, 0, this.#lower);
      const operations = statements.flatMap((statement) => statement.operations);
      return operations.map((operation) => withSpan(operation, this.#toText(found)));
    } catch {
      return undefined;
    }
  }

  /** A place of the body as a place of the text; the whole statement where there is none. */
  #toText(span: Span | undefined): Span {
    if (this.#bodyStart === undefined || !span) return this.#ctx.statement;
    return { start: this.#bodyStart + span.start, end: this.#bodyStart + span.end };
  }
}

/** What already stands in a block of its own keeps what is known from there. */
const inBlock = (operation: Operation, { conditional, caught }: BlockContext): Operation => ({
  ...operation,
  block: {
    conditional: conditional || (operation.block?.conditional ?? false),
    caught: caught || (operation.block?.caught ?? false),
  },
});

/** The names that the body of a function speaks of; none where the language is another or the body cannot be read. */
export function routineReferences(language: string, body: string): References {
  if (language === 'sql') return sqlReferences(body);
  const tree = language === 'plpgsql' ? readRoutine(body) : undefined;
  if (!tree) return noReferences;
  return mergeReferences([treeDatumReferences(tree, body), ...[...stepsOf(tree.action)].map(stepReferences)]);
}

/** The target of a statement that changes rows. */
function writtenBy(stmt: any): References['modifies'] {
  const node = stmt.InsertStmt ?? stmt.UpdateStmt ?? stmt.DeleteStmt ?? stmt.MergeStmt;
  return node === undefined ? undefined : [rangeVarName(node.relation)];
}

function sqlReferences(body: string): References {
  try {
    return mergeReferences(
      parseTrees(body).map(({ stmt }) => ({ ...treeReferences(stmt), modifies: writtenBy(stmt) })),
    );
  } catch {
    return noReferences;
  }
}

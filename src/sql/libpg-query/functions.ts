import type { References } from '../expression.js';
import { lazyReferences } from '../lazy-references.js';
import type { AlterFunction, CreateFunction, FunctionArgument, Operation, Options, Volatility } from '../operation.js';
import { mergeReferences } from '../references.js';
import type { LoweringContext } from './context.js';
import { isOn, optionNamed, scalarText } from './literals.js';
import { lowerExpression } from './lower-expression.js';
import { lowerTypeName } from './lower-type-name.js';
import type { Lower, Lowerings } from './lowering.js';
import { listName } from './names.js';
import { routineName } from './object-names.js';
import { operationReferences } from './operation-references.js';
import { routineReferences } from './plpgsql.js';
import { atomicBodySpan, bodySpanOf } from './routine-bodies.js';
import { routineSettings } from './setting-values.js';

const modes: Readonly<Record<string, FunctionArgument['mode']>> = {
  FUNC_PARAM_OUT: 'out',
  FUNC_PARAM_INOUT: 'inout',
  FUNC_PARAM_VARIADIC: 'variadic',
  FUNC_PARAM_TABLE: 'table',
};

const lowerArgument = ({ FunctionParameter: node }: any, ctx: LoweringContext): FunctionArgument => ({
  name: node.name || undefined,
  mode: modes[node.mode] ?? 'in',
  type: lowerTypeName(node.argType, ctx),
  default: node.defexpr && lowerExpression(node.defexpr, ctx),
});

const volatilities: readonly Volatility[] = ['immutable', 'stable', 'volatile'];

function volatilityOf(options: readonly any[] | undefined): Volatility | undefined {
  const word = scalarText(optionNamed(options, 'volatility')?.arg);
  return volatilities.find((volatility) => volatility === word);
}

function securityOf(options: readonly any[] | undefined): 'invoker' | 'definer' | undefined {
  const option = optionNamed(options, 'security');
  return option && (isOn(option) ? 'definer' : 'invoker');
}

/** The parser nests the statements of BEGIN ATOMIC in a list of one list. */
const atomicStatements = (body: any): readonly any[] =>
  body.List ? (body.List.items ?? []).flatMap(atomicStatements) : [body];

function atomicReferences(body: any, ctx: LoweringContext, lower: Lower): References {
  const lowered = atomicStatements(body).flatMap((statement) =>
    statement.ReturnStmt ? lower(selectOf(statement.ReturnStmt.returnval), ctx) : lower(statement, ctx),
  );
  return mergeReferences(lowered.map(operationReferences));
}

/** `RETURN x` reads what `SELECT x` reads. */
const selectOf = (value: any): any => ({
  SelectStmt: { targetList: [{ ResTarget: { val: value } }], op: 'SETOP_NONE' },
});

type Body = Pick<CreateFunction, 'body' | 'bodySpan' | 'references'>;

function lowerBody(node: any, language: string, ctx: LoweringContext, lower: Lower): Body {
  if (node.sql_body) {
    return { bodySpan: atomicBodySpan(ctx), references: atomicReferences(node.sql_body, ctx, lower) };
  }
  const clause = optionNamed(node.options, 'as');
  const parsed = scalarText(clause?.arg?.List?.items?.[0]);
  const bodySpan = bodySpanOf(parsed, clause?.location, ctx);
  // The same letters; a slice takes no memory of its own.
  const body = bodySpan === undefined ? parsed : ctx.text.slice(bodySpan.start, bodySpan.end);
  return { body, bodySpan, references: lazyReferences(() => routineReferences(language, body)) };
}

function createFunction(node: any, ctx: LoweringContext, lower: Lower): CreateFunction {
  const language = scalarText(optionNamed(node.options, 'language')?.arg).toLowerCase() || 'sql';
  const strict = optionNamed(node.options, 'strict');
  return {
    kind: 'createFunction',
    span: ctx.statement,
    objectType: node.is_procedure ? 'procedure' : 'function',
    function: listName(node.funcname),
    orReplace: node.replace ?? false,
    arguments: (node.parameters ?? []).map((parameter: any) => lowerArgument(parameter, ctx)),
    returns: node.returnType && lowerTypeName(node.returnType, ctx),
    language,
    volatility: volatilityOf(node.options) ?? 'volatile',
    security: securityOf(node.options) ?? 'invoker',
    securityWritten: securityOf(node.options) !== undefined,
    settings: createdSettings(node.options),
    strict: strict !== undefined && isOn(strict),
    ...lowerBody(node, language, ctx, lower),
  };
}

/** `SET name TO DEFAULT` gives a new function no setting. */
const createdSettings = (options: readonly any[] | undefined): Options =>
  Object.fromEntries(
    Object.entries(routineSettings(options)).filter((entry): entry is [string, string] => entry[1] !== null),
  );

const alterFunction = (node: any, ctx: LoweringContext): AlterFunction => ({
  kind: 'alterFunction',
  span: ctx.statement,
  function: routineName(node.func, ctx),
  volatility: volatilityOf(node.actions),
  security: securityOf(node.actions),
  settings: routineSettings(node.actions),
});

export const functions: Lowerings = {
  CreateFunctionStmt: (node, ctx, lower): Operation[] => [createFunction(node, ctx, lower)],
  AlterFunctionStmt: (node, ctx) => [alterFunction(node, ctx)],
  CallStmt: (node, ctx) => [{ kind: 'call', span: ctx.statement, procedure: listName(node.funccall.funcname) }],
};

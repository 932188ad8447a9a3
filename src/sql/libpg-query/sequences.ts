import type { SequenceOptions } from '../operation.js';
import type { LoweringContext } from './context.js';
import { isOn, optionNamed, scalarText, strings } from './literals.js';
import { lowerTypeName } from './lower-type-name.js';
import type { Lowerings } from './lowering.js';
import { listName, rangeVarName } from './names.js';
import { persistenceOf } from './relations.js';

function ownerOf(option: any): SequenceOptions['ownedBy'] {
  if (!option) return undefined;
  const parts = option.arg.List.items;
  const column = strings(parts).at(-1) ?? '';
  return parts.length < 2 ? null : { table: listName(parts.slice(0, -1)), column };
}

/** Wrapped DefElem nodes. NO MINVALUE and NO MAXVALUE ask for the default and are left out. */
export function lowerSequenceOptions(options: readonly any[] | undefined, ctx: LoweringContext): SequenceOptions {
  const named = (name: string) => optionNamed(options, name);
  const text = (name: string): string | undefined => named(name)?.arg && scalarText(named(name).arg);
  const type = named('as')?.arg?.TypeName;
  return {
    type: type && lowerTypeName(type, ctx),
    start: text('start'),
    increment: text('increment'),
    minValue: text('minvalue'),
    maxValue: text('maxvalue'),
    cache: text('cache'),
    cycle: named('cycle') && isOn(named('cycle')),
    restart: named('restart') && scalarText(named('restart').arg),
    ownedBy: ownerOf(named('owned_by')),
  };
}

export const sequences: Lowerings = {
  CreateSeqStmt: (node, ctx) => [
    {
      kind: 'createSequence',
      span: ctx.statement,
      sequence: rangeVarName(node.sequence),
      ifNotExists: node.if_not_exists ?? false,
      persistence: persistenceOf(node.sequence),
      options: lowerSequenceOptions(node.options, ctx),
    },
  ],
  AlterSeqStmt: (node, ctx) => [
    {
      kind: 'alterSequence',
      span: ctx.statement,
      sequence: rangeVarName(node.sequence),
      ifExists: node.missing_ok ?? false,
      options: lowerSequenceOptions(node.options, ctx),
    },
  ],
};

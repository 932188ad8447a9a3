import type { AlterCompositeType, Operation } from '../operation.js';
import { columnChanges } from './column-changes.js';
import { constraintChanges } from './constraint-changes.js';
import type { LoweringContext } from './context.js';
import { lowerTypeName } from './lower-type-name.js';
import type { Lowerings } from './lowering.js';
import { rangeVarName } from './names.js';
import { objectTypeOf } from './object-names.js';
import { isCascade } from './relations.js';
import { subcommandSpans } from './statement-spans.js';
import type { Subcommands, TableChange } from './subcommand.js';
import { tableChanges } from './table-changes.js';

const subcommands: Subcommands = { ...columnChanges, ...constraintChanges, ...tableChanges };

const compositeActions: Readonly<Record<string, AlterCompositeType['action']>> = {
  AT_AddColumn: 'add',
  AT_DropColumn: 'drop',
  AT_AlterColumnType: 'alter',
};

function lowerAttributeChange(command: any, { span, table }: TableChange, ctx: LoweringContext): Operation {
  const typeName = command.def?.ColumnDef?.typeName;
  return {
    kind: 'alterCompositeType',
    span,
    type: table,
    action: compositeActions[command.subtype] ?? 'alter',
    attribute: command.name ?? command.def?.ColumnDef?.colname ?? '',
    attributeType: typeName && lowerTypeName(typeName, ctx),
    cascade: isCascade(command),
  };
}

function lowerSubcommand(node: any, command: any, base: TableChange, ctx: LoweringContext): Operation {
  if (node.objtype === 'OBJECT_TYPE') return lowerAttributeChange(command, base, ctx);
  const lowered = subcommands[command.subtype]?.(command, base, ctx, objectTypeOf(node.objtype));
  return lowered ?? { ...base, kind: 'otherTableChange', tag: String(command.subtype).replace(/^AT_/, '') };
}

/** One operation a subcommand, of ALTER TABLE and of its forms for views, indexes, sequences and composite types. */
function lowerAlterTable(node: any, ctx: LoweringContext): Operation[] {
  const commands: readonly any[] = node.cmds ?? [];
  const spans = subcommandSpans(ctx, ctx.at(node.relation.location ?? 0), commands.length);
  return commands.map(({ AlterTableCmd: command }, i) => {
    const base: TableChange = {
      span: spans[i] ?? ctx.statement,
      table: rangeVarName(node.relation),
      ifTableExists: node.missing_ok ?? false,
      only: node.objtype !== 'OBJECT_TYPE' && node.relation.inh !== true,
    };
    return lowerSubcommand(node, command, base, ctx);
  });
}

export const alterTable: Lowerings = {
  AlterTableStmt: lowerAlterTable,
};

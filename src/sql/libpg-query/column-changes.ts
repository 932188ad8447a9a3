import { identityOf, lowerColumn } from './columns.js';
import { optionName, optionNamed, scalarText } from './literals.js';
import { lowerExpression } from './lower-expression.js';
import { lowerTypeName } from './lower-type-name.js';
import { listName } from './names.js';
import { isCascade } from './relations.js';
import { lowerSequenceOptions } from './sequences.js';
import type { Subcommand, Subcommands } from './subcommand.js';

const alterType: Subcommand = ({ name, def: { ColumnDef: column } }, base, ctx) => ({
  ...base,
  kind: 'alterColumnType',
  column: name,
  type: lowerTypeName(column.typeName, ctx),
  collation: column.collClause && listName(column.collClause.collname),
  using: column.raw_default && lowerExpression(column.raw_default, ctx),
});

const setIdentity: Subcommand = ({ name, def }, base, ctx) => {
  const generated = optionNamed(def.List.items, 'generated');
  return {
    ...base,
    kind: 'setIdentity',
    column: name,
    // The parser gives the letter's character code.
    identity: generated && identityOf(String.fromCharCode(generated.arg.Integer.ival)),
    sequence: lowerSequenceOptions(def.List.items, ctx),
  };
};

const attributeOptions = (command: any): string =>
  (command.def?.List.items ?? [])
    .map(({ DefElem: option }: any) =>
      option.arg ? `${optionName(option)}=${scalarText(option.arg)}` : optionName(option),
    )
    .join(', ');

/** Index columns have a number and no name. */
const attribute =
  (attributeName: 'statistics' | 'storage' | 'compression' | 'options', value: (command: any) => string): Subcommand =>
  (command, base) => ({
    ...base,
    kind: 'setColumnAttribute',
    column: command.name ?? String(command.num ?? 0),
    attribute: attributeName,
    value: value(command),
  });

const plainValue = (command: any): string => (command.def ? scalarText(command.def) : 'default');

const options = attribute('options', attributeOptions);

/** The subcommands of ALTER TABLE that are about one column. */
export const columnChanges: Subcommands = {
  AT_AddColumn: (command, base, ctx) => ({
    ...base,
    kind: 'addColumn',
    column: lowerColumn(command.def.ColumnDef, ctx),
    ifNotExists: command.missing_ok ?? false,
  }),
  AT_DropColumn: (command, base) => ({
    ...base,
    kind: 'dropColumn',
    column: command.name,
    ifExists: command.missing_ok ?? false,
    cascade: isCascade(command),
  }),
  AT_AlterColumnType: alterType,
  AT_ColumnDefault: ({ name, def }, base, ctx) =>
    def
      ? { ...base, kind: 'setDefault', column: name, default: lowerExpression(def, ctx) }
      : { ...base, kind: 'dropDefault', column: name },
  AT_SetNotNull: ({ name }, base) => ({ ...base, kind: 'setNotNull', column: name }),
  AT_DropNotNull: ({ name }, base) => ({ ...base, kind: 'dropNotNull', column: name }),
  AT_AddIdentity: ({ name, def }, base) => ({
    ...base,
    kind: 'addIdentity',
    column: name,
    identity: identityOf(def.Constraint.generated_when),
  }),
  AT_SetIdentity: setIdentity,
  AT_DropIdentity: ({ name, missing_ok }, base) => ({
    ...base,
    kind: 'dropIdentity',
    column: name,
    ifExists: missing_ok ?? false,
  }),
  AT_SetExpression: ({ name, def }, base, ctx) => ({
    ...base,
    kind: 'setExpression',
    column: name,
    expression: lowerExpression(def, ctx),
  }),
  AT_DropExpression: ({ name, missing_ok }, base) => ({
    ...base,
    kind: 'dropExpression',
    column: name,
    ifExists: missing_ok ?? false,
  }),
  AT_SetStatistics: attribute('statistics', plainValue),
  AT_SetStorage: attribute('storage', plainValue),
  AT_SetCompression: attribute('compression', plainValue),
  AT_SetOptions: options,
  AT_ResetOptions: options,
};

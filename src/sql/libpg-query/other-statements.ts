import type { Operation } from '../operation.js';
import type { LoweringContext } from './context.js';
import { hasOption } from './literals.js';
import type { Lower, Lowerings } from './lowering.js';
import { listName } from './names.js';

/** DDL without a shape of its own: the parser's tag and PostgreSQL's command tag. */
const ddl: Readonly<Record<string, string>> = {
  AlterCollationStmt: 'ALTER COLLATION',
  AlterDatabaseRefreshCollStmt: 'ALTER DATABASE',
  AlterDatabaseStmt: 'ALTER DATABASE',
  AlterEventTrigStmt: 'ALTER EVENT TRIGGER',
  AlterExtensionContentsStmt: 'ALTER EXTENSION',
  AlterExtensionStmt: 'ALTER EXTENSION',
  AlterFdwStmt: 'ALTER FOREIGN DATA WRAPPER',
  AlterForeignServerStmt: 'ALTER SERVER',
  AlterObjectDependsStmt: 'ALTER … DEPENDS ON EXTENSION',
  AlterOpFamilyStmt: 'ALTER OPERATOR FAMILY',
  AlterOperatorStmt: 'ALTER OPERATOR',
  AlterStatsStmt: 'ALTER STATISTICS',
  AlterSubscriptionStmt: 'ALTER SUBSCRIPTION',
  AlterTSConfigurationStmt: 'ALTER TEXT SEARCH CONFIGURATION',
  AlterTSDictionaryStmt: 'ALTER TEXT SEARCH DICTIONARY',
  AlterTableMoveAllStmt: 'ALTER TABLE ALL IN TABLESPACE',
  AlterTableSpaceOptionsStmt: 'ALTER TABLESPACE',
  AlterTypeStmt: 'ALTER TYPE',
  AlterUserMappingStmt: 'ALTER USER MAPPING',
  CreateAmStmt: 'CREATE ACCESS METHOD',
  CreateCastStmt: 'CREATE CAST',
  CreateConversionStmt: 'CREATE CONVERSION',
  CreateFdwStmt: 'CREATE FOREIGN DATA WRAPPER',
  CreateForeignServerStmt: 'CREATE SERVER',
  CreateOpClassStmt: 'CREATE OPERATOR CLASS',
  CreateOpFamilyStmt: 'CREATE OPERATOR FAMILY',
  CreatePLangStmt: 'CREATE LANGUAGE',
  CreateTransformStmt: 'CREATE TRANSFORM',
  CreateUserMappingStmt: 'CREATE USER MAPPING',
  DropUserMappingStmt: 'DROP USER MAPPING',
  ImportForeignSchemaStmt: 'IMPORT FOREIGN SCHEMA',
  ReassignOwnedStmt: 'REASSIGN OWNED',
  SecLabelStmt: 'SECURITY LABEL',
};

/** Statements that change no schema: the parser's tag and PostgreSQL's command tag. */
const utilities: Readonly<Record<string, string>> = {
  CheckPointStmt: 'CHECKPOINT',
  ClosePortalStmt: 'CLOSE CURSOR',
  DeallocateStmt: 'DEALLOCATE',
  DeclareCursorStmt: 'DECLARE CURSOR',
  ExecuteStmt: 'EXECUTE',
  FetchStmt: 'FETCH',
  ListenStmt: 'LISTEN',
  LoadStmt: 'LOAD',
  NotifyStmt: 'NOTIFY',
  PrepareStmt: 'PREPARE',
  UnlistenStmt: 'UNLISTEN',
  VariableShowStmt: 'SHOW',
};

const asKind = (kind: 'otherDdl' | 'utility', tags: Readonly<Record<string, string>>): Lowerings =>
  Object.fromEntries(
    Object.entries(tags).map(([tag, command]) => [
      tag,
      (_node: any, ctx: LoweringContext): Operation[] => [{ kind, span: ctx.statement, tag: command }],
    ]),
  );

/** CREATE TYPE without AS; the rest of what the parser calls a definition. */
function lowerDefinition(node: any, { statement: span }: LoweringContext): Operation {
  return node.kind === 'OBJECT_TYPE'
    ? { kind: 'createOtherType', span, type: listName(node.defnames), form: node.definition ? 'base' : 'shell' }
    : { kind: 'otherDdl', span, tag: `CREATE ${definitionWords[node.kind] ?? 'OBJECT'}` };
}

const definitionWords: Readonly<Record<string, string>> = {
  OBJECT_AGGREGATE: 'AGGREGATE',
  OBJECT_COLLATION: 'COLLATION',
  OBJECT_OPERATOR: 'OPERATOR',
  OBJECT_TSCONFIGURATION: 'TEXT SEARCH CONFIGURATION',
  OBJECT_TSDICTIONARY: 'TEXT SEARCH DICTIONARY',
  OBJECT_TSPARSER: 'TEXT SEARCH PARSER',
  OBJECT_TSTEMPLATE: 'TEXT SEARCH TEMPLATE',
};

/** EXPLAIN ANALYZE runs the statement. */
const lowerExplain = (node: any, ctx: LoweringContext, lower: Lower): Operation[] => [
  { kind: 'utility', span: ctx.statement, tag: 'EXPLAIN' },
  ...(hasOption(node.options, 'analyze') ? lower(node.query, ctx) : []),
];

export const otherStatements: Lowerings = {
  ...asKind('otherDdl', ddl),
  ...asKind('utility', utilities),
  DefineStmt: (node, ctx) => [lowerDefinition(node, ctx)],
  ExplainStmt: lowerExplain,
};

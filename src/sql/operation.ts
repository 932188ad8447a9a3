import type { LockMode } from '../core/lock-mode.js';
import type { WrittenName } from '../core/name.js';
import type { Span } from '../core/span.js';
import type { Expression, Query, References, TypeName } from './expression.js';

/** An operation that stands inside the body of a `DO` block. */
export interface BlockContext {
  /** It may or may not run: it stands in an IF, a loop, a CASE or an exception handler. */
  readonly conditional: boolean;
  /** Its error is caught by the block. */
  readonly caught: boolean;
}

interface Base<Kind extends string> {
  readonly kind: Kind;
  /** The clause itself: the whole statement, or one subcommand of an ALTER TABLE. */
  readonly span: Span;
  readonly block?: BlockContext | undefined;
}

export type ObjectType =
  | 'table'
  | 'foreign table'
  | 'view'
  | 'materialized view'
  | 'index'
  | 'sequence'
  | 'type'
  | 'domain'
  | 'function'
  | 'procedure'
  | 'routine'
  | 'aggregate'
  | 'schema'
  | 'extension'
  | 'trigger'
  | 'policy'
  | 'rule'
  | 'constraint'
  | 'domain constraint'
  | 'column'
  | 'attribute'
  | 'role'
  | 'database'
  | 'tablespace'
  | 'publication'
  | 'subscription'
  | 'event trigger'
  | 'statistics'
  | 'collation'
  | 'foreign server'
  | 'other';

/** A name and, for functions, the argument types; for triggers, policies, rules, constraints and columns, what they are on. */
export interface ObjectName extends WrittenName {
  /** Input argument types, absent where the statement gives none (`DROP FUNCTION f`). */
  readonly arguments?: readonly TypeName[] | undefined;
  /** The table (or domain) that owns it. */
  readonly on?: WrittenName | undefined;
}

/** `reloptions` and the like; a bare option is `true`. Names are lower case. */
export type Options = Readonly<Record<string, string>>;

// ---- parts ----------------------------------------------------------------------------------------------------------

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

interface ConstraintBase<Type extends string> {
  readonly type: Type;
  readonly name?: string | undefined;
  readonly span: Span;
  readonly notValid: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}

export interface KeyConstraint extends ConstraintBase<'primaryKey' | 'unique'> {
  /** Empty with `USING INDEX`. */
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly usingIndex?: string | undefined;
  readonly nullsNotDistinct: boolean;
}

export interface CheckConstraint extends ConstraintBase<'check'> {
  readonly expression: Expression;
  readonly noInherit: boolean;
}

export interface NotNullConstraint extends ConstraintBase<'notNull'> {
  readonly column: string;
}

export interface ForeignKeyConstraint extends ConstraintBase<'foreignKey'> {
  readonly columns: readonly string[];
  readonly references: WrittenName;
  /** Empty where the statement leaves it to the primary key. */
  readonly referencedColumns: readonly string[];
  /** Absent where it was not written. */
  readonly onDelete?: ReferentialAction | undefined;
  /** `ON DELETE SET NULL (a)`: absent where all columns are set. */
  readonly onDeleteColumns?: readonly string[] | undefined;
  readonly onUpdate?: ReferentialAction | undefined;
}

export interface ExclusionConstraint extends ConstraintBase<'exclusion'> {
  readonly method: string;
  readonly elements: readonly IndexElement[];
  readonly where?: Expression | undefined;
}

export type ConstraintDefinition =
  | KeyConstraint
  | CheckConstraint
  | NotNullConstraint
  | ForeignKeyConstraint
  | ExclusionConstraint;

export interface ColumnDefinition {
  readonly name: string;
  /** Its name is empty for a column of a partition or a typed table, whose type stands elsewhere. */
  readonly type: TypeName;
  readonly span: Span;
  readonly notNull: boolean;
  readonly default?: Expression | undefined;
  readonly identity?: 'always' | 'by default' | undefined;
  readonly generated?: { readonly expression: Expression; readonly stored: boolean } | undefined;
  readonly collation?: WrittenName | undefined;
  readonly compression?: string | undefined;
  readonly storage?: string | undefined;
  /** Inline PRIMARY KEY, UNIQUE, CHECK, REFERENCES; their `columns` are filled in. NOT NULL is `notNull`, not here. */
  readonly constraints: readonly ConstraintDefinition[];
}

export interface IndexElement {
  /** Exactly one of `column` and `expression`. */
  readonly column?: string | undefined;
  readonly expression?: Expression | undefined;
  readonly operatorClass?: WrittenName | undefined;
  readonly collation?: WrittenName | undefined;
  readonly descending: boolean;
  /** Absent where it was not written. */
  readonly nulls?: 'first' | 'last' | undefined;
  /** Of an exclusion constraint. */
  readonly operator?: string | undefined;
}

export interface PartitionKey {
  readonly strategy: 'range' | 'list' | 'hash';
  /** Column names; an expression is `undefined` at its place. */
  readonly columns: readonly (string | undefined)[];
  readonly span: Span;
}

export interface PartitionBound {
  readonly isDefault: boolean;
  readonly from: readonly Expression[];
  readonly to: readonly Expression[];
  readonly values: readonly Expression[];
  readonly span: Span;
}

export type Persistence = 'permanent' | 'temporary' | 'unlogged';

export interface SequenceOptions {
  readonly type?: TypeName | undefined;
  readonly start?: string | undefined;
  readonly increment?: string | undefined;
  readonly minValue?: string | undefined;
  readonly maxValue?: string | undefined;
  readonly cache?: string | undefined;
  readonly cycle?: boolean | undefined;
  /** `RESTART` alone is the empty text. */
  readonly restart?: string | undefined;
  /** `null` is OWNED BY NONE. */
  readonly ownedBy?: { readonly table: WrittenName; readonly column: string } | null | undefined;
}

// ---- tables ---------------------------------------------------------------------------------------------------------

export interface CreateTable extends Base<'createTable'> {
  readonly table: WrittenName;
  readonly ifNotExists: boolean;
  readonly persistence: Persistence;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly ConstraintDefinition[];
  /** `including` holds lower-case words: `all`, `defaults`, `indexes`, `constraints`, …; excluded ones are taken out. */
  readonly like: readonly { readonly source: WrittenName; readonly including: readonly string[] }[];
  readonly inherits: readonly WrittenName[];
  readonly partitionBy?: PartitionKey | undefined;
  readonly partitionOf?: { readonly parent: WrittenName; readonly bound: PartitionBound } | undefined;
  readonly ofType?: WrittenName | undefined;
  readonly options: Options;
  readonly tablespace?: string | undefined;
  /** The server of a FOREIGN TABLE. */
  readonly foreignServer?: string | undefined;
}

/** `CREATE TABLE AS` and `SELECT INTO`. */
export interface CreateTableAs extends Base<'createTableAs'> {
  readonly table: WrittenName;
  readonly ifNotExists: boolean;
  readonly persistence: Persistence;
  readonly query: Query;
  readonly withData: boolean;
}

interface OnTable<Kind extends string> extends Base<Kind> {
  readonly table: WrittenName;
  /** `ALTER TABLE IF EXISTS`. */
  readonly ifTableExists: boolean;
  /** `ALTER TABLE ONLY`. */
  readonly only: boolean;
}

export interface AddColumn extends OnTable<'addColumn'> {
  readonly column: ColumnDefinition;
  readonly ifNotExists: boolean;
}
export interface DropColumn extends OnTable<'dropColumn'> {
  readonly column: string;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
export interface AlterColumnType extends OnTable<'alterColumnType'> {
  readonly column: string;
  readonly type: TypeName;
  readonly collation?: WrittenName | undefined;
  readonly using?: Expression | undefined;
}
export interface SetDefault extends OnTable<'setDefault'> {
  readonly column: string;
  readonly default: Expression;
}
export interface DropDefault extends OnTable<'dropDefault'> {
  readonly column: string;
}
export interface SetNotNull extends OnTable<'setNotNull'> {
  readonly column: string;
}
export interface DropNotNull extends OnTable<'dropNotNull'> {
  readonly column: string;
}
export interface AddIdentity extends OnTable<'addIdentity'> {
  readonly column: string;
  readonly identity: 'always' | 'by default';
}
export interface SetIdentity extends OnTable<'setIdentity'> {
  readonly column: string;
  readonly identity?: 'always' | 'by default' | undefined;
  readonly sequence: SequenceOptions;
}
export interface DropIdentity extends OnTable<'dropIdentity'> {
  readonly column: string;
  readonly ifExists: boolean;
}
export interface SetExpression extends OnTable<'setExpression'> {
  readonly column: string;
  readonly expression: Expression;
}
export interface DropExpression extends OnTable<'dropExpression'> {
  readonly column: string;
  readonly ifExists: boolean;
}
/** SET STATISTICS, SET STORAGE, SET COMPRESSION, SET (…), RESET (…) of a column. */
export interface SetColumnAttribute extends OnTable<'setColumnAttribute'> {
  readonly column: string;
  readonly attribute: 'statistics' | 'storage' | 'compression' | 'options';
  readonly value: string;
}
export interface AddConstraint extends OnTable<'addConstraint'> {
  readonly constraint: ConstraintDefinition;
}
export interface DropConstraint extends OnTable<'dropConstraint'> {
  readonly constraint: string;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
export interface AlterConstraint extends OnTable<'alterConstraint'> {
  readonly constraint: string;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}
export interface ValidateConstraint extends OnTable<'validateConstraint'> {
  readonly constraint: string;
}
export interface RenameColumn extends OnTable<'renameColumn'> {
  /** `ALTER VIEW … RENAME COLUMN` and `ALTER TYPE … RENAME ATTRIBUTE` too. */
  readonly objectType: ObjectType;
  readonly column: string;
  readonly to: string;
}
export interface RenameConstraint extends OnTable<'renameConstraint'> {
  readonly constraint: string;
  readonly to: string;
}
export interface AttachPartition extends OnTable<'attachPartition'> {
  readonly partition: WrittenName;
  readonly bound: PartitionBound;
}
export interface DetachPartition extends OnTable<'detachPartition'> {
  readonly partition: WrittenName;
  readonly concurrently: boolean;
  readonly finalize: boolean;
}
export interface EnableRowSecurity extends OnTable<'enableRowSecurity'> {}
export interface DisableRowSecurity extends OnTable<'disableRowSecurity'> {}
export interface ForceRowSecurity extends OnTable<'forceRowSecurity'> {}
export interface NoForceRowSecurity extends OnTable<'noForceRowSecurity'> {}
export interface SetLogged extends OnTable<'setLogged'> {
  readonly logged: boolean;
}
export interface SetTablespace extends OnTable<'setTablespace'> {
  readonly objectType: ObjectType;
  readonly tablespace: string;
}
export interface SetAccessMethod extends OnTable<'setAccessMethod'> {
  /** Absent: DEFAULT. */
  readonly method?: string | undefined;
}
/** `SET (…)` and `RESET (…)` of a table, view, materialized view or index; a reset option is `null`. */
export interface SetOptions extends OnTable<'setOptions'> {
  readonly objectType: ObjectType;
  readonly options: Readonly<Record<string, string | null>>;
}
export interface ClusterOn extends OnTable<'clusterOn'> {
  /** Absent: SET WITHOUT CLUSTER. */
  readonly index?: string | undefined;
}
export interface SetReplicaIdentity extends OnTable<'setReplicaIdentity'> {
  readonly identity: 'default' | 'full' | 'nothing' | 'index';
  readonly index?: string | undefined;
}
export interface SetInheritance extends OnTable<'setInheritance'> {
  readonly parent: WrittenName;
  readonly inherit: boolean;
}
/** `OF type` and `NOT OF`. */
export interface SetTableType extends OnTable<'setTableType'> {
  /** Absent: NOT OF. */
  readonly type?: WrittenName | undefined;
}
/** ENABLE / DISABLE TRIGGER or RULE. */
export interface SetTriggerState extends OnTable<'setTriggerState'> {
  readonly objectType: 'trigger' | 'rule';
  readonly name: string | { readonly every: 'all' | 'user' };
  readonly state: 'enabled' | 'disabled' | 'replica' | 'always';
}
/** An ALTER TABLE subcommand without a shape of its own; it is taken to need the strongest lock. */
export interface OtherTableChange extends OnTable<'otherTableChange'> {
  readonly tag: string;
}

/** `ALTER … RENAME TO` of anything but columns, constraints and enum values. */
export interface RenameObject extends Base<'renameObject'> {
  readonly objectType: ObjectType;
  readonly object: ObjectName;
  readonly to: string;
  readonly ifExists: boolean;
  /** The statement said ALTER TABLE where `object` may be an index or a view. */
  readonly viaTable: boolean;
}
export interface SetObjectSchema extends Base<'setObjectSchema'> {
  readonly objectType: ObjectType;
  readonly object: ObjectName;
  readonly to: string;
  readonly ifExists: boolean;
}
export interface ChangeOwner extends Base<'changeOwner'> {
  readonly objectType: ObjectType;
  readonly object: ObjectName;
  readonly owner: string;
}

// ---- drops ----------------------------------------------------------------------------------------------------------

/** One operation an object; `statementCount` says how many objects the statement drops. */
export interface DropObject extends Base<'dropObject'> {
  readonly objectType: Exclude<ObjectType, 'table' | 'index' | 'schema' | 'database'>;
  readonly object: ObjectName;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly statementCount: number;
}
export interface DropTable extends Base<'dropTable'> {
  readonly table: WrittenName;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly statementCount: number;
}
export interface DropIndex extends Base<'dropIndex'> {
  readonly index: WrittenName;
  readonly concurrently: boolean;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly statementCount: number;
  /** Where `CONCURRENTLY` goes: just after `INDEX`. */
  readonly afterIndexKeyword: number;
}
export interface DropSchema extends Base<'dropSchema'> {
  readonly schema: string;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
export interface DropDatabase extends Base<'dropDatabase'> {
  readonly database: string;
  readonly ifExists: boolean;
}
/** DROP OWNED BY. */
export interface DropOwned extends Base<'dropOwned'> {
  readonly roles: readonly string[];
  readonly cascade: boolean;
}

// ---- indexes --------------------------------------------------------------------------------------------------------

export interface CreateIndex extends Base<'createIndex'> {
  readonly index?: string | undefined;
  readonly table: WrittenName;
  readonly only: boolean;
  readonly unique: boolean;
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  readonly method: string;
  readonly elements: readonly IndexElement[];
  readonly include: readonly string[];
  readonly where?: Expression | undefined;
  readonly nullsNotDistinct: boolean;
  readonly options: Options;
  /** Where `CONCURRENTLY` goes: just after `INDEX`. */
  readonly afterIndexKeyword: number;
}
export interface AttachIndexPartition extends Base<'attachIndexPartition'> {
  readonly index: WrittenName;
  readonly partition: WrittenName;
}
export interface Reindex extends Base<'reindex'> {
  readonly target: 'index' | 'table' | 'schema' | 'database' | 'system';
  readonly name?: WrittenName | undefined;
  readonly concurrently: boolean;
  /** Where `CONCURRENTLY` goes: just after the target's keyword. */
  readonly afterTargetKeyword: number;
}

// ---- views, functions, triggers, policies ---------------------------------------------------------------------------

export interface CreateView extends Base<'createView'> {
  readonly view: WrittenName;
  readonly orReplace: boolean;
  readonly persistence: Persistence;
  readonly columnAliases: readonly string[];
  readonly options: Options;
  readonly query: Query;
  readonly references: References;
}
export interface CreateMaterializedView extends Base<'createMaterializedView'> {
  readonly view: WrittenName;
  readonly ifNotExists: boolean;
  readonly columnAliases: readonly string[];
  readonly options: Options;
  readonly query: Query;
  readonly withData: boolean;
  readonly references: References;
}
export interface RefreshMaterializedView extends Base<'refreshMaterializedView'> {
  readonly view: WrittenName;
  readonly concurrently: boolean;
  readonly withData: boolean;
}

export interface FunctionArgument {
  readonly name?: string | undefined;
  readonly mode: 'in' | 'out' | 'inout' | 'variadic' | 'table';
  readonly type: TypeName;
  readonly default?: Expression | undefined;
}
export type Volatility = 'immutable' | 'stable' | 'volatile';
export interface CreateFunction extends Base<'createFunction'> {
  readonly objectType: 'function' | 'procedure';
  readonly function: WrittenName;
  readonly orReplace: boolean;
  readonly arguments: readonly FunctionArgument[];
  /** Absent for procedures and where OUT arguments say it. */
  readonly returns?: TypeName | undefined;
  readonly language: string;
  readonly volatility: Volatility;
  readonly security: 'invoker' | 'definer';
  /** SECURITY INVOKER or DEFINER stands in the statement; else it is the default. */
  readonly securityWritten: boolean;
  /** `SET name = value` clauses; FROM CURRENT is the text `FROM CURRENT`. */
  readonly settings: Options;
  readonly strict: boolean;
  /** The quoted body's text as the server gets it; absent for BEGIN ATOMIC and RETURN bodies. */
  readonly body?: string | undefined;
  /** From just inside the quotes, or the atomic body. */
  readonly bodySpan?: Span | undefined;
  readonly references: References;
}
export interface AlterFunction extends Base<'alterFunction'> {
  readonly function: ObjectName;
  readonly volatility?: Volatility | undefined;
  readonly security?: 'invoker' | 'definer' | undefined;
  /** A `null` value is RESET. The name `all` is RESET ALL. */
  readonly settings: Readonly<Record<string, string | null>>;
}
export interface CreateTrigger extends Base<'createTrigger'> {
  readonly trigger: string;
  readonly table: WrittenName;
  readonly orReplace: boolean;
  readonly constraint: boolean;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  /** UPDATE OF. */
  readonly columns: readonly string[];
  readonly level: 'row' | 'statement';
  readonly when?: Expression | undefined;
  readonly function: WrittenName;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}
export interface CreateRule extends Base<'createRule'> {
  readonly rule: string;
  readonly table: WrittenName;
  readonly orReplace: boolean;
}
export type PolicyCommand = 'all' | 'select' | 'insert' | 'update' | 'delete';
export interface CreatePolicy extends Base<'createPolicy'> {
  readonly policy: string;
  readonly table: WrittenName;
  readonly permissive: boolean;
  readonly command: PolicyCommand;
  /** `['public']` where no TO was written. */
  readonly roles: readonly string[];
  readonly rolesWritten: boolean;
  readonly using?: Expression | undefined;
  readonly withCheck?: Expression | undefined;
}
export interface AlterPolicy extends Base<'alterPolicy'> {
  readonly policy: string;
  readonly table: WrittenName;
  readonly roles?: readonly string[] | undefined;
  readonly using?: Expression | undefined;
  readonly withCheck?: Expression | undefined;
}
export interface CreateEventTrigger extends Base<'createEventTrigger'> {
  readonly trigger: string;
  readonly event: string;
}

// ---- rights ---------------------------------------------------------------------------------------------------------

export interface Privileges {
  /** Lower case; `['all']` for ALL. */
  readonly privileges: readonly string[];
  /** Column-level ones only touch these. */
  readonly columns: readonly string[];
  /** `public` for PUBLIC. */
  readonly grantees: readonly string[];
  readonly withGrantOption: boolean;
}
export interface Grant extends Base<'grant'>, Privileges {
  readonly isGrant: boolean;
  readonly objectType: ObjectType;
  readonly objects: readonly ObjectName[];
  /** ON ALL … IN SCHEMA: then `objects` is empty. */
  readonly allInSchemas: readonly string[];
  readonly cascade: boolean;
}
export interface GrantRole extends Base<'grantRole'> {
  readonly isGrant: boolean;
  readonly roles: readonly string[];
  readonly grantees: readonly string[];
}
export interface AlterDefaultPrivileges extends Base<'alterDefaultPrivileges'>, Privileges {
  readonly isGrant: boolean;
  readonly objectType: ObjectType;
  /** Empty: all schemas. */
  readonly schemas: readonly string[];
  readonly forRoles: readonly string[];
}
/** CREATE ROLE and ALTER ROLE. */
export interface RoleChange extends Base<'createRole' | 'alterRole'> {
  readonly role: string;
  /** `superuser`, `login`, `bypassrls`, … to `true` or `false`; `password` to its text. */
  readonly options: Options;
}
/** ALTER ROLE … SET and ALTER DATABASE … SET. */
export interface SetRoleSetting extends Base<'setRoleSetting'> {
  readonly objectType: 'role' | 'database';
  /** `all` for ALL. */
  readonly name: string;
  readonly setting: string;
  /** `null` is RESET. */
  readonly value: string | null;
}

// ---- schemas, types, sequences, the rest ----------------------------------------------------------------------------

export interface CreateSchema extends Base<'createSchema'> {
  readonly schema: string;
  readonly ifNotExists: boolean;
  readonly owner?: string | undefined;
}
export interface CreateExtension extends Base<'createExtension'> {
  readonly extension: string;
  readonly schema?: string | undefined;
  readonly version?: string | undefined;
  readonly ifNotExists: boolean;
  readonly cascade: boolean;
}
export interface CreateSequence extends Base<'createSequence'> {
  readonly sequence: WrittenName;
  readonly ifNotExists: boolean;
  readonly persistence: Persistence;
  readonly options: SequenceOptions;
}
export interface AlterSequence extends Base<'alterSequence'> {
  readonly sequence: WrittenName;
  readonly ifExists: boolean;
  readonly options: SequenceOptions;
}
export interface CreateEnum extends Base<'createEnum'> {
  readonly type: WrittenName;
  readonly values: readonly string[];
}
export interface AddEnumValue extends Base<'addEnumValue'> {
  readonly type: WrittenName;
  readonly value: string;
  readonly ifNotExists: boolean;
  readonly position?: { readonly side: 'before' | 'after'; readonly neighbour: string } | undefined;
}
export interface RenameEnumValue extends Base<'renameEnumValue'> {
  readonly type: WrittenName;
  readonly value: string;
  readonly to: string;
}
export interface CreateDomain extends Base<'createDomain'> {
  readonly domain: WrittenName;
  readonly type: TypeName;
  readonly notNull: boolean;
  readonly default?: Expression | undefined;
  readonly constraints: readonly ConstraintDefinition[];
}
export interface AlterDomain extends Base<'alterDomain'> {
  readonly domain: WrittenName;
  readonly action:
    | { readonly type: 'addConstraint'; readonly constraint: ConstraintDefinition }
    | { readonly type: 'dropConstraint' | 'validateConstraint'; readonly constraint: string }
    | { readonly type: 'setDefault'; readonly default: Expression }
    | { readonly type: 'dropDefault' | 'setNotNull' | 'dropNotNull' };
}
export interface CreateCompositeType extends Base<'createCompositeType'> {
  readonly type: WrittenName;
  readonly attributes: readonly ColumnDefinition[];
}
export interface AlterCompositeType extends Base<'alterCompositeType'> {
  readonly type: WrittenName;
  readonly action: 'add' | 'drop' | 'alter';
  readonly attribute: string;
  readonly attributeType?: TypeName | undefined;
  readonly cascade: boolean;
}
/** Range types, base types, shell types. */
export interface CreateOtherType extends Base<'createOtherType'> {
  readonly type: WrittenName;
  readonly form: 'range' | 'base' | 'shell';
}
export interface CommentOn extends Base<'commentOn'> {
  readonly objectType: ObjectType;
  readonly object: ObjectName;
  /** `null` is IS NULL. */
  readonly text: string | null;
}
export interface PublicationChange extends Base<'createPublication' | 'alterPublication'> {
  readonly publication: string;
  readonly allTables: boolean;
  readonly action: 'create' | 'add' | 'drop' | 'set' | 'options';
  readonly tables: readonly WrittenName[];
  readonly schemas: readonly string[];
}
export interface CreateSubscription extends Base<'createSubscription'> {
  readonly subscription: string;
  readonly createsSlot: boolean;
}
export interface CreateStatistics extends Base<'createStatistics'> {
  readonly statistics?: WrittenName | undefined;
  readonly table: WrittenName;
}
export interface CreateDatabase extends Base<'createDatabase'> {
  readonly database: string;
}
export interface CreateTablespace extends Base<'createTablespace'> {
  readonly tablespace: string;
}
export interface AlterSystem extends Base<'alterSystem'> {
  readonly setting: string;
}

// ---- data -----------------------------------------------------------------------------------------------------------

/** `none`: no WHERE. `always`: a WHERE that is always true (`true`, `1 = 1`). */
export type Filter = 'none' | 'always' | 'condition';

interface Dml<Kind extends string> extends Base<Kind> {
  readonly table: WrittenName;
  /** Other relations that it reads. */
  readonly reads: readonly RelationName[];
  /** Every expression in it. */
  readonly expressions: readonly Expression[];
  /** FOR UPDATE, FOR SHARE, … in a query of it: the rows that it reads are locked. */
  readonly locking?: boolean | undefined;
  /** Columns that it sets or lists more than once. Absent where there is none. */
  readonly repeated?: readonly string[] | undefined;
}
export type RelationName = WrittenName;
export interface Insert extends Dml<'insert'> {
  /** Empty where no column list was written. */
  readonly columns: readonly string[];
  readonly source: 'values' | 'query' | 'default';
  /** Number of rows of VALUES. */
  readonly rows: number;
  /** The first row of VALUES. */
  readonly firstRow?: readonly Expression[] | undefined;
  readonly onConflict: boolean;
}
export interface Update extends Dml<'update'> {
  readonly columns: readonly string[];
  readonly filter: Filter;
  readonly where?: Expression | undefined;
}
export interface Delete extends Dml<'delete'> {
  readonly filter: Filter;
  readonly where?: Expression | undefined;
}
export interface Merge extends Dml<'merge'> {}
export interface Select extends Base<'select'> {
  readonly query: Query;
}
export interface Copy extends Base<'copy'> {
  /** Absent for COPY (query) TO. */
  readonly table?: WrittenName | undefined;
  readonly direction: 'from' | 'to';
  readonly endpoint: 'stdin' | 'stdout' | 'program' | 'file';
}
export interface Truncate extends Base<'truncate'> {
  readonly tables: readonly WrittenName[];
  readonly cascade: boolean;
  readonly restartIdentity: boolean;
}
export interface Vacuum extends Base<'vacuum'> {
  /** Empty: every table. */
  readonly tables: readonly WrittenName[];
  readonly full: boolean;
}
export interface Analyze extends Base<'analyze'> {
  readonly tables: readonly WrittenName[];
}
export interface Cluster extends Base<'cluster'> {
  /** Absent: every clustered table. */
  readonly table?: WrittenName | undefined;
}
export interface LockTable extends Base<'lockTable'> {
  readonly tables: readonly WrittenName[];
  readonly mode: LockMode;
  readonly nowait: boolean;
}

// ---- session and transaction ----------------------------------------------------------------------------------------

/** SET, SET LOCAL, SET ROLE, and `select set_config(…)`. */
export interface SetSetting extends Base<'setSetting'> {
  /** Lower case; `role`, `session_authorization`, `transaction` for those forms. */
  readonly name: string;
  /** Joined by `, `; DEFAULT is `null`. */
  readonly value: string | null;
  readonly local: boolean;
  readonly form: 'set' | 'set_config';
}
export interface ResetSetting extends Base<'resetSetting'> {
  /** `all` for RESET ALL and DISCARD ALL. */
  readonly name: string;
}
export interface SetConstraints extends Base<'setConstraints'> {
  /** Empty: ALL. */
  readonly constraints: readonly WrittenName[];
  readonly deferred: boolean;
}
export interface BeginTransaction extends Base<'beginTransaction'> {}
export interface CommitTransaction extends Base<'commitTransaction'> {
  /** AND CHAIN. */
  readonly chain: boolean;
}
export interface RollbackTransaction extends Base<'rollbackTransaction'> {
  readonly chain: boolean;
}
export interface SavepointOperation extends Base<'savepoint' | 'releaseSavepoint' | 'rollbackToSavepoint'> {
  readonly savepoint: string;
}
/** PREPARE TRANSACTION and its COMMIT or ROLLBACK PREPARED. */
export interface PreparedTransaction extends Base<'preparedTransaction'> {
  readonly action: 'prepare' | 'commit' | 'rollback';
}

// ---- code -----------------------------------------------------------------------------------------------------------

/** A DO block. What its body holds follows as operations of the same statement, with `block` set. */
export interface DoBlock extends Base<'doBlock'> {
  readonly language: string;
  /** The body could be read, so that what follows is all that it does but for `dynamicSql`. */
  readonly analysed: boolean;
  readonly references: References;
}
export interface Call extends Base<'call'> {
  readonly procedure: WrittenName;
}
/** SQL put together at run time: EXECUTE in a DO block. */
export interface DynamicSql extends Base<'dynamicSql'> {
  /** The text where it is one literal. */
  readonly literal?: string | undefined;
}
/** A statement that PostgreSQL knows and that changes no schema: SHOW, EXPLAIN, PREPARE, NOTIFY, LOAD, … */
export interface Utility extends Base<'utility'> {
  readonly tag: string;
}
/** DDL on objects that no check looks into: casts, operators, text search, foreign servers, languages, … */
export interface OtherDdl extends Base<'otherDdl'> {
  readonly tag: string;
}
/** A statement that the parser could not turn into one of the above. Counted as not analysed. */
export interface UnknownOperation extends Base<'unknown'> {
  /** The parser's own word, for logs only. */
  readonly tag: string;
}

export type Operation =
  | CreateTable
  | CreateTableAs
  | AddColumn
  | DropColumn
  | AlterColumnType
  | SetDefault
  | DropDefault
  | SetNotNull
  | DropNotNull
  | AddIdentity
  | SetIdentity
  | DropIdentity
  | SetExpression
  | DropExpression
  | SetColumnAttribute
  | AddConstraint
  | DropConstraint
  | AlterConstraint
  | ValidateConstraint
  | RenameColumn
  | RenameConstraint
  | AttachPartition
  | DetachPartition
  | EnableRowSecurity
  | DisableRowSecurity
  | ForceRowSecurity
  | NoForceRowSecurity
  | SetLogged
  | SetTablespace
  | SetAccessMethod
  | SetOptions
  | ClusterOn
  | SetReplicaIdentity
  | SetInheritance
  | SetTableType
  | SetTriggerState
  | OtherTableChange
  | RenameObject
  | SetObjectSchema
  | ChangeOwner
  | DropObject
  | DropTable
  | DropIndex
  | DropSchema
  | DropDatabase
  | DropOwned
  | CreateIndex
  | AttachIndexPartition
  | Reindex
  | CreateView
  | CreateMaterializedView
  | RefreshMaterializedView
  | CreateFunction
  | AlterFunction
  | CreateTrigger
  | CreateRule
  | CreatePolicy
  | AlterPolicy
  | CreateEventTrigger
  | Grant
  | GrantRole
  | AlterDefaultPrivileges
  | RoleChange
  | SetRoleSetting
  | CreateSchema
  | CreateExtension
  | CreateSequence
  | AlterSequence
  | CreateEnum
  | AddEnumValue
  | RenameEnumValue
  | CreateDomain
  | AlterDomain
  | CreateCompositeType
  | AlterCompositeType
  | CreateOtherType
  | CommentOn
  | PublicationChange
  | CreateSubscription
  | CreateStatistics
  | CreateDatabase
  | CreateTablespace
  | AlterSystem
  | Insert
  | Update
  | Delete
  | Merge
  | Select
  | Copy
  | Truncate
  | Vacuum
  | Analyze
  | Cluster
  | LockTable
  | SetSetting
  | ResetSetting
  | SetConstraints
  | BeginTransaction
  | CommitTransaction
  | RollbackTransaction
  | SavepointOperation
  | PreparedTransaction
  | DoBlock
  | Call
  | DynamicSql
  | Utility
  | OtherDdl
  | UnknownOperation;

export type OperationKind = Operation['kind'];
/** The operations of these kinds; one interface may stand for several kinds (`savepoint`, `releaseSavepoint`, …). */
export type OperationOf<Kind extends OperationKind> = Operation extends infer Op
  ? Op extends { readonly kind: infer Own }
    ? [Extract<Own, Kind>] extends [never]
      ? never
      : Op
    : never
  : never;

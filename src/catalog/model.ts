import type { QualifiedName, WrittenName } from '../core/name.js';
import type { Span } from '../core/span.js';
import type { Expression, OutputColumn, References, TypeName } from '../sql/expression.js';
import type {
  ConstraintDefinition,
  FunctionArgument,
  IndexElement,
  Options,
  PartitionBound,
  PartitionKey,
  Persistence,
  PolicyCommand,
  Volatility,
} from '../sql/operation.js';

/** The unit (one direction of one migration) whose replay made a thing. Units count up from 1; 0 is «before the history». */
export type Unit = number;

/** A statement of the history, by its place in the text of its unit. */
export interface Written {
  readonly unit: Unit;
  readonly span: Span;
}

export interface Column {
  readonly name: string;
  readonly type: TypeName;
  readonly notNull: boolean;
  readonly default?: Expression | undefined;
  readonly identity?: 'always' | 'by default' | undefined;
  readonly generated?: { readonly expression: Expression; readonly stored: boolean } | undefined;
  readonly collation?: WrittenName | undefined;
  /** Made as `serial`: owns a sequence. */
  readonly serial: boolean;
  readonly unit: Unit;
  /** The ADD COLUMN or ALTER … TYPE that gave it its type; absent where it came with its table. */
  readonly writtenAt?: Written | undefined;
}

/** A constraint with its final name, whether it was written or given by the server. */
export interface Constraint {
  readonly name: string;
  readonly definition: ConstraintDefinition;
  /** Of keys and exclusions: the columns, also where the statement said USING INDEX. Of foreign keys: the referencing ones. */
  readonly columns: readonly string[];
  /** Of foreign keys: the referenced table and its columns (filled from its primary key where known). */
  readonly references?: { readonly table: QualifiedName; readonly columns: readonly string[] } | undefined;
  /** NOT VALID constraints become validated by VALIDATE CONSTRAINT. */
  readonly validated: boolean;
  /** Of a foreign key of a partition: it belongs to that of the partitioned table. */
  readonly inherited?: boolean | undefined;
  readonly unit: Unit;
}

export interface Index {
  readonly name: QualifiedName;
  readonly table: QualifiedName;
  readonly unique: boolean;
  readonly method: string;
  readonly elements: readonly IndexElement[];
  readonly include: readonly string[];
  readonly where?: Expression | undefined;
  readonly nullsNotDistinct: boolean;
  readonly options?: Options | undefined;
  /** The constraint that owns it. */
  readonly constraint?: string | undefined;
  /** `ON ONLY` a partitioned table: stays invalid until all partitions' indexes are attached. */
  readonly only: boolean;
  /** Of a partition's index: the index of the partitioned table that it belongs to. */
  readonly parent?: QualifiedName | undefined;
  /** The CREATE INDEX that made it, in the text of its unit; absent where it came with something else. */
  readonly span?: Span | undefined;
  readonly unit: Unit;
}

export interface Policy {
  readonly name: string;
  readonly permissive: boolean;
  readonly command: PolicyCommand;
  readonly roles: readonly string[];
  /** `false`: it is for PUBLIC because no TO was written. */
  readonly rolesWritten: boolean;
  readonly using?: Expression | undefined;
  readonly withCheck?: Expression | undefined;
  /** The statement that made it, in the text of its unit. */
  readonly span?: Span | undefined;
  readonly unit: Unit;
  /** The last ALTER POLICY that gave it roles or conditions. */
  readonly writtenAt?: Written | undefined;
}

export interface Trigger {
  readonly name: string;
  readonly function: QualifiedName;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly string[];
  /** UPDATE OF. */
  readonly columns: readonly string[];
  readonly constraint: boolean;
  readonly initiallyDeferred: boolean;
  readonly state: 'enabled' | 'disabled' | 'replica' | 'always';
  /** The statement that made it, in the text of its unit. */
  readonly span?: Span | undefined;
  readonly unit: Unit;
}

export type RelationKind =
  | 'table'
  | 'partitionedTable'
  | 'foreignTable'
  | 'view'
  | 'materializedView'
  | 'sequence'
  | 'compositeType';

/** Tables, views, materialized views, foreign tables, sequences, composite types: what shares one name space with indexes. */
export interface Relation {
  readonly kind: RelationKind;
  readonly name: QualifiedName;
  /** The statement that made it, in the text of its unit. */
  readonly span?: Span | undefined;
  readonly unit: Unit;
  readonly persistence: Persistence;
  /**
   * `false`: its columns are not all known (made outside the history, `LIKE` or `CREATE TABLE AS` of something unknown).
   * A column that is not in `columns` is then unknown, not absent.
   */
  readonly complete: boolean;
  readonly columns: ReadonlyMap<string, Column>;
  readonly constraints: ReadonlyMap<string, Constraint>;
  /** Keys of `Catalog.index`: `schema.name`. */
  readonly indexes: ReadonlySet<string>;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly triggers: ReadonlyMap<string, Trigger>;
  readonly rules: ReadonlySet<string>;
  readonly rowSecurity: {
    readonly enabled: boolean;
    readonly forced: boolean;
    /** The DISABLE or NO FORCE since which it is off or not forced. */
    readonly writtenAt?: Written | undefined;
  };
  readonly options: Options;
  readonly owner?: string | undefined;
  readonly comment?: string | undefined;
  readonly columnComments: ReadonlyMap<string, string>;
  readonly partitionBy?: PartitionKey | undefined;
  readonly partitionOf?: { readonly parent: QualifiedName; readonly bound: PartitionBound } | undefined;
  readonly inherits: readonly QualifiedName[];
  /** `CREATE TABLE … OF type`. */
  readonly ofType?: QualifiedName | undefined;
  /** Rows were put into it by the unit of this number (INSERT, COPY, CREATE TABLE AS, …). */
  readonly populated?: Unit | undefined;
  /** What the history's own statements put into it. Absent: nothing. */
  readonly filled?: Filling | undefined;
  /** Views and materialized views. */
  readonly view?: ViewDefinition | undefined;
  /** Sequences. */
  readonly sequence?:
    | {
        readonly type: string;
        readonly ownedBy?: { readonly table: QualifiedName; readonly column: string } | undefined;
      }
    | undefined;
  /** An extension or the platform made it (`auth.users`), so the history never shows it. */
  readonly managed: boolean;
}

/** `row`, `rows`: written out one by one. `unknown`: INSERT … SELECT, COPY, CREATE TABLE AS, …, of any number. */
export type Filling = 'row' | 'rows' | 'unknown';

export interface ViewDefinition {
  /** The text of its query as it was written. */
  readonly text: string;
  readonly columnAliases: readonly string[];
  readonly output: readonly OutputColumn[];
  /** Relations with their schemas. */
  readonly reads: readonly QualifiedName[];
  readonly references: References;
  /** The columns of its relations that it reads, as far as known when it was made; renames are followed. */
  readonly uses: readonly { readonly relation: QualifiedName; readonly column: string }[];
  /** Materialized views: `false` after WITH NO DATA. */
  readonly populated: boolean;
  /** The statement that gave it this query, where one did. */
  readonly writtenAt?: Written | undefined;
}

export interface EnumType {
  readonly kind: 'enum';
  readonly name: QualifiedName;
  readonly values: readonly string[];
  readonly unit: Unit;
}
export interface Domain {
  readonly kind: 'domain';
  readonly name: QualifiedName;
  readonly base: TypeName;
  readonly notNull: boolean;
  readonly default?: Expression | undefined;
  readonly constraints: ReadonlyMap<string, Constraint>;
  readonly unit: Unit;
}
export interface OtherType {
  readonly kind: 'composite' | 'range' | 'base' | 'shell';
  readonly name: QualifiedName;
  /** The statement that made it, in the text of its unit. */
  readonly span?: Span | undefined;
  readonly unit: Unit;
}
export type UserType = EnumType | Domain | OtherType;

export interface Routine {
  readonly objectType: 'function' | 'procedure';
  readonly name: QualifiedName;
  readonly arguments: readonly FunctionArgument[];
  readonly returns?: TypeName | undefined;
  readonly language: string;
  readonly volatility: Volatility;
  readonly security: 'invoker' | 'definer';
  readonly settings: Options;
  readonly body?: string | undefined;
  readonly references: References;
  /** The whole statement's text. */
  readonly text: string;
  readonly owner?: string | undefined;
  /** The statement that made it or last replaced it, in the text of `definedIn`. */
  readonly span?: Span | undefined;
  readonly definedIn: Unit;
  readonly unit: Unit;
  /** What a CREATE OR REPLACE did not repeat and nothing gave back since. */
  readonly forgotten?: ForgottenOptions | undefined;
}

/** Clauses that a routine had before it was replaced by a statement without them. */
export interface ForgottenOptions {
  readonly securityDefiner: boolean;
  readonly settings: Options;
  readonly writtenAt: Written;
}

export interface Extension {
  readonly name: string;
  readonly schema?: string | undefined;
  /** As CREATE EXTENSION said. */
  readonly version?: string | undefined;
  readonly unit: Unit;
  readonly writtenAt?: Written | undefined;
}

/** One privilege of one role on one object. */
export interface GrantEntry {
  readonly objectType: 'table' | 'sequence' | 'function' | 'schema' | 'type';
  /** `schema.name`; of functions `schema.name(types)`. */
  readonly object: string;
  readonly grantee: string;
  readonly privilege: string;
  readonly column?: string | undefined;
  /** WITH GRANT OPTION. */
  readonly grantable?: boolean | undefined;
  /** The GRANT that gave it; absent where it came with the object. */
  readonly writtenAt?: Written | undefined;
  /** It came with the object, and a statement of the history gives it as well. */
  readonly confirmed?: boolean | undefined;
}

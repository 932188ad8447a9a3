import type { Answer } from '../core/answer.js';
import type { QualifiedName, WrittenName } from '../core/name.js';
import type { TypeName } from '../sql/expression.js';
import type { Extension, GrantEntry, Index, Relation, Routine, Unit, UserType } from './model.js';
import type { DefaultPrivilege } from './store.js';

/** `'absent'`: the history is complete here and shows that it does not exist. `'unknown'`: nobody can say. */
export type Lookup<T> = T | 'absent' | 'unknown';

/**
 * The schema as the replayed statements left it. Everything that takes a `WrittenName` resolves it through the current
 * `search_path`, as the server would.
 */
export interface Catalog {
  /** The unit that is being replayed. */
  readonly unit: Unit;
  /** The history begins at an empty database, so that what it does not show does not exist. */
  readonly complete: boolean;

  /** The schema that an unqualified new object goes to. */
  readonly creationSchema: string;
  readonly searchPath: readonly string[];
  /** Where the name points: the object found along `search_path`, else the creation schema. */
  resolve(name: WrittenName): QualifiedName;

  relation(name: WrittenName): Lookup<Relation>;
  index(name: WrittenName): Lookup<Index>;
  type(name: WrittenName): Lookup<UserType>;
  /** All overloads. */
  routines(name: WrittenName): Lookup<readonly Routine[]>;
  hasSchema(name: string): Answer;
  extension(name: string): Lookup<Extension>;

  relations(): Iterable<Relation>;
  types(): Iterable<UserType>;
  allRoutines(): Iterable<Routine>;
  extensions(): Iterable<Extension>;
  /** The indexes of a table that exist and are valid as far as known. */
  indexesOf(relation: Relation): readonly Index[];

  /**
   * The relation was made by the unit that is being replayed, so that no other session can see it or hold rows in it.
   * `'unknown'` for IF NOT EXISTS on a table that the history does not know. Temporary tables answer yes.
   */
  isNew(name: WrittenName): Answer;
  /** Rows may be in it: made before this unit, or made by it and filled since. */
  mayHoldRows(name: WrittenName): Answer;

  /** Views, materialized views, policies, triggers, generated columns, … that use a relation or a column of it. */
  dependentsOf(relation: QualifiedName, column?: string): readonly Dependent[];
  /** Functions and procedures whose bodies name it: the server does not look into those. */
  routinesNaming(relation: QualifiedName, column?: string): readonly QualifiedName[];
  /** Routines in whose text the name stands, and some more: found without reading a body. */
  routinesMentioning(name: string): readonly Routine[];
  /** Policies, triggers, defaults, generated columns, checks, indexes and views that call a function. */
  dependentsOfRoutine(routine: QualifiedName): readonly Dependent[];
  /** Foreign keys of other tables that point here. */
  referencingForeignKeys(relation: QualifiedName): readonly { readonly table: Relation; readonly constraint: string }[];
  partitionsOf(relation: QualifiedName): readonly Relation[];
  childrenOf(relation: QualifiedName): readonly Relation[];
  /** Tables with a column of this type or domain. */
  usersOfType(type: QualifiedName): readonly { readonly table: Relation; readonly column: string }[];

  /** A domain's base type, as deep as it is known; other types are returned as they are. */
  baseType(type: TypeName): TypeName;
  /** Can a NULL be in the column? `no`: it is NOT NULL, in the primary key, or a validated CHECK says so. */
  mayBeNull(relation: Relation, column: string): Answer;

  /** What is granted now, default privileges applied. */
  grants(objectType: GrantEntry['objectType'], object: QualifiedName): readonly GrantEntry[];
  /** What objects that are made from now on get. */
  defaultPrivileges(): Iterable<DefaultPrivilege>;
  /** Ids of the buckets of Supabase's storage that the migrations make public. */
  publicBuckets(): Iterable<string>;
}

export interface Dependent {
  readonly objectType:
    | 'view'
    | 'materialized view'
    | 'policy'
    | 'trigger'
    | 'generated column'
    | 'foreign key'
    | 'index'
    | 'constraint'
    | 'default';
  readonly name: string;
  /** The table it hangs on: of policies, triggers, generated columns, foreign keys, indexes and constraints. */
  readonly on?: QualifiedName | undefined;
}

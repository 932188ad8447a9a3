import { formatQualified, type QualifiedName } from '../core/name.js';
import type { ServerVersion } from '../core/server.js';
import { createJournal, createJournaledMap, type Journal, type JournaledMap } from './journal.js';
import { type Link, linksOfIndex, linksOfRelation, linksOfRoutines, linksOfType } from './links.js';
import type { Extension, GrantEntry, Index, Relation, Routine, Unit, UserType, Written } from './model.js';
import { createRoutineWords, type RoutineWords } from './routine-words.js';

/** What holds for the replay as a whole rather than for one object. */
export interface ReplayState {
  readonly unit: Unit;
  /** Something ran that may have made any object, in this unit. */
  readonly blindSince?: Unit | undefined;
  readonly sessionPath: readonly string[];
  /** By SET LOCAL: until the transaction ends. */
  readonly localPath?: readonly string[] | undefined;
  /** Journal position where the open transaction began; absent outside of one. */
  readonly transactionStart?: number | undefined;
  /** A new transaction begins by itself where one ends. */
  readonly implicitTransactions: boolean;
  readonly savepoints: readonly { readonly name: string; readonly position: number }[];
}

export interface Schema {
  readonly name: string;
  readonly owner?: string | undefined;
  readonly unit: Unit;
}

/** A privilege that objects made from now on get. `schema` is absent where it holds for all schemas. */
export interface DefaultPrivilege {
  readonly objectType: GrantEntry['objectType'];
  readonly schema?: string | undefined;
  readonly grantee: string;
  readonly privilege: string;
  /** The statement that gave it; absent for what the server and the platform give. */
  readonly writtenAt?: Written | undefined;
  /** The platform gives it, and a statement of the history does as well. */
  readonly confirmed?: boolean | undefined;
}

export interface StoreOptions {
  /** The history begins at an empty database. */
  readonly complete: boolean;
  readonly supabase: boolean;
  readonly searchPath?: readonly string[] | undefined;
  /** Absent: what holds for most versions. */
  readonly server?: { readonly version: ServerVersion } | undefined;
}

/** The objects of the catalog with their journal. Keys are `schema.name`. */
export interface Store {
  readonly options: StoreOptions;
  readonly initialPath: readonly string[];
  readonly journal: Journal;
  readonly relations: JournaledMap<Relation>;
  readonly indexes: JournaledMap<Index>;
  readonly types: JournaledMap<UserType>;
  /** All overloads of a name. */
  readonly routines: JournaledMap<readonly Routine[]>;
  readonly schemas: JournaledMap<Schema>;
  readonly extensions: JournaledMap<Extension>;
  /** `table:public.users` to its entries. */
  readonly grants: JournaledMap<ReadonlyMap<string, GrantEntry>>;
  readonly defaultPrivileges: JournaledMap<DefaultPrivilege>;
  /** Buckets of Supabase's storage whose files everyone may fetch, by their ids. */
  readonly publicBuckets: JournaledMap<true>;
  /** `relation:public.users`: may or may not exist, as a branch of a block decided. */
  readonly uncertain: JournaledMap<true>;
  /** Relations made by IF NOT EXISTS where nobody knows whether they existed, by the unit that did it. */
  readonly perhapsMade: JournaledMap<Unit>;
  readonly state: ReplayState;
  setState(change: Partial<ReplayState>): void;
  /**
   * Keys of the objects that use something: `relation:public.books`, `routine:public.f`, `index:…`, `type:…`. Of routines
   * only by their signatures.
   */
  usersOf(link: Link): readonly string[];
  /** Keys of the routines whose bodies may name it, and of some more. */
  readonly routinesMentioning: RoutineWords['mentioning'];
}

const defaultPath = (options: StoreOptions): readonly string[] =>
  options.searchPath ?? (options.supabase ? ['$user', 'public', 'extensions'] : ['$user', 'public']);

export function createStore(options: StoreOptions): Store {
  const journal = createJournal();
  const users = createUsers(journal);
  const initialPath = defaultPath(options);
  let state: ReplayState = { unit: 0, sessionPath: initialPath, implicitTransactions: false, savepoints: [] };

  const linked = <Value extends object>(prefix: string, linksOf: (value: Value) => Set<Link>): JournaledMap<Value> =>
    createLinkedMap(createJournaledMap<Value>(journal), prefix, linksOf, users);

  const routines = linked('routine', linksOfRoutines);
  const words = createRoutineWords(journal, (key) => routines.get(key));
  const { put } = routines;
  const readable: JournaledMap<readonly Routine[]> = Object.assign(routines, {
    put(key: string, value: readonly Routine[]): void {
      put(key, value);
      words.touch(key);
    },
  });

  return {
    options,
    initialPath,
    journal,
    relations: linked('relation', linksOfRelation),
    indexes: linked('index', linksOfIndex),
    types: linked('type', linksOfType),
    routines: readable,
    routinesMentioning: words.mentioning,
    schemas: createJournaledMap(journal),
    extensions: createJournaledMap(journal),
    grants: createJournaledMap(journal),
    defaultPrivileges: createJournaledMap(journal),
    publicBuckets: createJournaledMap(journal),
    uncertain: createJournaledMap(journal),
    perhapsMade: createJournaledMap(journal),
    get state() {
      return state;
    },
    setState(change) {
      const previous = state;
      journal.record(() => {
        state = previous;
      });
      state = { ...state, ...change };
    },
    usersOf: users.of,
  };
}

/** The reverse index. A link has few users mostly, and there are many links: each is no more than a set. */
interface Users {
  of(link: Link): readonly string[];
  add(link: Link, user: string): void;
  remove(link: Link, user: string): void;
}

function createUsers(journal: Journal): Users {
  const users = new Map<Link, Set<string>>();
  const enter = (link: Link, user: string): void => {
    const known = users.get(link);
    if (known === undefined) users.set(link, new Set([user]));
    else known.add(user);
  };
  const leave = (link: Link, user: string): void => {
    users.get(link)?.delete(user);
  };
  return {
    of: (link) => [...(users.get(link) ?? [])],
    add(link, user) {
      enter(link, user);
      journal.record(() => leave(link, user));
    },
    remove(link, user) {
      leave(link, user);
      journal.record(() => enter(link, user));
    },
  };
}

const noLinks: ReadonlySet<Link> = new Set();

/** What an object uses, and what it is called where it is a user: one text for all that it uses. */
interface Linked {
  readonly user: string;
  readonly links: ReadonlySet<Link>;
}

/** Keeps the reverse index in step with what the objects of a map use. */
function createLinkedMap<Value extends object>(
  map: JournaledMap<Value>,
  prefix: string,
  linksOf: (value: Value) => Set<Link>,
  users: Users,
): JournaledMap<Value> {
  const known = new WeakMap<Value, Linked>();
  const linked = (value: Value, user: string): Linked => {
    const found = known.get(value);
    if (found?.user === user) return found;
    const made = { user, links: found?.links ?? linksOf(value) };
    if (made.links.size > 0) known.set(value, made);
    return made;
  };
  const relink = (key: string, next: Value | undefined): void => {
    const user = `${prefix}:${key}`;
    const value = map.get(key);
    const before = value && linked(value, user);
    const after = next && linked(next, before?.user ?? user);
    for (const link of before?.links ?? noLinks) if (!after?.links.has(link)) users.remove(link, user);
    for (const link of after?.links ?? noLinks) if (!before?.links.has(link)) users.add(link, after?.user ?? user);
  };
  const { put, remove } = map;
  return Object.assign(map, {
    put(key: string, value: Value): void {
      relink(key, value);
      put(key, value);
    },
    remove(key: string): void {
      relink(key, undefined);
      remove(key);
    },
  });
}

export const keyOf = formatQualified;

export const relationAt = (store: Store, name: QualifiedName): Relation | undefined =>
  store.relations.get(formatQualified(name));

export const putRelation = (store: Store, relation: Relation): void =>
  store.relations.put(formatQualified(relation.name), relation);

/** Changes the relation of this name, where there is one. */
export function changeRelation(store: Store, name: QualifiedName, change: (relation: Relation) => Relation): void {
  const relation = relationAt(store, name);
  if (relation !== undefined) putRelation(store, change(relation));
}

export const withEntry = <Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value,
): ReadonlyMap<string, Value> => new Map(map).set(key, value);

export function withoutEntry<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** Renames a key at its place, so that order is kept. */
export const withRenamedEntry = <Value>(
  map: ReadonlyMap<string, Value>,
  from: string,
  to: string,
  change: (value: Value) => Value,
): ReadonlyMap<string, Value> =>
  new Map([...map].map(([key, value]) => (key === from ? [to, change(value)] : [key, value])));

/** A place in a journal, to go back to. */
export interface Mark {
  readonly position: number;
}

/** What was done, as the steps that take it back. */
export interface Journal {
  readonly position: number;
  record(undo: () => void): void;
  /** Takes back everything since the position, latest first. */
  undoTo(position: number): void;
  /** Forgets how to go back. */
  forget(): void;
  /** How often it has forgotten. */
  readonly age: number;
}

export function createJournal(): Journal {
  const undos: (() => void)[] = [];
  let age = 0;
  return {
    get position() {
      return undos.length;
    },
    get age() {
      return age;
    },
    record: (undo) => {
      undos.push(undo);
    },
    undoTo(position) {
      while (undos.length > position) undos.pop()?.();
    },
    forget: () => {
      undos.length = 0;
      age += 1;
    },
  };
}

/** A value before and after; absent where there was or is none. */
export interface Change<Value> {
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** A map that writes its changes to a journal. Values are never changed in place. */
export interface JournaledMap<Value> extends ReadonlyMap<string, Value> {
  put(key: string, value: Value): void;
  remove(key: string): void;
  /** What was changed since the journal stood at the position, and is not what it was then. */
  changesSince(position: number): ReadonlyMap<string, Change<Value>>;
}

interface Written<Value> {
  readonly position: number;
  readonly key: string;
  readonly previous: Value | undefined;
}

export function createJournaledMap<Value>(journal: Journal): JournaledMap<Value> {
  const map = new Map<string, Value>();
  const written: Written<Value>[] = [];
  let { age } = journal;
  const recordPrevious = (key: string): void => {
    const previous = map.get(key);
    if (age !== journal.age) written.length = 0;
    age = journal.age;
    written.push({ position: journal.position, key, previous });
    journal.record(() => {
      written.pop();
      if (previous === undefined) map.delete(key);
      else map.set(key, previous);
    });
  };
  const writer = {
    put(key: string, value: Value): void {
      recordPrevious(key);
      map.set(key, value);
    },
    remove(key: string): void {
      if (!map.has(key)) return;
      recordPrevious(key);
      map.delete(key);
    },
    changesSince(position: number): ReadonlyMap<string, Change<Value>> {
      const changes = new Map<string, Change<Value>>();
      if (age !== journal.age) return changes;
      const first = written.findLastIndex((entry) => entry.position < position) + 1;
      for (const { key, previous } of written.slice(first)) {
        if (!changes.has(key)) changes.set(key, { before: previous, after: map.get(key) });
      }
      return new Map([...changes].filter(([, { before, after }]) => before !== after));
    },
  };
  return Object.assign(readOnlyView(map), writer);
}

/** The reading half of a map, as plain methods, so that nobody can write past the journal. */
function readOnlyView<Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const view = {
    get size() {
      return map.size;
    },
    get: (key: string) => map.get(key),
    has: (key: string) => map.has(key),
    keys: () => map.keys(),
    values: () => map.values(),
    entries: () => map.entries(),
    forEach: (visit: (value: Value, key: string, all: ReadonlyMap<string, Value>) => void) => map.forEach(visit),
    [Symbol.iterator]: () => map[Symbol.iterator](),
  };
  return view;
}

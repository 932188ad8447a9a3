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
}

export function createJournal(): Journal {
  const undos: (() => void)[] = [];
  return {
    get position() {
      return undos.length;
    },
    record: (undo) => {
      undos.push(undo);
    },
    undoTo(position) {
      while (undos.length > position) undos.pop()?.();
    },
    forget: () => {
      undos.length = 0;
    },
  };
}

/** A map that writes its changes to a journal. Values are never changed in place. */
export interface JournaledMap<Value> extends ReadonlyMap<string, Value> {
  put(key: string, value: Value): void;
  remove(key: string): void;
}

export function createJournaledMap<Value>(journal: Journal): JournaledMap<Value> {
  const map = new Map<string, Value>();
  const recordPrevious = (key: string): void => {
    const previous = map.get(key);
    journal.record(previous === undefined ? () => map.delete(key) : () => map.set(key, previous));
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

import { randomFrom } from '../random.js';

export interface Table {
  readonly name: string;
  readonly columns: string[];
  /** Checks that no migration has validated yet. */
  readonly unchecked: string[];
  readonly policies: string[];
}

export interface Routine {
  readonly name: string;
  readonly table: Table;
}

/** What the migrations so far have made, and the dice. */
export class History {
  readonly tables: Table[] = [];
  readonly routines: Routine[] = [];
  readonly #random: () => number;
  #named = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  table(): Table {
    return this.pick(this.tables);
  }

  /** A name that was not given before. */
  fresh(stem: string): string {
    this.#named += 1;
    return `${stem}_${this.#named}`;
  }
}

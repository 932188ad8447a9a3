import type { Journal } from './journal.js';
import type { Routine } from './model.js';

/** Which routines may name something, by the words of their texts: to read a body in earnest costs much more. */
export interface RoutineWords {
  /** To be told whenever the routines of a key are about to change. */
  touch(key: string): void;
  /** Keys of all routines that may name it, and of some that do not, in the order in which they were made. */
  mentioning(name: string): readonly string[];
}

const word = /[A-Za-z0-9_\u0080-\uffff]+/g;
// `U&"\0061"` and `E'\x61'` name what they do not spell.
const escapes = /\\|U&/i;
// In bytes; a longer name is cut by the server, and then the text spells another.
const mostSpelled = 62;

const utf8 = new TextEncoder();

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.match(word)?.map((spelled) => spelled.toLowerCase()));

export function createRoutineWords(
  journal: Journal,
  routinesAt: (key: string) => readonly Routine[] | undefined,
): RoutineWords {
  const keys = new Map<string, number>();
  // Most words stand in one routine, and then their place does without a list.
  const byWord = new Map<string, number | number[]>();
  const unspelled: number[] = [];
  const unread = new Set<string>();

  const file = (place: number, text: string): void => {
    if (escapes.test(text)) unspelled.push(place);
    for (const spelled of wordsOf(text)) {
      const places = byWord.get(spelled);
      if (places === undefined) byWord.set(spelled, place);
      else if (typeof places !== 'number' && places.at(-1) !== place) places.push(place);
      else if (typeof places === 'number' && places !== place) byWord.set(spelled, [places, place]);
    }
  };
  const read = (key: string): void => {
    const place = keys.get(key) ?? keys.size;
    keys.set(key, place);
    for (const { body, text } of routinesAt(key) ?? []) file(place, body ?? text);
  };

  return {
    touch(key) {
      unread.add(key);
      // What is there again was perhaps never read.
      journal.record(() => unread.add(key));
    },
    mentioning(name) {
      for (const key of unread) read(key);
      unread.clear();
      const all = [...keys.keys()];
      const spelled = [...wordsOf(name)].toSorted((a, b) => b.length - a.length)[0];
      if (spelled === undefined || utf8.encode(name).length > mostSpelled) return all;
      const places = new Set([byWord.get(spelled) ?? [], unspelled].flat());
      return [...places].toSorted((a, b) => a - b).flatMap((place) => all[place] ?? []);
    },
  };
}

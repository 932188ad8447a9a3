import type { References } from './expression.js';

const works = new WeakMap<References, () => References>();

const read = (lazy: References): References => works.get(lazy)?.() ?? lazy;

const getter = (key: keyof References): PropertyDescriptor => ({
  enumerable: true,
  get(this: References) {
    return read(this)[key];
  },
});

// Getters of an object literal are functions of its own, with a hidden class of its own: some kilobytes each time.
const getters = {
  relations: getter('relations'),
  functions: getter('functions'),
  types: getter('types'),
  columns: getter('columns'),
  dynamic: getter('dynamic'),
  modifies: getter('modifies'),
} satisfies Record<keyof References, PropertyDescriptor>;

/** References that are worked out once, when somebody reads them: most bodies of routines are never asked about. */
export function lazyReferences(work: () => References): References {
  const lazy: References = Object.create(Object.prototype, getters);
  works.set(lazy, () => {
    const known = work();
    works.set(lazy, () => known);
    return known;
  });
  return lazy;
}

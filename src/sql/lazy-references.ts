import type { References } from './expression.js';

/** References that are worked out once, when somebody reads them: most bodies of routines are never asked about. */
export function lazyReferences(work: () => References): References {
  let known: References | undefined;
  const read = (): References => {
    known ??= work();
    return known;
  };
  return {
    get relations() {
      return read().relations;
    },
    get functions() {
      return read().functions;
    },
    get types() {
      return read().types;
    },
    get columns() {
      return read().columns;
    },
    get dynamic() {
      return read().dynamic;
    },
  };
}

import type { Span } from '../core/span.js';
import type { References } from '../sql/expression.js';
import { bodyReaderOf } from '../sql/lazy-references.js';
import type { CreateFunction } from '../sql/operation.js';
import type { Routine } from './model.js';

/** Where SQL can be read again. */
export interface Origin {
  readonly text: string;
}

type Texts = Pick<Routine, 'text' | 'body' | 'references'>;

/** Where the texts of a routine stand: they are most of a history, and hardly one of them is asked for. */
interface RoutineSource {
  readonly origin: Origin;
  readonly span: Span;
  /** Its place, or itself where it does not stand in the text letter by letter. */
  readonly body: Span | string | undefined;
  readonly readReferences: (body: string) => References;
  references: References | undefined;
}

const sources = new WeakMap<object, RoutineSource>();

const read = {
  text: ({ origin, span }: RoutineSource): string => origin.text.slice(span.start, span.end),
  body: ({ origin, body }: RoutineSource): string | undefined =>
    typeof body === 'object' ? origin.text.slice(body.start, body.end) : body,
  references: (source: RoutineSource): References => {
    source.references ??= source.readReferences(read.body(source) ?? '');
    return source.references;
  },
};

const getter = (key: keyof typeof read): PropertyDescriptor => ({
  enumerable: true,
  configurable: true,
  get(this: Routine): Texts[typeof key] {
    const source = sources.get(this);
    return source && read[key](source);
  },
});

// One set for all routines: getters of an object literal are functions and a hidden class of its own.
const getters = { text: getter('text'), body: getter('body'), references: getter('references') };

export function newRoutine(facts: Omit<Routine, keyof Texts>, op: CreateFunction, origin: Origin): Routine {
  const { body, bodySpan: at, references } = op;
  const stands = at !== undefined && body !== undefined && origin.text.slice(at.start, at.end) === body;
  const readReferences = bodyReaderOf(references) ?? (() => references);
  return readFrom(facts, { origin, span: op.span, body: stands ? at : body, readReferences, references: undefined });
}

/** Spreading a routine would read its texts and keep them. */
export const changedRoutine = (routine: Routine, changes: Partial<Omit<Routine, keyof Texts>>): Routine => {
  const source = sources.get(routine);
  return source === undefined ? { ...routine, ...changes } : readFrom({ ...routine, ...changes }, source);
};

function readFrom(facts: Omit<Routine, keyof Texts>, source: RoutineSource): Routine {
  const routine: Routine = Object.defineProperties({ ...facts, ...noTexts }, getters);
  sources.set(routine, source);
  return routine;
}

const noTexts: Texts = {
  text: '',
  body: undefined,
  references: { relations: [], functions: [], types: [], columns: [], dynamic: false },
};

import type { CreateTrigger, Operation } from '../operation.js';
import { readDeferral } from './constraints.js';
import { readParenthesisedExpression } from './read-expression.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

const events = ['insert', 'update', 'delete', 'truncate'] as const;

/** From TRIGGER on, after CREATE [OR REPLACE] [CONSTRAINT]. */
export function readCreateTrigger(reader: TokenReader, orReplace: boolean): Operation {
  const constraint = reader.take('constraint');
  reader.expect('trigger');
  const trigger = reader.name();
  const timing = reader.expectOneOf(['before', 'after', 'instead of']);
  const columns: string[] = [];
  const found = new Set<CreateTrigger['events'][number]>();
  do {
    const event = readEvent(reader, columns);
    if (found.has(event)) throw new Unreadable('an event that stands twice');
    found.add(event);
  } while (reader.take('or'));
  reader.expect('on');
  const table = reader.qualifiedName();
  if (reader.take('from')) reader.qualifiedName();
  const deferral = readDeferral(reader);
  if (reader.take('referencing')) skipTransitionTables(reader);
  const level = readLevel(reader);
  const when = reader.take('when') ? readParenthesisedExpression(reader) : undefined;
  reader.expect('execute');
  reader.expectOneOf(['function', 'procedure']);
  const name = reader.qualifiedName();
  reader.skipParentheses();
  reader.expectDone();
  const facts = { trigger, table, orReplace, constraint, timing, events: events.filter((event) => found.has(event)) };
  return { kind: 'createTrigger', span: reader.span, ...facts, columns, level, when, function: name, ...deferral };
}

function readEvent(reader: TokenReader, columns: string[]): CreateTrigger['events'][number] {
  const event = reader.expectOneOf(events);
  if (event === 'update' && reader.take('of')) columns.push(...reader.list(() => reader.name()));
  return event;
}

function skipTransitionTables(reader: TokenReader): void {
  while (reader.takeOneOf(['new table', 'old table']) !== undefined) {
    reader.take('as');
    reader.name();
  }
}

function readLevel(reader: TokenReader): CreateTrigger['level'] {
  if (!reader.take('for')) return 'statement';
  reader.take('each');
  return reader.expectOneOf(['row', 'statement']);
}

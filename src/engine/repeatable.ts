import type { Operation } from '../sql/operation.js';
import type { Script } from '../sql/script.js';
import { operationsOf } from '../sql/script-order.js';
import { droppedName, madeName } from './script-certainty.js';

interface Places {
  /** Where each name is dropped first. */
  readonly firstDrop: ReadonlyMap<string, number>;
  readonly made: ReadonlySet<string>;
}

/** Each statement may ask, and a script does not change. */
const places = new WeakMap<Script, Places>();

function placesIn(script: Script): Places {
  const known = places.get(script);
  if (known !== undefined) return known;
  const firstDrop = new Map<string, number>();
  const makings = new Set<string>();
  for (const op of operationsOf(script)) {
    const [dropped, made] = [droppedName(op), madeName(op)];
    if (dropped !== undefined && !firstDrop.has(dropped)) firstDrop.set(dropped, op.span.start);
    if (made !== undefined) makings.add(made);
  }
  const found = { firstDrop, made: makings };
  places.set(script, found);
  return found;
}

/**
 * When the file is run again, the operation finds what it needs: the file makes what it drops, and what it makes is
 * dropped before or is gone with the session.
 */
export function isRepeatable(op: Operation, script: Script): boolean {
  if (op.kind === 'createTable' && op.persistence === 'temporary') return true;
  const { firstDrop, made } = placesIn(script);
  const [drops, makes] = [droppedName(op), madeName(op)];
  const at = op.span.start;
  return (drops !== undefined && made.has(drops)) || (makes !== undefined && (firstDrop.get(makes) ?? at) < at);
}

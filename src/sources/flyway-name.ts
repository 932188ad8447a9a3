import { byText, compareParts } from './order.js';

export interface FlywayName {
  /** V: versioned, U: its undo, R: repeatable, B: baseline. */
  readonly prefix: string;
  readonly version: string;
  readonly id: string;
  readonly name: string;
}

const versioned = /^([VUB])(\d+(?:[._]\d+)*)__(.*)\.sql$/;
const repeatable = /^R__(.*)\.sql$/;

/** @see https://documentation.red-gate.com/flyway/flyway-concepts/migrations */
export function flywayName(file: string): FlywayName | undefined {
  const id = file.replace(/\.sql$/, '');
  const [, description] = repeatable.exec(file) ?? [];
  if (description !== undefined) return { prefix: 'R', version: '', id, name: description };
  const [, prefix, version, name = ''] = versioned.exec(file) ?? [];
  return prefix === undefined || version === undefined ? undefined : { prefix, version, id, name };
}

/** Versions part by part; repeatable ones after all of them, by description. */
export function flywayOrder(a: Pick<FlywayName, 'version' | 'name'>, b: Pick<FlywayName, 'version' | 'name'>): number {
  if (a.version === '' || b.version === '') {
    return a.version === b.version ? byText(a.name, b.name) : a.version === '' ? 1 : -1;
  }
  return compareParts(a.version, b.version) || byText(a.name, b.name);
}

import { PgairlockError } from '../../core/error.js';

const digits = (date: Date): string => date.toISOString().replace(/\D/g, '');

/** `20260131235959`, in UTC. */
const stamp14 = (date: Date): string => digits(date).slice(0, 14);

type Kind = (now: Date) => string;

/** How formats number where the folder is empty and shows nothing. */
const usual: Readonly<Record<string, Kind>> = {
  hasura: (now) => String(now.getTime()),
  'node-pg-migrate': (now) => String(now.getTime()),
  umzug: dotted,
  diesel: dashed,
  flyway: () => '1',
  refinery: () => '1',
  tern: () => '001',
  'postgres-migrations': () => '1',
};

function dotted(now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  return `${date.replaceAll('-', '.')}T${time.slice(0, 8).replaceAll(':', '.')}`;
}

function dashed(now: Date): string {
  const [date = ''] = now.toISOString().split('T');
  return `${date}-${stamp14(now).slice(8)}`;
}

/** Shapes of versions that are times, by what they look like. */
const shapes: readonly (readonly [RegExp, Kind])[] = [
  [/^(?:19|20)\d{12}$/, stamp14],
  [/^(?:19|20)\d{15}$/, (now) => digits(now).slice(0, 17)],
  [/^1\d{12}$/, (now) => String(now.getTime())],
  [/^1\d{9}$/, (now) => String(Math.floor(now.getTime() / 1000))],
  [/^\d{4}\.\d{2}\.\d{2}T\d{2}\.\d{2}\.\d{2}$/, dotted],
  [/^\d{4}-\d{2}-\d{2}-\d{6}$/, dashed],
];

/** The version of the next migration: the time in UTC or the next number, in the shape and width of the last one. */
export function nextVersion(format: string, versions: readonly string[], now: Date): string {
  const last = versions.filter((version) => version !== '').at(-1);
  if (last === undefined) return (usual[format] ?? stamp14)(now);
  const kind = shapes.find(([pattern]) => pattern.test(last))?.[1];
  if (kind === undefined) return increment(last);
  const fresh = kind(now);
  // A folder with a migration of the future goes on from there, so that order is kept.
  return fresh > last ? fresh : (momentAfter(last, kind) ?? increment(last));
}

/** The next second, or millisecond where they are written; `undefined` for what is no time: some count on from a date. */
function momentAfter(version: string, kind: Kind): string | undefined {
  const [, date = '', hour = '', minute = '', second = '', rest = ''] =
    /^(\d{8})(\d{2})(\d{2})(\d{2})(\d{3})?$/.exec(version.replace(/\D/g, '')) ?? [];
  const day = date.replace(/^(\d{4})(\d{2})/, '$1-$2-');
  const time = Date.parse(`${day}T${hour}:${minute}:${second}.${rest || '000'}Z`);
  if (Number.isNaN(time) || kind(new Date(time)) !== version) return undefined;
  return kind(new Date(time + (rest === '' ? 1000 : 1)));
}

function increment(version: string): string {
  const number = /\d+$/.exec(version)?.[0];
  if (number === undefined) throw new PgairlockError('not-available', `There is no version after ${version}.`);
  const next = String(BigInt(number) + 1n).padStart(number.length, '0');
  return version.slice(0, version.length - number.length) + next;
}

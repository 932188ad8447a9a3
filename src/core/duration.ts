const unitsInMilliseconds: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A timeout setting in milliseconds: `2s`, `500`, `1.5 min`. `undefined` where it is no number with a unit of PostgreSQL. */
export function durationInMilliseconds(value: string): number | undefined {
  const [, amount, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/.exec(value) ?? [];
  const factor = unit === '' ? 1 : unitsInMilliseconds[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

/** No limit: not set, or zero in any unit. */
export const isUnlimited = (value: string | undefined): boolean =>
  value === undefined || durationInMilliseconds(value) === 0;

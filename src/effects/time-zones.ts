/** Zones whose offset has always been zero; only there `timestamp` and `timestamptz` hold the same bits. */
const zeroZones: ReadonlySet<string> = new Set([
  'utc',
  'gmt',
  'uct',
  'zulu',
  'universal',
  'greenwich',
  'etc/utc',
  'etc/gmt',
  'etc/gmt0',
  'etc/gmt+0',
  'etc/gmt-0',
  'etc/uct',
  'etc/zulu',
  'etc/universal',
  'etc/greenwich',
  'gmt0',
  'gmt+0',
  'gmt-0',
  '0',
  '+00',
  '+00:00',
]);

export const isZeroOffset = (timeZone: string): boolean =>
  zeroZones.has(timeZone.trim().replaceAll("'", '').toLowerCase());

/** From less to more; words between two bars are worth the same. */
const scales: readonly ReadonlyMap<string, number>[] = [
  'none|never minimal|tiny|trivial low|small|minor medium|normal|moderate high|large|major huge|critical|urgent|severe|blocker',
  'trace debug info notice warn|warning error fatal|critical',
  'free|trial hobby|starter basic standard plus pro|premium business|team enterprise',
  'bronze silver gold platinum diamond',
  'beginner intermediate advanced expert',
  'none guest|viewer|reader member editor|developer|contributor manager|maintainer admin owner',
  'minute hour day week month quarter year',
  'hourly daily weekly monthly quarterly yearly|annually',
  'monday tuesday wednesday thursday friday saturday',
].map(ranksOf);

function ranksOf(words: string): ReadonlyMap<string, number> {
  const steps = words.split(' ').map((step) => step.split('|'));
  return new Map(steps.flatMap((step, rank) => step.map((word) => [word, rank] as const)));
}

/** Where a value stands, and what it has to share with another so that the two can be compared. */
interface Place {
  readonly of: string;
  readonly rank: readonly number[];
}

type Measure = (value: string) => Place | undefined;

const byScale =
  (scale: ReadonlyMap<string, number>): Measure =>
  (value) => {
    const words = value.toLowerCase().split(/[^a-z0-9]+/);
    const [word, ...more] = words.filter((part) => scale.has(part));
    const rank = word === undefined || more.length > 0 ? undefined : scale.get(word);
    return rank === undefined ? undefined : { of: words.filter((part) => part !== word).join(' '), rank: [rank] };
  };

const byNumber: Measure = (value) => {
  const numbers = value.match(/\d+/g);
  return numbers === null ? undefined : { of: value.replace(/\d+/g, '#').toLowerCase(), rank: numbers.map(Number) };
};

const measures: readonly Measure[] = [...scales.map(byScale), byNumber];

/**
 * The value before which a new one belongs: where those that it can be compared with, two at least, go up or down, and it
 * would break their order at the end.
 */
export function belongsBefore(value: string, values: readonly string[]): string | undefined {
  for (const measure of measures) {
    const place = measure(value);
    if (place === undefined) continue;
    const others = values.flatMap((other) => {
      const found = measure(other);
      return found?.of === place.of ? [{ value: other, rank: found.rank }] : [];
    });
    const direction = directionOf(others.map(({ rank }) => rank));
    const next = others.find(({ rank }) => direction * compare(rank, place.rank) > 0);
    if (next !== undefined) return next.value;
  }
  return undefined;
}

/** 1: they go up. -1: they go down. 0: neither, or nobody knows. */
function directionOf(ranks: readonly (readonly number[])[]): number {
  const steps = ranks.slice(1).map((rank, at) => compare(rank, ranks[at] ?? []));
  const signs = new Set(steps.map(Math.sign).filter((sign) => sign !== 0));
  return signs.size === 1 ? ([...signs][0] ?? 0) : 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const different = a.findIndex((part, at) => part !== b[at]);
  return different < 0 ? 0 : (a[different] ?? 0) - (b[different] ?? 0);
}

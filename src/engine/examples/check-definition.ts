import type { Rule } from '../rule.js';

/** What a rule still lacks before it can be shipped, but for whether its examples hold. */
export function definitionFailures(rule: Rule): string[] {
  return [...nameFailures(rule), ...docsFailures(rule), ...exampleCountFailures(rule), ...messageFailures(rule)];
}

function nameFailures({ id, presets }: Rule): string[] {
  return [
    ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) ? [] : [`the id "${id}" is not in kebab-case`]),
    ...(presets.strict === undefined ? ['the preset "strict" holds every rule, but not this one'] : []),
  ];
}

function docsFailures({ docs }: Rule): string[] {
  const { summary, condition, effect, workaround } = docs;
  return [
    ...Object.entries({ summary, condition, effect }).flatMap(([name, text]) =>
      /[.)]$/.test(text.trim()) ? [] : [`docs.${name} does not end with a full stop`],
    ),
    ...(workaround.trim() === '' ? ['docs.workaround is empty'] : []),
    ...(summary.includes('\n') ? ['docs.summary is more than one line'] : []),
    ...docs.references.flatMap((url) => (url.startsWith('https://') ? [] : [`the reference ${url} is no https link`])),
  ];
}

const fewest = 2;

/** What drifts or is stale takes more than migrations to show. */
const needsExamples = ({ foundBy }: Rule): boolean => foundBy === undefined || foundBy === 'verify';

function exampleCountFailures(rule: Rule): string[] {
  if (!needsExamples(rule)) return [];
  const { examples } = rule;
  const reporting = examples.filter(({ reports }) => reports.length > 0).length;
  const silent = examples.length - reporting;
  return [
    ...(reporting < fewest ? [`has ${reporting} examples that report something, needs ${fewest}`] : []),
    ...(silent < fewest ? [`has ${silent} examples that report nothing, needs ${fewest}`] : []),
    ...examples.flatMap((example, index) =>
      example.alone && example.given !== undefined ? [`example ${index + 1} is alone and has earlier migrations`] : [],
    ),
  ];
}

function messageFailures(rule: Rule): string[] {
  const { messages, examples } = rule;
  const reported = new Set<string>(examples.flatMap(({ reports }) => reports));
  return Object.entries<string>(messages).flatMap(([id, text]) => [
    ...(text.trim() === '' ? [`message "${id}" is empty`] : []),
    ...(reported.has(id) || !needsExamples(rule) ? [] : [`no example reports the message "${id}"`]),
  ]);
}

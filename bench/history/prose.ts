import type { History } from './state.js';

const subjects = ['The import', 'Each reader', 'A branch', 'The nightly job', 'Support', 'The mobile app', 'An editor'];
const verbs = ['fills', 'needs', 'no longer reads', 'sees', 'may change', 'sorts by', 'counts', 'exports'];
const objects = [
  'rows of its own',
  'what was closed',
  'the newest entries',
  'every state',
  'this value',
  'old records',
];
const ends = [
  'since the last release',
  'once a day',
  'for the report',
  'when asked',
  'before it is paid',
  'and nothing else',
];

export const sentence = (history: History): string =>
  `${[subjects, verbs, objects, ends].map((words) => history.pick(words)).join(' ')}.`;

/** Comment lines, one sentence each. */
export const remarks = (history: History, count: number, indent = ''): string =>
  Array.from({ length: count }, () => `${indent}-- ${sentence(history)}\n`).join('');

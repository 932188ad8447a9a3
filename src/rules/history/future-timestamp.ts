import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const start = { start: 0, end: 0 };
const day = 24 * 60 * 60 * 1000;
const now = '2026-03-01T12:00:00Z';
const sql = 'create table books (id bigint);';

export default defineRule({
  id: 'future-timestamp',
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Give a migration the time at which it was written as its version.',
    condition:
      'A version that is written as a date (8, 12 or 14 digits that begin with a year from 2000 to 2099) lies more than a ' +
      'day ahead, or is no date that exists. Numbers such as `0001` are no dates.',
    effect:
      'Every migration that is written before that day sorts before this one, and the tool refuses or reorders it: the ' +
      'history is no longer in the order in which it was written.',
    workaround: 'Rename the file to the time at which you write it, before it is applied anywhere.',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    future: 'Version {version} lies in the future: it stands for {date}.',
    notADate: 'Version {version} looks like a date and time, but no such time exists.',
  },
  examples: [
    { sql, ids: ['20260401090000_books'], project: { now }, reports: ['future'] },
    { sql, ids: ['20260231_books'], project: { now }, reports: ['notADate'] },
    { sql, ids: ['20260228250000_books'], project: { now }, reports: ['notADate'] },
    { sql, ids: ['20260302110000_books'], project: { now }, reports: [], because: 'Clocks and time zones differ.' },
    { sql, ids: ['0001_books'], project: { now }, reports: [] },
  ],
  check: {
    *history({ project }) {
      if (project.now === undefined) return;
      const latest = Date.parse(project.now) + day;
      for (const { version, path } of project.migrations) {
        const parts = dateParts(version);
        if (parts === undefined) continue;
        const time = toTime(parts);
        if (time === undefined) {
          yield { message: 'notADate', data: { version }, at: start, path, subject: version };
        } else if (time > latest) {
          const date = new Date(time).toISOString().slice(0, 10);
          yield { message: 'future', data: { version, date }, at: start, path, subject: version };
        }
      }
    },
  },
});

type DateParts = readonly [year: string, month: string, day: string, hour: string, minute: string, second: string];

/** `20260131`, `202601311200`, `20260131120000`, `2026-01-31T12.00.00`. */
function dateParts(version: string): DateParts | undefined {
  const found = /^(20\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$/.exec(version.replace(/[-.T]/g, ''));
  if (found === null) return undefined;
  const [, year = '', month = '', dayOfMonth = '', hour = '00', minute = '00', second = '00'] = found;
  return [year, month, dayOfMonth, hour, minute, second];
}

/** Milliseconds since 1970, in UTC; undefined where a part is out of its range. */
function toTime([year, month, dayOfMonth, hour, minute, second]: DateParts): number | undefined {
  const date = `${year}-${month}-${dayOfMonth}`;
  const time = Date.parse(`${date}T${hour}:${minute}:${second}Z`);
  // Some engines take 31 February for 3 March.
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(date) ? undefined : time;
}

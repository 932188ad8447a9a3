import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Report, StatementTrace } from '../../src/core/report.js';
import { html } from '../../src/reporters/html.js';
import { env, fileReport, findingAt, fullReport, reportOf } from './report-fixture.js';

const trace: StatementTrace = {
  direction: 'up',
  line: 2,
  endLine: 2,
  text: 'create index books_title on books (title)',
  locks: [
    { relation: 'public.books_pkey', mode: 'ACCESS SHARE' },
    { relation: 'public.books', mode: 'SHARE' },
  ],
  rewrites: [],
  scans: ['public.books'],
  indexBuilds: ['public.books'],
};
const traced: Report = {
  ...fullReport,
  files: fullReport.files.map((file) => (file.findings.length > 1 ? { ...file, trace: [trace] } : file)),
};
const page = html(traced, env);

test('a statement shows what it locks, reads and builds', () => {
  expect(page).toContain('SHARE on public.books<');
  expect(page).toContain('reads all of public.books');
  expect(page).toContain('builds an index of public.books');
  expect(page).not.toContain('ACCESS SHARE');
});

test('nothing of a migration becomes markup', () => {
  const path = '/w/<b>.sql';
  const message = '<script>alert(1)</script> & "x" \'y\'';
  const hostile = html(reportOf([fileReport(path, 'x', [findingAt(path, 'x', 'x', { message })])]), env);
  expect(hostile).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot; &#39;y&#39;');
  expect(hostile.match(/<script/g)).toHaveLength(1);
  expect(hostile).not.toContain('<b>.sql');
});

test('the page needs nothing from elsewhere', () => {
  expect(page).not.toMatch(/(?:src|@import|url\()\s*=?\s*["'(]?\s*(?:https?:)?\/\//);
  expect(page).not.toMatch(/<link|<img|<iframe/);
});

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
if (browser === undefined) console.warn('The HTML report is not tried in a browser: there is no chromium.');

describe.skipIf(browser === undefined)('in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pgairlock-html-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the page says after its own script and `action` have run. */
  function afterwards(action: string): string {
    const file = join(folder, 'page.html');
    const seen = `document.title = JSON.stringify({
      shown: document.querySelector('#shown').textContent,
      entries: [...document.querySelectorAll('[data-entry]')].filter((one) => !one.hidden).map((one) => one.dataset.entry),
      open: document.querySelectorAll('li > details[open]').length,
      findings: [...document.querySelectorAll('.finding')].filter((one) => one.checkVisibility()).length,
    });`;
    writeFileSync(file, page.replace('</html>', `<script>${action};${seen}</script></html>`));
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`];
    const text = execFileSync(browser ?? '', [...flags, '--dump-dom', `file://${file}`], { stdio: 'pipe' }).toString();
    const title = /<title>(.*)<\/title>/s.exec(text)?.[1] ?? '';
    return JSON.parse(title.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  }
  const type = (words: string): string =>
    `{ const box = document.querySelector('input[type=search]'); box.value = ${JSON.stringify(words)};
       box.dispatchEvent(new Event('input', { bubbles: true })); }`;

  test('all is listed and closed at first', () => {
    expect(afterwards('')).toMatchObject({ shown: '4 of 4 shown', open: 0 });
  }, 60_000);

  test('a search leaves what holds every word, and opens it', () => {
    expect(afterwards(type('isbn LOSES'))).toEqual({
      shown: '1 of 4 shown',
      entries: ['supabase/migrations/0002_books.sql'],
      open: 1,
      findings: 1,
    });
  }, 60_000);

  test('severities narrow it down', () => {
    const check = `document.querySelector('input[value=info]').click()`;
    expect(afterwards(check)).toMatchObject({ entries: ['supabase/migrations/0003_shelves.down.sql'], findings: 1 });
  }, 60_000);
});

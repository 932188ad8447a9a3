import { describe, expect, it } from 'vitest';
import { fillPlaceholders } from '../../src/sources/placeholders.js';

describe('placeholders', () => {
  it.each([
    ['CREATE TABLE {{ schema }}.books (id int);', 'CREATE TABLE placeholderp.books (id int);'],
    ['SELECT * FROM <%= name %>_books;', 'SELECT * FROM placeholder_books;'],
    ['SET x = $' + '{n};', 'SET x = plac;'],
    ['{% if admin %}\nGRANT a TO b;\n{% endif %}', '              \nGRANT a TO b;\n           '],
    ['{{ template "shared.sql" . }}\nSELECT 1;', `${' '.repeat(29)}\nSELECT 1;`],
  ])('are replaced, the text as long as before: %s', (source, expected) => {
    const { text, problems } = fillPlaceholders(source);
    expect(text).toBe(expected);
    expect(problems).toHaveLength(1);
  });

  it.each([
    "INSERT INTO mails VALUES ('Dear {{ name }}');",
    '-- {{ note }}\nSELECT 1;',
    "DO $$ BEGIN RAISE NOTICE '{{ x }}'; END $$;",
    "SELECT '{{1,2},{3,4}}'::int[];",
    'SELECT "{{ column }}" FROM t;',
    "SELECT data #> '{a,b}' FROM t;",
  ])('in strings, names, bodies and comments are data: %s', (source) => {
    expect(fillPlaceholders(source)).toEqual({ text: source, problems: [] });
  });

  it('are told once, with their number', () => {
    const { problems } = fillPlaceholders('SELECT {{ a }}, {{ b }}, {{ c }};');
    expect(problems).toEqual([
      { ruleId: 'template-placeholder', message: '{{ a }} (and 2 more)', span: { start: 7, end: 14 } },
    ]);
  });
});
